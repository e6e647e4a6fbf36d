"""Words at the beginning of a content that are neither the speaker's nor what he says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dixit.extract.candidates import Candidate
from dixit.extract.cues import CLITICS
from dixit.extract.perfect import is_time
from dixit.extract.quotes import OPENING
from dixit.extract.syntax import Sheet
from dixit.lexicon import words
from dixit.types import Token

# Constructions whose content stands before its cue, or has none: their first words are a sentence's.
_OUTER: Final = frozenset(
    {"quotative", "inserted", "source", "as_told", "bare", "loose", "title_source", "answer", "heading", "colon"}
)
_DIRECT: Final = frozenset({"object", "passive", "passive_participle", "small_clause"})
_OBJECTS: Final = frozenset({"object", "object_surface"})
_LINKS: Final = frozenset({"comme", "dont"})
_BEFORE_INFINITIVE: Final = CLITICS | {"plus"}
_WHICH: Final = frozenset("dernier derniers dernière dernières passé passée précédent précédente même".split())
_YEAR: Final = 4  # digits
_LONGEST_LEAD: Final = 6  # tokens of a connective with its comma, at most ("dans le même temps,"); not measured


def connects(sheet: Sheet, lead: Sequence[int]) -> bool:
    """Whether the words before a quotation, if any, only join it to what was said: "En revanche, « ... »"."""
    said = " ".join(sheet.form(k).lower() for k in lead).replace("' ", "'")
    return said in words("connectives.fr") or all(sheet.tokens[k].pos == "CCONJ" for k in lead)


def opened(sheet: Sheet, candidate: Candidate) -> Candidate:
    """A candidate whose content begins with what is said.

    "Mais, précise-t-il, « le port rouvre »" -> "« le port rouvre »"; "le décrit comme un port" -> "un port";
    "a dit mardi que le port rouvrait" -> "le port rouvrait"; "appelle « à rouvrir »" -> "rouvrir"
    """
    first, last = candidate.pieces[0]
    narrated = sheet.quotes.around[first] < 0  # in « Enfin, a dit X, nous partons » the speaker says it
    if narrated and len(candidate.pieces) > 1 and connects(sheet, _words(sheet, first, last)):
        return replace(candidate, pieces=candidate.pieces[1:])
    mark = next((k for k in range(first, min(first + _LONGEST_LEAD, last) + 1) if sheet.form(k) == OPENING), None)
    if narrated and mark is not None and mark > first and connects(sheet, _words(sheet, first, mark - 1)):
        piece = sheet.trim(mark, last)
        return candidate if piece is None else replace(candidate, pieces=(piece, *candidate.pieces[1:]))
    if candidate.rule in _OUTER:
        return candidate
    first, last = candidate.pieces[-1]
    begin = _after_link(sheet, candidate, _after_aside(sheet, first, last), last)
    if begin == first and candidate.rule in _DIRECT and sheet.form(first - 1).lower() == "des":
        begin = first - 1  # an article, whatever the parser takes it for: "dénonce des violences"
    piece = sheet.trim(begin, last) if begin != first and begin <= last else None
    return candidate if piece is None else replace(candidate, pieces=(*candidate.pieces[:-1], piece))


def _words(sheet: Sheet, first: int, last: int) -> list[int]:
    """The tokens of a stretch that are no marks."""
    return [k for k in range(first, last + 1) if sheet.tokens[k].pos != "PUNCT"]


def _after_link(sheet: Sheet, candidate: Candidate, first: int, last: int) -> int:
    """The token after what links a content to its cue.

    After "comme" and "dont"; after "de" before an object; after "pour" before the deed of "félicite Y pour avoir
    tenu"; in a quotation that is an object, after the subordinator that stands within its marks.
    """
    word = sheet.form(first).lower()
    bare_object = candidate.rule in _OBJECTS and word in ("de", "d'") and sheet.tokens[first].pos == "ADP"
    if word in _LINKS or bare_object:
        return first + 1
    within = candidate.rule == "adjacent" or sheet.form(first - 1) == OPENING
    if within and word in ("que", "qu'"):
        return first + 1
    reason = word == "pour" and candidate.rule == "object_and"
    if reason or (within and word in ("à", "de", "d'")):
        k = first + 1
        while k < last and sheet.form(k).lower() in _BEFORE_INFINITIVE:
            k += 1
        if k <= last and sheet.tokens[k].feature("VerbForm") == "Inf":
            return first + 1
    return first


def _after_aside(sheet: Sheet, first: int, last: int) -> int:
    """The token after a time or "de son côté" at the beginning, where a clause, infinitive or noun phrase follows."""
    k = _time(sheet, first, last)
    forms = [sheet.form(j).lower() for j in range(first, min(first + 3, last + 1))]
    if forms[-1:] in (["côté"], ["part"]) and forms[0] in ("de", "pour"):
        k = first + 3
    if k == first or k > last:
        return first
    word = sheet.form(k).lower()
    if word in ("que", "qu'"):
        return k + 1
    token = sheet.tokens[k]
    follows = token.pos == "DET" or token.form == OPENING or token.feature("VerbForm") == "Inf"
    return k if follows else first


def _time(sheet: Sheet, first: int, last: int) -> int:
    """The token after a time: "mardi", "fin juillet 2019", "ces derniers jours", "la semaine dernière".

    Behind an article only one that is told from others: "le mois" may be what is talked of.
    """
    tokens = sheet.tokens
    begin = first + (tokens[first].pos == "DET")
    k = begin
    while k <= last and (
        _dates(tokens[k]) or (k > begin and len(tokens[k].form) == _YEAR and tokens[k].form.isdecimal())
    ):
        k += 1
    forms = {sheet.form(j).lower() for j in range(begin, k)}
    told_apart = begin == first or bool(forms & _WHICH)
    return k if told_apart and any(is_time(tokens[j]) for j in range(begin, k)) else first


def _dates(token: Token) -> bool:
    """Whether a word is of a time: its noun, a month's half ("mi-mai"), which of several it is."""
    form = token.form.lower()
    return is_time(token) or form.startswith("mi-") or form in _WHICH
