"""Trigger -> who may take part in its event: the nominals near it, each with the slot in which it stands.

A slot is a place in the event's frame, the same in the active and the passive: ``subj`` who acts, ``obj`` who
undergoes, ``poss`` a possessive, ``adj`` an adjective of nationality, else the preposition. ``^subj`` is the subject of
the word that the trigger hangs on, ``^^`` one step higher, ``far`` anywhere else in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dixit.extract.people import adjective, noun
from dixit.extract.syntax import VERBAL, Range, Sheet
from dixit.extract.triggers import Trigger
from dixit.folding import fold
from dixit.types import Span, Token

_MOST: Final = 14  # nominals looked at for one trigger; a sentence that names more is a list
_REACH: Final = 4  # steps up from the trigger
_ROLES: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "obl:arg", "obl:mod"})
_RELATIVES: Final = frozenset({"qui", "que", "qu'", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"})
_NOBODY: Final = frozenset({"ce", "c'", "cela", "ça", "y", "en", "se", "s'", "rien", "quoi", "tout"})
_POSSESSIVES: Final = frozenset(
    {"son", "sa", "ses", "leur", "leurs", "notre", "nos", "mon", "ma", "mes", "votre", "vos"}
)
_PRONOUNS: Final = frozenset(
    {"il", "ils", "elle", "elles"}
)  # a personal pronoun that the parser takes for an empty one
_DATIVES: Final = frozenset({"lui", "leur"})
# What a participant's phrase leaves out of its head's tree.
_LEFT_OUT: Final = frozenset(
    {"conj", "acl:relcl", "acl", "parataxis", "advcl", "advmod", "ccomp", "nsubj", "discourse"}
)
# Adjectives that stand for a body: "violences policières", "forces gouvernementales".
_OFFICIAL: Final = frozenset(
    "policier policière policiers policières gouvernemental gouvernementale gouvernementaux gouvernementales "
    "parlementaire parlementaires syndical syndicale syndicaux syndicales".split()
)
# Adverbs that the parser takes for the head of a number: "Plus de 100 personnes ont manifesté".
_ABOUT: Final = frozenset({"plus", "moins", "près"})
_UNITS: Final = frozenset({"PER", "ORG", "LOC"})


@dataclass(frozen=True, slots=True)
class Near:
    """A nominal near a trigger."""

    head: int  # token index
    slot: str
    joined: bool  # whether it is coordinated with the one that stands in the slot


def nearby(sheet: Sheet, trigger: Trigger) -> list[Near]:
    """Nominals that may take part, in text order; each once, in its surest slot.

    "Le ministre a été reçu à Genève par ses homologues" (reçu) -> obj ministre, à Genève, subj homologues
    """
    inside = set(range(trigger.head, trigger.last + 1))
    found: dict[int, Near] = {}
    for near in (*_own(sheet, trigger), *_above(sheet, trigger), *_far(sheet, trigger)):
        for member in _members(sheet, near):
            if member.head not in found and member.head not in inside and len(found) < _MOST:
                found[member.head] = member
    return sorted(found.values(), key=lambda near: near.head)


def _members(sheet: Sheet, near: Near) -> Iterator[Near]:
    """A nominal and those coordinated with it."""
    yield near
    todo = [near.head]
    while todo:
        for k in sheet.children[todo.pop()]:
            if sheet.tokens[k].dep == "conj" and sheet.tokens[k].pos not in VERBAL:
                yield replace(near, head=k, joined=True)
                todo.append(k)


def _own(sheet: Sheet, trigger: Trigger) -> Iterator[Near]:
    """What hangs on the trigger's words, and the subject that its verb shares."""
    for word in range(trigger.head, trigger.last + 1):
        if word == trigger.head or sheet.tokens[word].pos not in ("ADP", "DET"):
            yield from _hanging(sheet, word, "")
    if trigger.verbal:
        subject = sheet.subject(trigger.head)
        if subject is not None and _is_somebody(sheet, subject):
            yield Near(subject, "obj" if sheet.is_passive(trigger.head) else "subj", False)
        yield from _shared_object(sheet, trigger.head)


def _shared_object(sheet: Sheet, verb: int) -> Iterator[Near]:
    """The object that a verb shares with one coordinated after it: "a interpellé et relâché deux hommes"."""
    if sheet.child(verb, "obj", "nsubj:pass", "ccomp", "xcomp") is not None or sheet.is_passive(verb):
        return
    for k in sheet.children[verb]:
        if sheet.tokens[k].dep == "conj" and sheet.tokens[k].pos == "VERB":
            shared = sheet.child(k, "obj")
            if shared is not None and _is_somebody(sheet, shared):
                yield Near(shared, "obj", False)


def _hanging(sheet: Sheet, word: int, above: str, *, but: int = -1) -> Iterator[Near]:
    """The nominals that hang on a word, one of its dependents left out."""
    passive = sheet.tokens[word].pos in VERBAL and sheet.is_passive(word)
    for k in sheet.children[word]:
        if k == but:
            continue
        slot = _slot(sheet, k, passive=passive)
        if slot is not None and _is_somebody(sheet, k):
            yield Near(k, above + slot, False)


