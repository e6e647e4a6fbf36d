"""Word lists and frame lexicons, read once from ``words/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, cast

from dixit.types import EventType


class Frame(NamedTuple):
    """One way in which a verb takes the content of a statement."""

    kind: str  # q, c, i, de, à, n, p, y, s: see words/cues.fr.tsv
    preposition: str  # of the kinds p and y, else ""
    sure: bool  # whether the frame alone is a good sign of a statement


class Entry(NamedTuple):
    """A reporting verb or phrase: its key in the lexicon, the words after the verb, its frames."""

    key: str
    rest: tuple[str, ...]  # ("en", "garde") for "mettre en garde"; () for a plain verb
    frames: tuple[Frame, ...]

    def frame(self, kind: str) -> Frame | None:
        """The first frame of that kind, or None."""
        return next((frame for frame in self.frames if frame.kind == kind), None)


class Sense(NamedTuple):
    """One kind of event that a word can tell of."""

    type: EventType
    mode: str | None  # PLOVER's; None: none
    actors: frozenset[str]  # slots, see words/event-triggers.fr.tsv
    recipients: frozenset[str]
    beside: frozenset[str]  # words one of which stands beside; empty: none need


class Happening(NamedTuple):
    """A word or phrase that can tell of an event."""

    key: str
    rest: tuple[str, ...]  # ("d'", "état") for "coup d'état"; () for a single word
    sure: str  # how surely it tells of one: "+", "=" or "?"
    senses: tuple[Sense, ...]  # in the order of the lexicon


def _lines(name: str) -> list[str]:
    """Lines of a word list without comments and blanks."""
    text = (files("dixit") / "words" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of ``words/NAME.txt``, one a line, in the order of the file, where the first of two counts."""
    return tuple(line.strip() for line in _lines(f"{name}.txt"))


@cache
def words(name: str) -> frozenset[str]:
    """The same to look up."""
    return frozenset(entries(name))


# What a word may carry in political speech: see words/tone.fr.tsv.
TONES: Final = "NPCDEOWX"
Tone = tuple[int, ...]  # how strongly a word carries each of TONES, 0 to 4


@cache
def tones(language: str) -> Mapping[str, Tone]:
    """Forms in small letters that carry something, from ``words/tone.LANGUAGE.tsv``."""
    found = {}
    for line in _lines(f"tone.{language}.tsv"):
        form, code = line.split("\t", 1)
        given = dict(zip(code[::2], map(int, code[1::2]), strict=True))
        found[form] = tuple(given.get(tone, 0) for tone in TONES)
    return found


@cache
def noun_sorts(language: str) -> Mapping[str, str]:
    """Forms of nouns in small letters -> what they name, one or two letters: see ``words/nouns.LANGUAGE.tsv``."""
    return dict(line.split("\t", 1) for line in _lines(f"nouns.{language}.tsv"))


@cache
def governors(language: str) -> Mapping[str, str]:
    """Lemmas -> what they say of an event that hangs on them: see ``words/governors.LANGUAGE.tsv``."""
    return dict(line.split("\t", 1) for line in _lines(f"governors.{language}.tsv"))


def _frame(code: str) -> Frame:
    """From "p:sur?": Frame("p", "sur", sure=False)."""
    sure = not code.endswith("?")
    kind, _, preposition = code.rstrip("?").partition(":")
    return Frame(kind, preposition, sure)


@cache
def cue_forms(language: str) -> Mapping[str, str]:
    """Forms of reporting verbs that are no other common word, with their lemmas."""
    return dict(line.split("\t", 1) for line in _lines(f"cue-forms.{language}.tsv"))


@cache
def cues(language: str) -> Mapping[str, tuple[Entry, ...]]:
    """Reporting verbs by their first word's lemma, reflexives as "se VERB"; phrases before plain verbs."""
    found: dict[str, list[Entry]] = {}
    for line in _lines(f"cues.{language}.tsv"):
        key, _, codes = line.partition("\t")
        head = key.replace("s'", "se ", 1) if key.startswith("s'") else key
        parts = head.split()
        size = 3 if parts[:2] == ["se", "en"] else 2 if parts[0] == "se" else 1
        rest = tuple(" ".join(parts[size:]).replace("'", "' ").split())
        entry = Entry(key, rest, tuple(_frame(code) for code in codes.split()))
        found.setdefault(" ".join(parts[:size]), []).append(entry)
    return {verb: tuple(sorted(entries, key=lambda e: -len(e.rest))) for verb, entries in found.items()}


@cache
def happenings(language: str) -> Mapping[tuple[str, str], tuple[Happening, ...]]:
    """Words that can tell of an event, by first word's lemma ("se VERB") and part of speech; phrases first."""
    senses: dict[tuple[str, str, str], list[Sense]] = {}
    for line in _lines(f"event-triggers.{language}.tsv"):
        key, pos, sure, kind, mode, frame, beside = line.split("\t")
        actors, _, recipients = frame.partition(">")
        sense = Sense(
            cast("EventType", kind), None if mode == "-" else mode, _slots(actors), _slots(recipients), _slots(beside)
        )
        senses.setdefault((key, pos, sure), []).append(sense)
    found: dict[tuple[str, str], list[Happening]] = {}
    for (key, pos, sure), own in senses.items():
        size = 2 if key.startswith("se ") else 1
        parts = key.split()
        rest = tuple(" ".join(parts[size:]).replace("'", "' ").split())
        found.setdefault((" ".join(parts[:size]), pos), []).append(Happening(key, rest, sure, tuple(own)))
    return {word: tuple(sorted(own, key=lambda h: -len(h.rest))) for word, own in found.items()}


def _slots(code: str) -> frozenset[str]:
    """From "subj,à"; "-" and "" stand for none."""
    return frozenset(code.split(",")) - {"-", ""}
