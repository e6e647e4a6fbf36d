"""Which events of a document are tellings of one, and who takes part in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dixit.extract import drafts_of
from dixit.extract.acts import judge
from dixit.extract.mentions import mentions
from dixit.parse import Parser
from dixit.read import read
from dixit.resolve import resolve
from dixit.resolve.same import same_events
from dixit.types import Event, Evidence, Participant, Span, Time

TEXT = (
    "Le ministre a rencontré le maire à Luz mardi. Cette rencontre avec le maire a duré. "
    "Une autre rencontre avec le maire est prévue."
)


def event(word: str, who: str, *, nth: int = 0, lemma: str = "rencontrer") -> Event:
    """An actual meeting, told by the n-th of a word, with one actor."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(word, start + 1)
    person = TEXT.index(who, start)
    people = (Participant("actor", Span(person, person + len(who))),)
    trigger = Span(start, start + len(word))
    return Event(trigger, 0, lemma, "CONSULT", None, people, None, None, "actual", Evidence("test", 1.0))


def same(*events: Event) -> list[int | None]:
    """As told by people whose only actor is the mayor, number 0."""
    return same_events(read(TEXT), events, [(0,)] * len(events))


def test_a_second_telling_points_at_the_first() -> None:
    """Of one word family, with one person in the same part; "une autre" is another one."""
    told = [
        event("rencontré", "le maire"),
        event("rencontre", "le maire"),
        event("rencontre", "le maire", nth=1),
    ]

    assert [None, 0, None] == same(*told)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "AGREE"},
        {"status": "planned"},
        {"lemma": "négocier"},
        {"time": Time(Span(0, 2), "2009-01")},
        {"place": Span(0, 11)},
    ],
)
def test_what_speaks_against_it_keeps_two_apart(change: dict[str, object]) -> None:
    """Another type, status, word, time or place."""
    first = replace(event("rencontré", "le maire"), time=Time(Span(0, 2), "2009-02-24"), place=Span(36, 39))
    second = replace(event("rencontre", "le maire"), **change)  # type: ignore[arg-type]

    assert [None, None] == same(first, second)


def test_other_people_are_another_event() -> None:
    """Nobody of the first takes part in the second."""
    told = [event("rencontré", "le maire"), event("rencontre", "le maire")]

    assert [None, None] == same_events(read(TEXT), told, [(0,), (1,)])


def test_one_that_is_pointed_at_needs_nobody_in_both() -> None:
    """One with "cette" is the nearest before it; "une autre rencontre" that names nobody is nobody's."""
    told = [event("rencontré", "le maire"), *(event("rencontre", "le maire", nth=n) for n in (0, 1))]
    nobody = [replace(one, participants=()) for one in told[1:]]

    assert [None, 0, None] == same_events(read(TEXT), [told[0], *nobody], [(0,), (), ()])


def test_participants_are_actors_of_the_document() -> None:
    """A surname, an adjective of a state that is named, and "nous" in somebody's words; changing nothing else."""
    text = "Claire Morel a quitté la France. « Nous avons signé », a dit Mme Morel. La visite française a plu."
    parsed = Parser.load()(read(text))
    statements = judge(parsed, drafts_of(parsed))

    def taking(words: str) -> Event:
        start = text.index(words)
        people = (Participant("actor", Span(start, start + len(words))),)
        return Event(Span(0, 1), 0, "", "CONSULT", None, people, None, None, "actual", Evidence("test", 1.0))

    events = [taking(words) for words in ("Mme Morel", "Nous", "française", "quitté")]
    cast = resolve(parsed, statements, mentions(parsed), events)
    names = [None if actor is None else cast.actors[actor].name for (actor,) in cast.participants]

    assert ["Claire Morel", "Claire Morel", "France", None] == names
