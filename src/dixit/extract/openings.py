"""Words at the beginning of a content that are neither the speaker's nor what he says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dixit.extract.candidates import Candidate
from dixit.extract.quotes import OPENING
from dixit.extract.syntax import Sheet
from dixit.lexicon import words

# Constructions whose content stands before its cue, or has none: their first words are a sentence's.
_OUTER: Final = frozenset(
    {"quotative", "inserted", "source", "as_told", "bare", "loose", "title_source", "answer", "heading", "colon"}
)
_DIRECT: Final = frozenset({"object", "passive", "passive_participle", "small_clause"})
_OBJECTS: Final = frozenset({"object", "object_surface"})
_LINKS: Final = frozenset({"comme", "dont"})
_CLITICS: Final = frozenset(
    {"ne", "n'", "pas", "plus", "se", "s'", "y", "en", "le", "la", "les", "l'", "lui", "leur", "nous"}
)
_MONTHS: Final = frozenset(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)
_SPANS: Final = frozenset({"semaine", "semaines", "mois", "année", "années", "an", "ans", "jour", "jours", "week-end"})
_WHICH: Final = frozenset(
    "dernier derniers dernière dernières passé passée précédent précédente même soir matin midi".split()
)


_LONGEST_LEAD: Final = 6  # tokens of a connective with its comma, at most ("dans le même temps,"); not measured
_YEAR: Final = 4  # digits


def connects(sheet: Sheet, lead: Sequence[int]) -> bool:
    """Whether the words before a quotation only join it to what was said: "Mais « ... »", "En revanche, « ... »"."""
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
        while k < last and sheet.form(k).lower() in _CLITICS:
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
    """The token after a time: "mardi", "fin juillet", "ces derniers jours", "la semaine dernière"."""
    k = first
    while k < last and (
        sheet.form(k).lower() in _WHICH | {"début", "fin", "mi", "-"} or (sheet.tokens[k].pos == "DET" and k == first)
    ):
        k += 1
    word = sheet.form(k).lower()
    day = word in words("days.fr") or word.removeprefix("mi-") in _MONTHS
    if not (day or word in _SPANS) or (day and k > first and sheet.tokens[first].pos == "DET"):
        return first
    k += 1
    if not day or sheet.form(k - 1).lower() in words("days.fr"):
        which = k > first + 2
    else:
        which = True
        if k <= last and sheet.form(k).isdecimal() and len(sheet.form(k)) == _YEAR:
            k += 1
    while k <= last and sheet.form(k).lower() in _WHICH:
        k, which = k + 1, True
    return k if day or which else first
