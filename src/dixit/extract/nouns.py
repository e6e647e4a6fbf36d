"""Statements whose cue is a noun: the quotation on a placard, the infinitive of a promise or a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from dixit.extract.candidates import Candidate
from dixit.extract.governed import marker
from dixit.extract.quotes import OPENING
from dixit.extract.syntax import Range, Sheet, Speaker
from dixit.lexicon import words


def noun_cues(sheet: Sheet) -> Iterator[Candidate]:
    """Every noun that quotes what follows it, or whose infinitive says what is asked, promised or refused."""
    for i, token in enumerate(sheet.tokens):
        if token.pos != "NOUN":
            continue
        if token.lemma in words("cue-nouns.fr"):
            yield from _quoting(sheet, i)
        if token.lemma in words("cue-nouns-infinitive.fr"):
            yield from _asking(sheet, i)


_LINKS = frozenset({"de", "d'", "à", ":", "("})


def _quoting(sheet: Sheet, i: int) -> Iterator[Candidate]:
    """From "une pancarte « Sauvons le quai »", "aux cris de « Le quai ! »": the quotation"""
    opening = i + 2 if sheet.form(i + 1).lower() in _LINKS else i + 1
    if sheet.form(opening) != OPENING or not sheet.same_paragraph(i, opening):
        return
    quote = sheet.quotes.opened_by(opening)
    if quote is not None:
        yield _found(sheet, "noun", i, (quote.first, quote.last))


def _asking(sheet: Sheet, i: int) -> Iterator[Candidate]:
    """From "le refus de la ville d'ouvrir le quai", "son appel à partir": the infinitive"""
    for k in sheet.children[i]:
        if k > i and sheet.is_infinitive(k) and marker(sheet, k) in ("de", "à"):
            yield _found(sheet, "noun_infinitive", i, sheet.clause(k))
            return


def _found(sheet: Sheet, rule: str, i: int, piece: Range) -> Candidate:
    """A noun's candidate; who speaks is the noun's first complement with "de"."""
    lemma = sheet.tokens[i].lemma
    return Candidate(rule, i, lemma, (i, i), _owner(sheet, i), (piece,), nominal=False, sure=False)


def _owner(sheet: Sheet, i: int) -> Speaker | None:
    """Who speaks: "de la ville" after the noun, "par la ville", or nobody."""
    for k in sheet.children[i]:
        speaks = sheet.tokens[k].pos in ("NOUN", "PROPN") and marker(sheet, k) in ("de", "par")
        if k > i and speaks and sheet.quotes.around[k] == sheet.quotes.around[i]:
            return sheet.speaker(k)
    return None
