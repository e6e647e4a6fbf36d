"""Facts in, a record out: whatever the facts, the record keeps its promises."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.assemble import assemble
from dixit.read import read
from dixit.record import ReaderRecord, Record
from dixit.types import Actor, Cast, Document, Event, Evidence, Mention, Participant, Role, Span, Statement, Time

READER = ReaderRecord("0.1.0", "fr-0.1.0")


def statement(
    content: tuple[Span, ...], cue: Span | None = None, speaker: Span | None = None, *, sure: float = 0.5
) -> Statement:
    """A statement of which only the places matter."""
    lemma = "dire" if cue else None
    return Statement(speaker, cue, lemma, content, "direct", "assert", (), (), False, None, Evidence("test", sure))


def nobody(statements: list[Statement]) -> Cast:
    """A cast in which nobody is known."""
    none = tuple(() for _ in statements)
    return Cast((), tuple(None for _ in statements), none, none)


def told(text: str, statements: list[Statement]) -> Record:
    """The record of statements whose people are not resolved."""
    return assemble(read(text), statements, nobody(statements), reader=READER)


def at(text: str, words: str) -> Span:
    """Where the words stand."""
    start = text.index(words)
    return Span(start, start + len(words))


CHAIN = "Ana a dit que Léa a promis que Zoé avait nié avoir lu la note."


def chain() -> list[Statement]:
    """Three statements, one inside the other, the innermost first."""
    return [
        statement((at(CHAIN, "avoir lu la note"),), at(CHAIN, "avait nié")),
        statement((at(CHAIN, "Zoé avait nié avoir lu la note"),), at(CHAIN, "a promis")),
        statement((at(CHAIN, "Léa a promis que Zoé avait nié avoir lu la note"),), at(CHAIN, "a dit")),
    ]


def test_statements_stand_in_text_order_under_those_that_tell_them() -> None:
    """A said that B promised that C denied: three floors."""
    record = told(CHAIN, chain())

    assert [("s1", "a dit", None), ("s2", "a promis", "s1"), ("s3", "avait nié", "s2")] == [
        (s.id, s.cue.text if s.cue else None, s.parent) for s in record.statements
    ]


def test_a_bare_quotation_inside_a_quotation_is_told_there() -> None:
    """Without a cue its content must lie strictly inside."""
    text = "Ana a dit : « Il a crié. « Partez ! » Puis rien. »"
    outer = statement((at(text, "Il a crié. « Partez ! » Puis rien."),), at(text, "a dit"))
    inner = statement((at(text, "Partez !"),))

    assert [None, "s1"] == [s.parent for s in told(text, [inner, outer]).statements]


def test_two_pieces_around_a_cue_do_not_hold_it() -> None:
    """« Oui », a dit Ana, « et non »: the cue clause is no part of the content."""
    text = "« Oui », a dit Ana, « et non »."
    one = statement((at(text, "Oui"), at(text, "et non")), at(text, "a dit"))

    assert [None] == [s.parent for s in told(text, [one]).statements]


def test_two_that_hold_each_other_make_no_circle() -> None:
    """The earlier one is the outer."""
    text = "abcdefgh"
    one = statement((Span(0, 8),), Span(5, 6))
    other = statement((Span(0, 8),), Span(2, 3))

    assert [None, "s1"] == [s.parent for s in told(text, [one, other]).statements]


def test_a_content_that_reaches_out_is_told_elsewhere() -> None:
    """What is told inside a content ends inside it."""
    text = "abcdefgh"
    one = statement((Span(0, 6),), Span(6, 7))
    other = statement((Span(4, 8),), Span(2, 3))

    assert [None, None] == [s.parent for s in told(text, [one, other]).statements]


def test_doubles_are_out_and_the_surer_one_stays() -> None:
    """Same speaker, cue and content: one statement; another speaker: another statement."""
    text = "Ana et Léa ont dit oui."
    content, cue = (at(text, "oui"),), at(text, "ont dit")
    statements = [
        statement(content, cue, at(text, "Ana"), sure=0.4),
        statement(content, cue, at(text, "Ana"), sure=0.9),
        statement(content, cue, at(text, "Léa"), sure=0.5),
    ]

    assert [0.9, 0.5] == [s.confidence for s in told(text, statements).statements]


def test_actors_come_in_the_order_in_which_they_are_named() -> None:
    """With their roles; ids count from the first mention."""
    text = "Ana Bel, maire de Luz, a parlé."
    luz = Actor("Luz", "organisation", (), (Mention(at(text, "Luz"), 4, "name", "organisation", "", ""),))
    role = Role("maire", at(text, "maire"), 0)
    ana = Actor("Ana Bel", "person", (role,), (Mention(at(text, "Ana Bel"), 0, "name", "person", "f", "s"),))
    one = statement((at(text, "a parlé"),), speaker=at(text, "Ana Bel"))
    record = assemble(read(text), [one], Cast((luz, ana), (1,), ((),), ((),)), reader=READER)

    assert [("a1", "Ana Bel", "a2"), ("a2", "Luz", None)] == [
        (a.id, a.name, a.roles[0].of if a.roles else None) for a in record.actors
    ]
    assert "a1" == record.statements[0].speaker.actor
    assert "Ana Bel" == record.name_of(record.statements[0].speaker)


def test_the_document_is_carried_over() -> None:
    """Title, place as a name, day and agency."""
    document = told("Le port rouvre\n\nSAINT-MALO, 3 mai 2009 (AFP) - Il rouvre.", []).document

    assert ("Le port rouvre", "AFP", "2009-05-03") == (document.title, document.publisher, document.published)
    assert document.dateline is not None
    assert ("Saint-Malo", "2009-05-03") == (document.dateline.place, document.dateline.date)


WORDS = "Ana a dit que Léa irait « demain » à Luz"
spans = st.tuples(st.integers(0, len(WORDS) - 1), st.integers(1, 12)).map(
    lambda pair: Span(pair[0], min(pair[0] + pair[1], len(WORDS)))
)


def _apart(found: list[Span]) -> tuple[Span, ...]:
    """Those that overlap none before them, in text order."""
    kept: list[Span] = []
    for span in sorted(found):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return tuple(kept)


statements_of_any_kind = st.lists(
    st.builds(
        Statement,
        speaker=st.none() | spans,
        cue=st.none() | spans,
        cue_lemma=st.sampled_from(["dire", "nier"]),
        content=st.lists(spans, min_size=1, max_size=3).map(_apart),
        mode=st.sampled_from(["direct", "indirect", "mixed", "mention"]),
        act=st.sampled_from(["assert", "demand", "deny"]),
        addressees=st.lists(spans, max_size=2).map(tuple),
        targets=st.lists(spans, max_size=2).map(tuple),
        negated=st.booleans(),
        continues=st.none(),
        evidence=st.builds(Evidence, rule=st.just("any"), confidence=st.floats(0, 1)),
    ),
    max_size=8,
)
actors_of_any_kind = st.lists(
    st.builds(
        Actor,
        name=st.text(min_size=1, max_size=5),
        kind=st.sampled_from(["person", "state", "unknown"]),
        roles=st.lists(
            st.builds(Role, title=st.text(max_size=5), span=spans, of=st.none() | st.just(0)), max_size=2
        ).map(tuple),
        mentions=st.lists(
            st.builds(
                Mention,
                span=spans,
                head=st.just(0),
                form=st.sampled_from(["name", "pronoun"]),
                kind=st.just("person"),
                gender=st.just("f"),
                number=st.just("s"),
            ),
            max_size=3,
        ).map(tuple),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Records of statements and actors of any kind and place."""
    document: Document = read(WORDS)
    statements, actors = draw(statements_of_any_kind), draw(actors_of_any_kind)
    someone = st.none() | st.integers(0, len(actors) - 1)
    cast = Cast(
        actors,
        tuple(draw(someone) for _ in statements),
        tuple(tuple(draw(someone) for _ in s.addressees) for s in statements),
        tuple(tuple(draw(someone) for _ in s.targets) for s in statements),
    )
    return assemble(document, statements, cast, reader=READER)