def _slot(sheet: Sheet, k: int, *, passive: bool) -> str | None:  # noqa: PLR0911 - one way out a slot
    """The slot of a dependent; None: it can be no participant."""
    token = sheet.tokens[k]
    form = token.form.lower()
    if token.dep in ("nsubj:pass", "obj") or (token.dep == "nsubj" and passive):
        return "à" if form in _DATIVES and token.pos == "PRON" else "obj"
    if token.dep in ("nsubj", "obl:agent") or (token.dep == "expl" and form in _PRONOUNS):
        return "subj"
    if token.dep == "iobj":
        return "à"
    if token.dep == "amod":
        return "adj" if nationality(token.form) or form in _OFFICIAL else None
    if token.dep == "det" or token.pos == "DET":
        return "poss" if form in _POSSESSIVES else None
    if token.dep in _ROLES or token.dep.startswith(("obl", "nmod")):
        case = next((sheet.tokens[c] for c in sheet.children[k] if sheet.tokens[c].dep == "case" and c < k), None)
        return case.lemma if case else "nu"
    return "appos" if token.dep in ("appos", "flat") and token.ent else None


def _above(sheet: Sheet, trigger: Trigger) -> Iterator[Near]:
    """What hangs on the words above: "a mené une attaque contre Nord", "les victimes de l'attaque"."""
    at, mark = trigger.head, ""
    for _ in range(_REACH):
        head = sheet.tokens[at].head
        if head == at:
            return
        mark += "^"
        if sheet.tokens[head].pos in VERBAL:
            subject = sheet.subject(head)
            if subject is not None and _is_somebody(sheet, subject):
                yield Near(subject, mark + ("obj" if sheet.is_passive(head) else "subj"), False)
        elif _is_somebody(sheet, head):
            yield Near(head, mark + sheet.tokens[at].dep, False)
        yield from _hanging(sheet, head, mark, but=at)
        at = head


def _far(sheet: Sheet, trigger: Trigger) -> Iterator[Near]:
    """Names and known nouns elsewhere in the sentence, the nearest first."""
    first, last = sheet.sentence(trigger.head)
    others = [k for k in range(first, last + 1) if _begins_name(sheet, k) or _is_known(sheet.tokens[k])]
    for k in sorted(others, key=lambda k: (abs(k - trigger.head), k)):
        yield Near(k, "far<" if k < trigger.head else "far>", False)


def _begins_name(sheet: Sheet, k: int) -> bool:
    """Whether a token is the head of a named entity."""
    token = sheet.tokens[k]
    return token.ent in _UNITS and (token.head == k or sheet.tokens[token.head].ent != token.ent)


def _is_known(token: Token) -> bool:
    return token.pos == "NOUN" and token.ent == "" and noun(token.form) is not None


def _is_somebody(sheet: Sheet, k: int) -> bool:
    """Whether a token can name a participant: a noun, a name, a number, or a pronoun that stands for somebody."""
    token = sheet.tokens[k]
    form = token.form.lower()
    if token.pos == "PRON":
        return form not in _NOBODY and form not in _RELATIVES and (token.dep != "expl" or form in _PRONOUNS)
    if token.pos == "ADJ":
        return nationality(token.form) or form in _OFFICIAL or token.dep not in ("amod", "xcomp", "root")
    if token.pos == "ADV":
        return form in _ABOUT and token.dep in ("nsubj", "nsubj:pass", "obj", "obl:agent")
    return token.pos in ("NOUN", "PROPN", "NUM", "X") or form in _POSSESSIVES


@lru_cache(maxsize=1 << 14)
def nationality(form: str) -> bool:
    """Whether a word is an adjective of a state or people: russe, interafghan, américano-taliban."""
    plain = fold(form)
    if adjective(plain) or adjective(plain.removeprefix("inter")):
        return True
    first, _, second = plain.partition("-")
    return bool(second) and bool(adjective(second) or (first.endswith("o") and second in _GROUPS))


_GROUPS: Final = frozenset(
    {"taliban", "talibans", "talibane", "kurde", "kurdes", "arabe", "arabes", "onusien", "onusienne"}
)


def kind_of(token: Token) -> str:  # noqa: PLR0911 - one way out a kind
    """What a nominal names, roughly: PER, ORG, LOC, person, body, pron, adj, num, noun ..."""
    if token.ent:
        return token.ent
    if token.pos == "PRON":
        return "pron"
    if token.pos == "DET":
        return "poss"
    if token.pos == "ADJ":
        return "adj"
    known = noun(token.form)
    if known:
        return known.sort
    if token.form[:1].isupper() and adjective(token.form):
        return "people"
    return token.pos.lower()


def span_of(sheet: Sheet, near: Near) -> Span:
    """The characters that name a participant: the noun phrase without clauses and without what is coordinated."""
    token = sheet.tokens[near.head]
    if token.pos in ("PRON", "DET", "ADJ"):
        start = token.end - len(token.form.lstrip("-").removeprefix("t-"))
        return Span(start, token.end)
    first, last = _phrase(sheet, near.head)
    return sheet.span(first, last)


def _phrase(sheet: Sheet, head: int) -> Range:
    first, last = sheet.phrase(head, leave=_LEFT_OUT)
    begin, end = sheet.sentence(head)
    return max(first, begin), min(last, end)
