"""A store -> the statements and events that may be asked about or answer one another, with the words that they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dixit.ask.sentences import AROUND, sentence_of
from dixit.ask.weighing import Bag, bag
from dixit.folding import fold
from dixit.lexicon import words
from dixit.store.database import Database, Value

_FORM: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Told:
    """A statement or an event, as one dispatch tells it."""

    kind: str  # an act, or a type of PLOVER
    event: bool
    dispatch: int  # its number, for the order of a store
    digest: str
    key: str
    date: str | None  # ISO 8601: issue of the dispatch, else its dateline; None: neither is known
    day: str | None  # of the event, where the text says it; None: it does not, or it is a statement
    publisher: str | None
    title: str | None
    doers: tuple[int, ...]  # appearances: the speaker, who acts
    others: tuple[int, ...]  # whom it is about or said to, who undergoes it
    called: tuple[int, ...]  # on whom it falls to act: who is called on, who promises; () for an event
    content: str  # its exact words; an event's sentence
    start: int
    end: int
    lemmas: str | None  # None: an event's sentence, whose words are looked up when they are needed
    lemma_of: Mapping[str, str]  # of the forms that the store has met

    @cached_property
    def bag(self) -> Bag:
        """Its words with a content."""
        return bag(_lemmas(self.content, self.lemma_of) if self.lemmas is None else self.lemmas)

    @cached_property
    def matter(self) -> Bag:
        """The same with the words of its dispatch's title, which name the matter that "cette affaire" is."""
        return {**bag(_lemmas(self.title or "", self.lemma_of)), **self.bag}


_FORMS: Final = "SELECT form, lemma FROM forms ORDER BY form, lemma DESC"


def forms(store: Database) -> dict[str, str]:
    """The lemma of each form that the store has met in statements, folded; the first of several."""
    return {str(form): str(lemma) for form, lemma in store.rows(_FORMS)}


_STATEMENTS: Final = """
SELECT s.act, s.dispatch_id, d.digest, s.key, coalesce(d.published, d.dateline), d.publisher, d.title,
       s.speaker_id,
       (SELECT json_group_array(json_array(t.part, t.appearance_id)) FROM parties AS t
        WHERE t.statement_id = s.id AND t.appearance_id IS NOT NULL),
       s.content, s."start", s."end", s.lemmas, s.mode, s.cue_lemma
FROM statements AS s JOIN dispatches AS d ON d.id = s.dispatch_id
WHERE s.act IN ('demand', 'commit', 'refuse', 'deny') AND s.repeats IS NULL AND NOT s.negated
  AND s.confidence >= $min_confidence
ORDER BY s.id
"""


def statements(store: Database, lemma_of: Mapping[str, str], *, min_confidence: float = 0.0) -> Iterator[Told]:
    """Demands, promises, refusals and denials; what stands in several copies once, negated ones left out."""
    for row in store.rows(_STATEMENTS, min_confidence=min_confidence):
        act, dispatch, digest, key, date, publisher, title, speaker, parts, content, start, end, lemmas, mode, cue = row
        beside = [(part, int(one)) for part, one in json.loads(str(parts))]
        doers = () if speaker is None else (int(str(speaker)),)
        yield Told(
            kind=str(act),
            event=False,
            dispatch=int(str(dispatch)),
            digest=str(digest),
            key=str(key),
            date=_text(date),
            day=None,
            publisher=_text(publisher),
            title=_text(title),
            doers=doers,
            others=tuple(one for _, one in beside),
            called=_called(str(mode), _text(cue), beside) if act == "demand" else doers,
            content=str(content),
            start=int(str(start)),
            end=int(str(end)),
            lemmas=str(lemmas),
            lemma_of=lemma_of,
        )


def _called(mode: str, cue: str | None, beside: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    """Who is surely called on by a demand.

    "X appelle Y à partir" calls on Y. « Y doit partir », selon X, is an opinion, and the reader finds whom it is about,
    which is less often who is to act: the cue must be one of calling, or Y be spoken to.
    """
    targets = tuple(one for part, one in beside if part == "target")
    if mode == "mention":  # "la demande de X à Y" and the like, of which few call on Y
        return ()
    calling = cue in words("act-demand")
    if calling and mode != "direct":
        return targets
    spoken_to = {one for part, one in beside if part == "addressee"}
    return tuple(one for one in targets if one in spoken_to) if calling or mode != "direct" else ()


_EVENTS: Final = """
SELECT e.type, e.dispatch_id, d.digest, e.key, coalesce(d.published, d.dateline), e.day, e.status, d.publisher, d.title,
       json_group_array(json_array(x.role, x.appearance_id)),
       substr(t.text, max(1, e.trigger_start + 1 - $around), min($around, e.trigger_start)),
       substr(t.text, e.trigger_start + 1, $around), e.trigger_start
FROM events AS e JOIN dispatches AS d ON d.id = e.dispatch_id JOIN texts AS t ON t.dispatch_id = d.id
JOIN participants AS x ON x.event_id = e.id AND x.appearance_id IS NOT NULL
WHERE e.repeats IS NULL AND e.same_as IS NULL AND e.status IN ('actual', 'planned')
  AND e.confidence >= $min_confidence
GROUP BY e.id HAVING max(x.role = 'actor')
ORDER BY e.id
"""


def events(store: Database, lemma_of: Mapping[str, str], *, min_confidence: float = 0.0) -> Iterator[Told]:
    """What somebody did or is to do, with the sentence that tells it; in several copies once."""
    for row in store.rows(_EVENTS, around=AROUND, min_confidence=min_confidence):
        kind, dispatch, digest, key, date, day, status, publisher, title, parts, before, after, at = row
        start, sentence = sentence_of(str(before), str(after), int(str(at)))
        beside = [(role, int(one)) for role, one in json.loads(str(parts))]
        others = tuple(one for role, one in beside if role == "recipient")
        yield Told(
            kind=str(kind),
            event=True,
            dispatch=int(str(dispatch)),
            digest=str(digest),
            key=str(key),
            date=_text(date),
            day=_first_day(day, None if status != "actual" else _text(date)),
            publisher=_text(publisher),
            title=_text(title),
            doers=tuple(one for role, one in beside if role == "actor"),
            others=others,
            called=(),
            content=sentence,
            start=start,
            end=start + len(sentence),
            lemmas=None,
            lemma_of=lemma_of,
        )


def _lemmas(words_of: str, lemma_of: Mapping[str, str]) -> str:
    """Those of a text that no parse is kept of; an unknown form is its own lemma."""
    return " ".join(lemma_of.get(fold(form), form.lower()) for form in _FORM.findall(words_of))


def _first_day(day: Value, last: str | None) -> str | None:
    """The first day of "2020-03-01/2020-03-10"; a month or a year alone tells no order.

    What is told as a fact did not happen after the dispatch, ``last``: such a day is misread.
    """
    first = str(day or "").split("/")[0]
    return first if len(first) == len("2020-03-01") and (last is None or first <= last) else None


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
