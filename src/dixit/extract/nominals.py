"""Statements whose cue is a noun: "l'appel de la ville à rouvrir le port", "sa promesse de partir", "l'annonce que".

Only clauses and infinitives: where the content is a noun phrase too ("l'annonce d'un accord"), annotators took one
place in eight for a statement, and reading them cost as much as it brought.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from dixit.extract.candidates import Candidate
from dixit.extract.governed import PREPOSITIONS, may_act
from dixit.extract.syntax import Range, Sheet, Speaker
from dixit.lexicon import words

_OWN: Final = frozenset({"son", "sa", "ses", "leur", "leurs", "mon", "ma", "mes", "notre", "nos"})
_GIVING: Final = frozenset("donner lancer faire adresser formuler émettre renouveler réitérer répéter".split())
_REACH: Final = 14  # tokens from the noun to what is called for, at most; not measured
_LINKS: Final = frozenset({"à", "de", "d'", "pour"})


def nominals(sheet: Sheet, taken: Collection[int]) -> Iterator[Candidate]:
    """Every clause and infinitive that hangs on a noun of words/cue-nouns; the nouns of other cues are left out."""
    known = words("cue-nouns.fr")
    for i, token in enumerate(sheet.tokens):
        if token.pos == "NOUN" and i not in taken and token.lemma in known:
            found = _content(sheet, i)
            if found is not None:
                rule, piece = found
                speaker = _speaker(sheet, i, piece[0])
                yield Candidate(rule, i, f"nom {token.lemma}", (i, i), speaker, (piece,), False, False)


def _content(sheet: Sheet, i: int) -> tuple[str, Range] | None:
    """What a noun of speech leads to, and which it is: "nominal_clause" or "nominal_infinitive"; None: neither."""
    tokens = sheet.tokens
    last = sheet.sentence(i)[1]
    end = min(last, i + _REACH)
    for k in range(i + 1, end):
        form = tokens[k].form.lower()
        if form == "visant":
            continue  # "la demande de la ville visant à"
        told = tokens[k].pos in ("VERB", "AUX") and tokens[k].feature("Tense") != "Past"  # "un appel lancé par X à"
        if form in (".", ";", ":", "qui", "dont") or told or sheet.finite(k):
            return None
        if form in ("plus", "moins", "aussi", "autre", "même"):
            return None  # "une menace plus grave que la précédente"
        if form in ("que", "qu'"):
            piece = _clause(sheet, k)
            return None if piece is None else ("nominal_clause", piece)
        if form not in _LINKS:
            continue
        verb = _infinitive(sheet, k + 1, end)
        if verb is not None:
            piece = sheet.trim(*sheet.balance(k + 1, max(verb, sheet.clause(verb)[1])))
            return None if piece is None else ("nominal_infinitive", piece)
        if PREPOSITIONS.get(form) != "de" or not _is_somebody(sheet, k + 1, end):
            return None  # "un appel aux urnes pour choisir le maire"
    return None


def _clause(sheet: Sheet, that: int) -> Range | None:
    """The clause of a "que" that is a conjunction; None for "la promesse que le maire a faite"."""
    token = sheet.tokens[that]
    if token.dep != "mark" or token.pos != "SCONJ" or token.head < that:
        return None
    piece = sheet.trim(that + 1, sheet.clause(token.head)[1])
    return piece if piece is not None and piece[1] > piece[0] + 1 else None


def _infinitive(sheet: Sheet, k: int, end: int) -> int | None:
    """The infinitive that stands at a token, clitics, negation and an opening mark passed over."""
    while k < end and sheet.tokens[k].pos in ("PRON", "ADV", "PUNCT", "PART"):
        k += 1
    token = sheet.tokens[k]
    if token.feature("VerbForm") != "Inf" or token.pos not in ("VERB", "AUX"):
        return None
    return token.head if token.dep.startswith("aux") and k < token.head <= end + _REACH else k


def _is_somebody(sheet: Sheet, k: int, end: int) -> bool:
    """Whether somebody is named who may call or promise, or a name within such a phrase: "de la ville de Dorval"."""
    head = _noun_after(sheet, k, end)
    return head is not None and (sheet.tokens[head].pos == "PROPN" or may_act(sheet, head))


def _noun_after(sheet: Sheet, k: int, end: int) -> int | None:
    """Head of a noun phrase that begins at a token."""
    for h in range(k, min(k + 5, end + 1)):
        token = sheet.tokens[h]
        if token.pos in ("NOUN", "PROPN"):
            return h
        if token.pos not in ("DET", "ADJ", "NUM", "PUNCT", "ADV"):
            return None
    return None


def _speaker(sheet: Sheet, i: int, content: int) -> Speaker | None:
    """Who calls or promises: "de" or "par" somebody before the content, "son" before the noun, else who gives it."""
    for k in range(i + 1, content):
        if PREPOSITIONS.get(sheet.form(k).lower(), "") in ("de", "par"):
            head = _noun_after(sheet, k + 1, content - 1)
            if head is not None and may_act(sheet, head):
                speaker = sheet.speaker(head)
                return Speaker(max(speaker.first, k + 1), min(speaker.last, content - 1), head)
    for k in range(i - 1, max(i - 4, -1), -1):
        if sheet.form(k).lower() in _OWN:
            return Speaker(k, k, k)
        if sheet.tokens[k].pos not in ("ADJ", "NUM", "DET"):
            break
    above = sheet.tokens[i].head
    given = sheet.tokens[i].dep == "obj" and sheet.tokens[above].lemma in _GIVING
    subject = sheet.subject(above) if given else None
    return None if subject is None else sheet.speaker(subject)
