"""Statements about somebody: object and charge ("accuse Y de Z"), object and predicate ("juge ce projet absurde")."""

from __future__ import annotations

from collections.abc import Iterator

from dixit.extract.candidates import Candidate
from dixit.extract.cues import Cue
from dixit.extract.governed import clitic, dependents, extended, infinitive_of, make, marker, object_phrase
from dixit.extract.syntax import Range, Sheet
from dixit.lexicon import Frame

_AFTER_NOUN = frozenset({"acl:relcl", "punct", "acl", "advcl"})
_READY = frozenset({"prêt", "disposé", "disponible", "favorable"})
_READY_FORMS = frozenset({"disposé", "disposée", "disposés", "disposées"})  # the lemmatiser says "disposer"

_TO_SOMEBODY = frozenset({"promettre"})  # in 15 annotated statements of 15; "menacer" in 5 of 6


def object_and(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Il accuse Y de mentir", "Y est accusé de mensonge", "elle reproche à Y son silence": Y, and the rest

    To whom something is promised hears it and is no part of it: "promet à Y de faire Z" -> "faire Z".
    """
    person, rest = _reproached(sheet, cue) if frame.preposition == "à" else _charged(sheet, cue, frame.preposition)
    if person is None or rest is None or person == rest:
        return
    tail = extended(sheet, cue, sheet.clause(rest)) if sheet.is_infinitive(rest) else object_phrase(sheet, cue, rest)
    piece: Range | None = sheet.phrase(person, leave=_AFTER_NOUN if person < cue.main else frozenset())
    if piece is not None and piece[0] <= tail[1] and tail[0] <= piece[1]:  # "qualifie Y de Z", Z hanging on Y
        piece = sheet.trim(piece[0], tail[0] - 2) if piece[0] < tail[0] - 1 else None
    if piece is not None:
        pieces = (tail,) if cue.entry.key in _TO_SOMEBODY else (piece, tail)
        yield make(sheet, cue, frame, "object_and", pieces, nominal=True)


def _reproached(sheet: Sheet, cue: Cue) -> tuple[int | None, int | None]:
    """Heads of Y and Z in "reproche à Y Z", "lui reproche de faire Z"."""
    tokens, main = sheet.tokens, cue.main
    person = rest = None
    for k in dependents(sheet, cue):
        token, mark = tokens[k], marker(sheet, k)
        if token.dep == "nsubj:pass" or (token.dep == "nsubj" and sheet.is_passive(main)):
            rest = k if rest is None else rest
        elif token.dep in ("iobj", "obl", "obl:arg", "nmod") and (mark == "à" or token.pos == "PRON"):
            person = k if person is None else person
        elif k > main and (token.dep == "obj" or (mark == "de" and sheet.is_infinitive(k))):
            rest = k if rest is None else rest
    if person is None:
        person = clitic(sheet, main, ("lui", "leur"))
    return person, infinitive_of(sheet, cue, "de") if rest is None else rest


def _charged(sheet: Sheet, cue: Cue, preposition: str) -> tuple[int | None, int | None]:
    """Heads of Y and Z in "accuse Y de Z", "Y, accusé de Z", "présente Y comme Z"."""
    tokens, main = sheet.tokens, cue.main
    person = rest = None
    for k in dependents(sheet, cue):
        token = tokens[k]
        if token.dep in ("nsubj:pass", "obj") or (token.dep == "nsubj" and sheet.is_passive(main)):
            person = k if person is None else person
        elif k > main and marker(sheet, k) == preposition:
            rest = k if rest is None else rest
    if person is None:
        person = _implied_person(sheet, main)
    elif tokens[person].feature("PronType") == "Rel" or tokens[person].form.lower() in ("que", "qu'"):
        person = tokens[main].head if tokens[main].dep == "acl:relcl" else person
    if rest is None and preposition == "de":
        rest = infinitive_of(sheet, cue, preposition)
    if rest is None and person is not None and person > main:
        inside = [c for c in sheet.subtree(person) if c > person and marker(sheet, c) == preposition]
        quoted = [c for c in inside if sheet.quotes.around[c] != sheet.quotes.around[main]]
        rest = next(iter(quoted or inside[-1:]), None)
    return person, rest


def _implied_person(sheet: Sheet, main: int) -> int | None:
    """Who is accused without being a dependent of the verb: the noun of a participle, a subject, a clitic."""
    token = sheet.tokens[main]
    if not sheet.is_passive(main):
        return clitic(sheet, main, ("le", "la", "l'", "les"))
    if token.dep in ("acl", "amod"):
        return token.head
    if token.dep == "advcl" and not any(sheet.tokens[k].dep.startswith("aux") for k in sheet.children[main]):
        return sheet.subject(token.head)  # "Accusé de fraude, le maire ..."
    return sheet.subject(main)


def small_clause(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Il juge ce projet absurde": ce projet absurde; "elle se dit prête à partir" -> partir"""
    if cue.entry.key.startswith(("se ", "s'")):
        yield from _of_oneself(sheet, cue, frame)
        return
    person = sheet.child(cue.main, "obj", "nsubj:pass")
    if person is None:
        return
    predicate = _predicate(sheet, cue)
    if predicate is None:
        predicate = _inner_predicate(sheet, cue, person)
    if predicate is None:
        return
    what, how = sheet.phrase(person), extended(sheet, cue, sheet.clause(predicate))
    pieces = (what, how) if person < cue.main else ((min(what[0], how[0]), max(what[1], how[1])),)
    yield make(sheet, cue, frame, "small_clause", pieces, nominal=False)


def _predicate(sheet: Sheet, cue: Cue) -> int | None:
    """Head of what is said of the object, where the parser hangs it on the verb."""
    tokens = sheet.tokens
    for k in dependents(sheet, cue):
        if k < cue.main or tokens[k].dep not in ("xcomp", "advmod", "obl", "amod", "ccomp"):
            continue
        fits = tokens[k].pos in ("ADJ", "VERB", "NOUN", "ADP", "PROPN") and marker(sheet, k) in ("", "comme")
        if fits and not sheet.is_infinitive(k):
            return k
    return None


def _inner_predicate(sheet: Sheet, cue: Cue, person: int) -> int | None:
    """The same where the parser hangs it on the object: "considère le texte inacceptable", "... comme un allié"."""
    tokens = sheet.tokens
    for k in sheet.subtree(person):
        if k <= max(person, cue.main):
            continue
        if marker(sheet, k) == "comme" or (tokens[k].head == person and tokens[k].dep in ("amod", "acl", "appos")):
            return k
    return None


def _of_oneself(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Elle se dit satisfaite": satisfaite; "il se dit prêt à partir" -> partir"""
    tokens = sheet.tokens
    predicate = _said_of_oneself(sheet, cue)
    if predicate is None:
        return
    that = next((k for k in sheet.children[predicate] if tokens[k].dep == "ccomp" and marker(sheet, k) == "que"), None)
    inner = that
    if inner is None and (tokens[predicate].lemma in _READY or sheet.form(predicate).lower() in _READY_FORMS):
        after = [k for k in sheet.children[predicate] if k > predicate]
        inner = next((k for k in after if sheet.is_infinitive(k)), None)
        if inner is None:
            inner = next((k for k in after if tokens[k].dep.startswith("obl")), None)
    if inner is None:
        first, last = extended(sheet, cue, sheet.clause(predicate))
        piece = (max(first, cue.main + 1), last)
        yield make(sheet, cue, frame, "predicate", (piece,), nominal=False)
        return
    clausal = inner == that or sheet.is_infinitive(inner)
    piece = extended(sheet, cue, sheet.clause(inner)) if clausal else object_phrase(sheet, cue, inner)
    yield make(sheet, cue, frame, "ready", (piece,), nominal=False, cue_span=(cue.span[0], predicate))


def _said_of_oneself(sheet: Sheet, cue: Cue) -> int | None:
    """Head of what somebody says of himself: hanging on the verb, or the verb hanging on it like an auxiliary."""
    tokens = sheet.tokens
    token = tokens[cue.main]
    if token.dep in ("aux", "aux:pass", "cop", "advmod") and cue.main < token.head <= cue.main + 4:
        return token.head
    for k in dependents(sheet, cue):
        if k < cue.main or tokens[k].dep in ("nsubj", "punct", "parataxis", "conj", "dep"):
            continue
        if tokens[k].pos in ("ADJ", "VERB", "NOUN", "PROPN", "ADP") and marker(sheet, k) in ("", "comme"):
            return None if sheet.is_infinitive(k) else k
    return None