@given(records())
def test_a_record_comes_back_from_json_as_it_was(record: Record) -> None:
    """Reading it checks every span, id and parent, so that no assembled record breaks a promise."""
    assert record == Record.from_json(record.to_json())
    assert record == Record.from_json(record.to_json(indent=2))
    assert record == Record.from_dict(record.to_dict())


@given(records())
def test_a_record_survives_pickling(record: Record) -> None:
    """As a worker's result does."""
    assert record == pickle.loads(pickle.dumps(record))  # noqa: S301 - our own


@given(records())
def test_there_is_one_row_for_each_statement(record: Record) -> None:
    """Flat values only."""
    rows = record.statements_as_rows()

    assert [s.id for s in record.statements] == [row["statement"] for row in rows]
    assert all(isinstance(value, str | int | float | None) for row in rows for value in row.values())


@pytest.mark.parametrize("parent", [None, "s1"])
def test_a_cue_that_is_the_whole_content_of_another_is_told_there(parent: str | None) -> None:
    """A cue on the rim of a content counts as inside; one that reaches over it does not."""
    text = "Ana dit que Léa crie."
    outer = statement((at(text, "Léa crie") if parent else at(text, "Léa cri"),), at(text, "dit"))
    inner = statement((at(text, "Léa"),), at(text, "crie"))

    assert [None, parent] == [s.parent for s in told(text, [outer, inner]).statements]


def test_an_event_hangs_on_the_innermost_statement_that_tells_it() -> None:
    """And the second telling on the first."""
    actor = Actor("Léa", "person", (), (Mention(at(CHAIN, "Léa"), 0, "name", "person", "f", "s"),))

    def reading(words: str) -> Event:
        people = (Participant("actor", at(CHAIN, "Léa")),)
        time = Time(at(CHAIN, "note"), "2009")
        return Event(at(CHAIN, words), 0, "lire", "CONSULT", None, people, None, time, "actual", Evidence("test", 0.7))

    statements = chain()
    cast = nobody(statements)
    cast = Cast((actor,), cast.speakers, cast.addressees, cast.targets, ((0,), (0,)))
    record = assemble(read(CHAIN), statements, cast, [reading("lu"), reading("promis")], reader=READER)

    assert [("e1", "s3", None), ("e2", "s1", "e1")] == [(e.id, e.asserted_by, e.same_as) for e in record.events]
    assert ["a1", "2009"] == [
        record.events[0].participants[0].actor,
        record.events[0].time and record.events[0].time.value,
    ]
    assert Record.from_json(record.to_json()) == record
