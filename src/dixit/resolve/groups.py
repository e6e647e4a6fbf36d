"""Name mentions -> groups of the same name: "Edouard Philippe", "M. Philippe" and "Philippe" are one.

A shorter name joins the fullest one that holds its words, wherever that stands in the document. Acronyms join
what they stand beside in brackets.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dixit.extract.acronyms import SHORTEST, SMALL, initials, letters_of
from dixit.extract.people import civility, first_name, noun, press, seat, state
from dixit.folding import fold
from dixit.types import Gender, Kind, Mention, Parsed, Span

_ARTICLES: Final = frozenset(["le", "la", "les", "l'", "l", "un", "une"])


@dataclass(slots=True)
class NameGroup:
    """Mentions by name of one person or body."""

    kind: Kind
    words: tuple[str, ...]  # folded words of the fullest name
    gender: Gender
    members: list[int] = field(default_factory=list)  # indices of mentions, in text order
    acronym: bool = False


class NameWords:
    """The words of each name in a document, read once."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._known: dict[Span, tuple[str, ...]] = {}

    def __call__(self, mention: Mention) -> tuple[str, ...]:
        """Folded words without civility and article: "M. Ali al-Roux" -> ("ali", "al-roux")."""
        found = self._known.get(mention.span)
        if found is None:
            found = self._known[mention.span] = tuple(self._read(mention)) or (str(mention.span.start),)
        return found

    def _read(self, mention: Mention) -> list[str]:
        found: list[str] = []
        tokens, at = self._parsed.tokens, mention.head
        while at > 0 and tokens[at - 1].start >= mention.span.start:
            at -= 1
        while at < len(tokens) and tokens[at].start < mention.span.end:
            form = tokens[at].form
            word = fold(form)  # "" for a lone accent
            if word and not civility(form) and form not in "()" and (found or word not in _ARTICLES):
                found.append(word)
            at += 1
        return found

    def plain(self, mention: Mention) -> str:
        """The words as one text: ("cote", "d'", "ivoire") -> "cote d'ivoire"."""
        return plain_name(self(mention))

    def seat(self, mention: Mention) -> str | None:
        """Key of the state whose capital or seat a mention names; None: it names none."""
        return seat(self.plain(mention)) if mention.form == "name" else None


def group_names(parsed: Parsed, mentions: Sequence[Mention], words_of: NameWords) -> list[NameGroup]:
    """Groups of name mentions, the fuller names first."""
    spelled: dict[tuple[tuple[str, ...], bool], NameGroup] = {}
    for index, mention in enumerate(mentions):
        if mention.form != "name":
            continue
        words = words_of(mention)
        key = state(plain_name(words)) if mention.kind != "person" else None
        spelling = ((key,) if key else words, _beside_body(parsed, mention))
        group = spelled.setdefault(spelling, NameGroup(mention.kind, words, mention.gender))
        group.members.append(index)
        group.acronym = group.acronym or (len(words) == 1 and bool(letters_of(parsed.tokens[mention.head].form)))
        group.gender = group.gender or mention.gender
    for group in spelled.values():
        kinds = [mentions[index].kind for index in group.members]
        group.kind = max(kinds, key=lambda kind: (kind != "unknown", kinds.count(kind), kind == "person"))
        if group.kind == "unknown" and press(group.words):
            group.kind = "organisation"
    groups = sorted(spelled.values(), key=lambda g: (-len(g.words), g.members[0]))
    return _join_spelled(parsed, mentions, _join_acronyms(parsed, mentions, _join_parts(mentions, groups)))


def _beside_body(parsed: Parsed, mention: Mention) -> bool:
    """Whether a word names a body because of the noun before it: Roux in "l'administration Roux"."""
    if mention.kind != "organisation" or parsed.tokens[mention.head].start != mention.span.start or not mention.head:
        return False
    known = noun(parsed.tokens[mention.head - 1].form)
    return known is not None and known.sort == "body"


def _holds(full: NameGroup, part: NameGroup) -> bool:
    """Whether a person's fuller name has all the words of a shorter one, and no other gender."""
    if full is part or len(full.words) <= len(part.words):
        return False
    if not all(any(word == other or other.endswith("-" + word) for other in full.words) for word in part.words):
        return False
    # "Ali" alone is not Mohamed Ali Roux
    return len(part.words) > 1 or part.words[0] in (full.words[-1], full.words[0]) or first_name(part.words[0]) is None


def _join_parts(mentions: Sequence[Mention], groups: list[NameGroup]) -> list[NameGroup]:
    """Shorter names of persons go to the fuller ones, mention by mention where there are several."""
    kept: list[NameGroup] = []
    persons: dict[str, list[NameGroup]] = {}  # by each word of their names
    for group in groups:
        candidates = persons.get(group.words[0], []) if _joinable(group) else []
        fuller = [other for other in candidates if _holds(other, group)]
        rest = [index for index in group.members if not _give(mentions, fuller, index)] if fuller else group.members
        if not rest:
            continue
        group.members = rest
        kept.append(group)
        if group.kind == "person":
            for called in {piece for word in group.words for piece in _ends(word)}:
                persons.setdefault(called, []).append(group)
    for group in kept:
        group.members.sort()
    return kept


