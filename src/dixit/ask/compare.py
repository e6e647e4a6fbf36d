"""Two dispatches -> what both tell side by side with the differences marked, what one alone tells, who is called how.

Statements are one where their contents share most of the rarer words; the same speaker and act make it likelier.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

from dixit.folding import fold
from dixit.store.database import Database
from dixit.store.details import Outline, Said, Side, outlines, said
from dixit.store.finding import Search
from dixit.store.queries import digest_of

Part = Literal["act", "speaker", "mode", "targets", "negated"]

# Two statements are one from this likeness on, where their words alone are at least as like as the second figure.
# Not measured but by reading: below, contents share a topic, and no more.
_SAME: Final = 0.5
_SAME_WORDS: Final = 0.3
_WORDS_COUNT: Final = 0.75
_SPEAKER_COUNTS: Final = 0.15
_ACT_COUNTS: Final = 0.1
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")


class Stretch(NamedTuple):
    """A run of words: in both, or what one has in the other's place ("" for nothing)."""

    same: bool
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Both:
    """A statement that both tell."""

    one: Said
    other: Said
    likeness: float  # 0 to 1
    wording: tuple[Stretch, ...]
    differ: tuple[Part, ...]  # in what, beside the words


class Called(NamedTuple):
    """What each calls somebody whom both name, pronouns left out."""

    actor: str  # slug
    name: str
    one: tuple[str, ...]  # wordings that the first alone has
    other: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two dispatches side by side."""

    one: Outline
    other: Outline
    both: tuple[Both, ...]  # in the order of the first
    only_one: tuple[Said, ...]
    only_other: tuple[Said, ...]
    called: tuple[Called, ...]


def compare(store: Database, one: str, other: str) -> Comparison:
    """Two dispatches, each by its digest, the beginning of that, or its path or URL. Raises UnknownError."""
    first, second = digest_of(store, one), digest_of(store, other)
    left, right = _statements(store, first), _statements(store, second)
    matched = _matched(left, right, _rarity(store, [*left, *right]))
    of_left, of_right = {i for i, _, _ in matched}, {j for _, j, _ in matched}
    both = tuple(_both(left[i], right[j], likeness) for i, j, likeness in sorted(matched))
    heads = outlines(store, [first, second])
    return Comparison(
        heads[0],
        heads[1],
        both,
        tuple(fact for i, fact in enumerate(left) if i not in of_left),
        tuple(fact for j, fact in enumerate(right) if j not in of_right),
        tuple(_called(store, first, second)),
    )


def _statements(store: Database, digest: str) -> list[Said]:
    return said(store, Search(dispatch=digest, repeated=True, limit=None))


# How many statements have a word, from the index of the search.
_VOCABULARY: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab ('main', 'statement_words', 'row')"
)
_SPREAD: Final = "SELECT term, doc FROM temp.vocabulary WHERE term IN (SELECT value FROM json_each($words))"
_ALL: Final = "SELECT count(*) FROM statements"


def _rarity(store: Database, statements: Sequence[Said]) -> Mapping[str, float]:
    """How much a lemma says: the log of how few statements have it."""
    store.run(_VOCABULARY)
    words = {word for fact in statements for word in _lemmas(fact)}
    row = store.one(_ALL)
    count = int(str(row[0])) if row else 0
    spread = {str(term): int(str(n)) for term, n in store.rows(_SPREAD, words=json.dumps(sorted(words)))}
    return {word: math.log((count + 1) / spread.get(word, 1)) for word in words}


def _lemmas(fact: Said) -> set[str]:
    return {plain for lemma in fact.lemmas.split() for plain in fold(lemma).split() if len(plain) > 1}


def _matched(left: Sequence[Said], right: Sequence[Said], rarity: Mapping[str, float]) -> list[tuple[int, int, float]]:
    """Places of two statements that are one, the likest first; each has one partner at most."""
    bags = [[{word: rarity[word] for word in _lemmas(fact)} for fact in side] for side in (left, right)]
    found = []
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            words = _cosine(bags[0][i], bags[1][j])
            likeness = words * _WORDS_COUNT + _SPEAKER_COUNTS * _same_person(one.speaker, other.speaker)
            likeness += _ACT_COUNTS * (one.act == other.act)
            if words >= _SAME_WORDS and likeness >= _SAME:
                found.append((likeness, i, j))
    taken_left, taken_right = set[int](), set[int]()
    matched = []
    for likeness, i, j in sorted(found, key=lambda row: (-row[0], row[1], row[2])):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            matched.append((i, j, round(likeness, 3)))
    return matched


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(one[word] ** 2 for word in one.keys() & other.keys())
    lengths = sum(w**2 for w in one.values()) * sum(w**2 for w in other.values())
    return shared / math.sqrt(lengths) if lengths else 0.0


def _same_person(one: Side, other: Side) -> bool:
    """By the store's actor, else by the name."""
    if one.actor or other.actor:
        return one.actor == other.actor
    return fold(one.name or "") == fold(other.name or "")


def _both(one: Said, other: Said, likeness: float) -> Both:
    targets = [{side.actor or fold(side.name or "") for side in fact.targets} for fact in (one, other)]
    differ: dict[Part, bool] = {
        "speaker": not _same_person(one.speaker, other.speaker),
        "act": one.act != other.act,
        "negated": one.negated != other.negated,
        "targets": targets[0] != targets[1],
        "mode": one.mode != other.mode,
    }
    wording = tuple(worded(one.content, other.content))
    return Both(one, other, likeness, wording, tuple(part for part, yes in differ.items() if yes))


def worded(one: str, other: str) -> Iterator[Stretch]:
    """Two wordings cut where they part and meet, word by word; capitals and accents make a difference."""
    left, right = list(_TOKEN.finditer(one)), list(_TOKEN.finditer(other))
    matcher = SequenceMatcher(None, [m[0] for m in left], [m[0] for m in right], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield Stretch(tag == "equal", _cut(one, left, a, b), _cut(other, right, c, d))


def _cut(text: str, tokens: Sequence[re.Match[str]], first: int, last: int) -> str:
    """Tokens [first, last) with the space after them."""
    if first == last:
        return ""
    return text[tokens[first].start() : tokens[last].start() if last < len(tokens) else len(text)]


_CALLED: Final = """
SELECT d.digest = $first, a.slug, a.name, m.text FROM appearances AS p JOIN dispatches AS d ON d.id = p.dispatch_id
JOIN actors AS a ON a.id = p.actor_id JOIN mentions AS m ON m.appearance_id = p.id
WHERE d.digest IN ($first, $second) AND m.form <> 'pronoun' ORDER BY a.name, a.slug, d.digest, m."start"
"""


def _called(store: Database, first: str, second: str) -> Iterator[Called]:
    """Those whom both name, and not with the same words alone."""
    words: dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]] = defaultdict(lambda: ({}, {}))
    for is_first, slug, name, text in store.rows(_CALLED, first=first, second=second):
        words[str(slug), str(name)][0 if is_first else 1].setdefault(fold(str(text)), str(text))
    for (slug, name), (one, other) in words.items():
        if one and other and one.keys() != other.keys():
            yield Called(
                slug,
                name,
                tuple(text for key, text in one.items() if key not in other),
                tuple(text for key, text in other.items() if key not in one),
                tuple(text for key, text in one.items() if key in other),
            )
