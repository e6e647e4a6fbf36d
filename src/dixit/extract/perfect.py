"""Which auxiliary a verb form has, also where the parser parts them: a perfect, a passive, a finite verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dixit.extract.classes import sorts_of
from dixit.lexicon import words
from dixit.types import Token

if TYPE_CHECKING:
    from dixit.extract.syntax import Sheet

_PARTED = 60  # tokens between an auxiliary and the last participle that it serves; not measured
# Verbs whose perfect takes être, so that "est revenu sur" is no passive.
_WITH_BE = frozenset(
    "aller venir revenir devenir convenir intervenir parvenir arriver partir rester tomber entrer sortir".split()
)
_TOO = frozenset({"elle", "lui", "eux", "elles", "aussi", "même"})
_OBJECT_STARTS = frozenset(
    {"que", "qu'", "le", "la", "l'", "les", "un", "une", "ce", "cet", "cette", "ces", "son", "sa"}
)
_OBJECT = 5  # tokens from an object's first word to its noun; not measured
_ASIDE = 6  # tokens between an auxiliary and its participle ("aurait, entre autres, demandé"); not measured
_CLIMB = 12  # relations up from a coordinated verb that are looked at


def perfect_with_be(sheet: Sheet, i: int) -> bool:
    """Whether a participle with être is a perfect: "sont convenus"; "a été convenu" is a passive."""
    if sheet.tokens[i].lemma not in _WITH_BE:
        return False
    own = [sheet.tokens[k] for k in sheet.children[i] if k < i]
    nobody = any(token.form.lower() == "été" or token.dep == "expl" for token in own)
    return sheet.tokens[i].lemma != "convenir" or not (nobody or sheet.agent(i) is not None)


def stands_apart(sheet: Sheet, i: int) -> bool:
    """Whether a participle is an aside without an auxiliary: "..., accusée de corruption"."""
    token = sheet.tokens[i]
    apart = token.dep == "parataxis" and token.feature("VerbForm") == "Part" and sheet.form(i - 1) == ","
    return apart and all(sheet.tokens[k].pos != "AUX" for k in range(max(0, i - _ASIDE), i))


def has_acted(sheet: Sheet, i: int) -> bool:
    """Whether a form of avoir is a participle's only auxiliary: "avait reconnu", whatever its subject is called."""
    own = [sheet.tokens[k] for k in sheet.children[i] if sheet.tokens[k].pos == "AUX" and k < i]
    return all(token.lemma == "avoir" for token in own) if own else acting(sheet, i) is not None


def acting(sheet: Sheet, i: int) -> int | None:
    """The perfect whose auxiliary a participle without one of its own has, by what stands before and after it.

    "Le port a, lui, annoncé" -> a; "X a dénoncé la hausse et accusé le maire" -> dénoncé
    """
    token = sheet.tokens[i]
    if token.feature("VerbForm") != "Part" or token.feature("Tense") == "Pres":
        return None
    if token.feature("Gender") == "Fem" or token.feature("Number") == "Plur":
        return None
    return _parted(sheet, i) if any(_is_have(sheet, k) for k in range(i - _PARTED, i)) else None


def _is_have(sheet: Sheet, k: int) -> bool:
    """Whether a token is a finite form of avoir."""
    return k >= 0 and sheet.tokens[k].lemma == "avoir" and sheet.tokens[k].feature("VerbForm") == "Fin"


def _parted(sheet: Sheet, i: int) -> int | None:
    """The auxiliary before an aside: "a, lui, annoncé", "avait elle aussi dénoncé"; else a perfect before "et"."""
    first = sheet.sentence(i)[0]
    k = i - 1
    while k > first and (sheet.tokens[k].pos == "ADV" or sheet.form(k).lower() in _TOO):
        k -= 1
    if _is_have(sheet, k):
        return k
    if sheet.form(k) == ",":
        beside = (j for j in range(k - 1, max(first, i - _PARTED), -1) if _is_have(sheet, j))
        near = next((j for j in beside if sheet.form(j + 1) == ","), None)
        if near is not None:
            return near
    listed = sheet.tokens[i].dep == "conj" or (i + 1 < len(sheet.tokens) and sheet.tokens[i + 1].pos == "DET")
    goes_on = sheet.form(i - 1) == "et" or (sheet.form(i - 1) == "," and listed)
    return _perfect_before(sheet, i) if goes_on and _begins_object(sheet, i + 1) else None


def _begins_object(sheet: Sheet, k: int) -> bool:
    """Whether an object follows: "que ...", "le maire", "Anna Petit"; no time ("la veille") and no agent ("par")."""
    form, tokens = sheet.form(k).lower(), sheet.tokens
    if k >= len(tokens) or not (form in _OBJECT_STARTS or tokens[k].pos == "PROPN"):
        return False
    end = sheet.sentence(k)[1]
    nouns = (h for h in range(k, min(k + _OBJECT, end + 1)) if tokens[h].pos in ("NOUN", "PROPN"))
    head = next(nouns, None) if form not in ("que", "qu'") else None
    if head is not None and is_time(tokens[head]):
        return False
    stops = (
        h for h in range(k, end + 1) if tokens[h].pos == "PUNCT" or sheet.form(h).lower() in ("de", "d'", "que", "par")
    )
    return form in ("que", "qu'") or sheet.form(next(stops, end)).lower() != "par"


def is_time(token: Token) -> bool:
    """Whether a noun is a time: "la veille", "le mois dernier", "lundi"."""
    return sorts_of(token).startswith("T") or token.lemma in words("days.fr")


def _perfect_before(sheet: Sheet, i: int) -> int | None:
    """The nearest verb of the sentence before a participle with a finite avoir, on the same side of quotation marks."""
    around = sheet.quotes.around
    for k in range(i - 1, max(sheet.sentence(i)[0] - 1, i - _PARTED), -1):
        token = sheet.tokens[k]
        if token.pos == "VERB" and around[k] == around[i] and any(_is_have(sheet, c) for c in sheet.children[k]):
            return k if sheet.same_paragraph(k, i) and token.dep != "acl:relcl" else None
    return None


def finite_above(sheet: Sheet, i: int, head: int) -> int:
    """What a coordinated verb shares its subject with: a finite one goes on from a finite one.

    "X a accusé Y de jouer avec Z, et a appelé": what X accuses Y of has no "et a appelé" beside it
    """
    tokens = sheet.tokens
    if tokens[i].dep != "conj" or not is_finite(sheet, i):
        return head
    at = head
    for _ in range(_CLIMB):
        if tokens[at].pos in ("VERB", "AUX") and is_finite(sheet, at):
            return at
        if tokens[at].head == at:
            break
        at = tokens[at].head
    return head


def is_finite(sheet: Sheet, i: int) -> bool:
    """Whether a verb or its auxiliary is finite: "appelle", "a appelé"."""
    return any(
        sheet.tokens[k].feature("VerbForm") == "Fin"
        for k in (i, *sheet.children[i])
        if k == i or sheet.tokens[k].dep.startswith(("aux", "cop"))
    )