def _ends(word: str) -> list[str]:
    """What a shorter name may call a word: "al-roux" -> al-roux, roux."""
    parts = word.split("-")
    return ["-".join(parts[k:]) for k in range(len(parts))]


def _joinable(group: NameGroup) -> bool:
    return group.kind == "person" or (group.kind == "unknown" and len(group.words) == 1)


def _give(mentions: Sequence[Mention], fuller: list[NameGroup], index: int) -> bool:
    """Add a mention to the nearest fuller name of its gender; False: none has it."""
    gender = mentions[index].gender
    fitting = [group for group in fuller if not gender or not group.gender or gender == group.gender]
    if not fitting:
        return False
    before = [group for group in fitting if group.members[0] < index]
    best = max(before, key=lambda g: g.members[bisect_left(g.members, index) - 1]) if before else fitting[0]
    insort(best.members, index)
    best.gender = best.gender or gender
    return True


def _join_acronyms(parsed: Parsed, mentions: Sequence[Mention], groups: list[NameGroup]) -> list[NameGroup]:
    """Make one of "Organisation de la Conférence islamique (OCI)" and of "OCI (Organisation ...)"."""
    home = {index: group for group in groups for index in group.members}
    ends = {mention.span.end: index for index, mention in enumerate(mentions) if index in home}
    text = parsed.document.text
    for index in sorted(home):
        mention = mentions[index]
        start = mention.span.start
        if mention.kind == "person" or start < 3 or text[start - 1] != "(" or mention.span.end >= len(text):
            continue
        if text[mention.span.end] not in "),;:":
            continue
        before = ends.get(start - 2)
        one, other = home[index], home.get(before) if before is not None else None
        if other is None or other is one or other.kind == "person" or not _stands_for(one.words, other.words):
            continue
        other.members = sorted({*other.members, *one.members})
        for member in one.members:
            home[member] = other
        groups = [group for group in groups if group is not one]
    return groups


def _join_spelled(parsed: Parsed, mentions: Sequence[Mention], groups: list[NameGroup]) -> list[NameGroup]:
    """Make one of an acronym and of the only body in the document whose name has its first letters.

    Two letters are shared by chance: the words must have capitals ("Port Uni"), or brackets show it.
    """
    bodies: dict[str, list[NameGroup]] = {}
    for group in groups:
        if len(group.words) > 1 and group.kind in ("organisation", "unknown"):
            bodies.setdefault(initials(group.words), []).append(group)
    kept = []
    for group in groups:
        short = group.kind in ("organisation", "unknown") and len(group.words) == 1 and group.acronym
        full = bodies.get(group.words[0], []) if short else []
        if len(full) == 1 and _may_spell(parsed, mentions, group, full[0]):
            full[0].members = sorted(full[0].members + group.members)
        else:
            kept.append(group)
    return kept


def _may_spell(parsed: Parsed, mentions: Sequence[Mention], short: NameGroup, full: NameGroup) -> bool:
    """Whether nothing speaks against an acronym and a name with its first letters being one."""
    if len(short.words[0]) <= SHORTEST:
        return any(_has_capitals(parsed, mentions[index]) for index in full.members)
    starts = [sentence.first for sentence in parsed.sentences]
    here: dict[int, list[int]] = {}
    for index in short.members:
        here.setdefault(bisect_left(starts, mentions[index].head + 1), []).append(mentions[index].head)
    return not any(
        _are_two(parsed, one, mentions[index].head)
        for index in full.members
        for one in here.get(bisect_left(starts, mentions[index].head + 1), ())
    )


def _has_capitals(parsed: Parsed, mention: Mention) -> bool:
    """Whether all words of a name but the small ones have capitals."""
    text = parsed.document.text[mention.span.start : mention.span.end]
    forms = text.replace("'", " ").replace("’", " ").split()
    return all(form[0].isupper() for form in forms if fold(form) not in SMALL)


_ACTS: Final = ("nsubj", "nsubj:pass", "obl:agent", "conj")


def _are_two(parsed: Parsed, one: int, other: int) -> bool:
    """Whether two names in a sentence are two bodies: one acts beside the other, and neither explains the other."""
    tokens = parsed.tokens
    explains = tokens[one].head == other or tokens[other].head == one
    if explains and "conj" not in (tokens[one].dep, tokens[other].dep):
        return False
    return tokens[one].dep in _ACTS or tokens[other].dep in _ACTS


def _stands_for(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one of two names is an acronym of the other: their first letters agree."""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    if len(short) != 1 or len(long) < 2:
        return False
    initials = [word[0] for word in long if len(word) > 2 or word == long[-1]]
    letters = [c for c in short[0] if c.isalpha()]
    shared = sum(1 for c in letters if c in initials)
    return bool(letters) and shared * 2 >= len(letters)


def plain_name(words: Sequence[str]) -> str:
    """Words of a name as one text: ("cote", "d'", "ivoire") -> "cote d'ivoire"."""
    return " ".join(words).replace("' ", "'")
