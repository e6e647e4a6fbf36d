"""Records from JSON: what is wrong is named with its place."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dixit.errors import RecordError
from dixit.record import Record

COMMUNIQUE = (Path(__file__).parent / "fixtures" / "communique.json").read_text(encoding="utf-8")

Break = Callable[[dict[str, Any]], object]


def test_a_record_comes_back_from_json_as_it_was() -> None:
    """The file's own words, field by field."""
    assert json.loads(COMMUNIQUE) == Record.from_json(COMMUNIQUE).to_dict()


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda r: r.pop("actors"), "record: the field 'actors' is missing"),
        (lambda r: r.update(extra=1), "record: no field is called 'extra'"),
        (lambda r: r.update(schema="dixit/2"), "schema: 'dixit/1' was expected, not 'dixit/2'"),
        (lambda r: r.update(actors={}), "actors: a list was expected, not {}"),
        (lambda r: r["events"].append({}), "events[0]: the field 'id' is missing"),
        (lambda r: r["document"].update(text=None), "document.text: a string was expected, not null"),
        (lambda r: r["document"].update(published="hier"), "document.published: a day like 2009-02-25"),
        (lambda r: r["actors"][0].update(kind="robot"), "actors[0].kind: one of person, organisation"),
        (lambda r: r["actors"][1].update(id="a1"), "actors[1].id: the id 'a1' stands twice"),
        (lambda r: r["statements"][0].update(content=[]), "statements[0].content: a statement has a content"),
        (lambda r: r["statements"][0].update(act="shout"), "statements[0].act: one of assert, demand"),
        (lambda r: r["statements"][0].update(act=["a"]), "statements[0].act: one of assert, demand"),
        (lambda r: r["statements"][0].update(negated=0), "statements[0].negated: true or false was expected, not 0"),
        (lambda r: r["statements"][0].update(confidence=2), "statements[0].confidence: a number from 0 to 1"),
        (lambda r: r["statements"][0].update(cue="dit"), 'statements[0].cue: an object was expected, not "dit"'),
        (lambda r: r["statements"][0]["cue"].update(start=-1), "statements[0].cue.start: a whole number"),
        (lambda r: r["statements"][0]["cue"].update(text="?"), "statements[0].cue: the document's text from"),
        (lambda r: r["statements"][0]["cue"].update(end=0), "statements[0].cue: the document's text from"),
        (lambda r: r["statements"][0]["speaker"].update(actor="a99"), "statements[0].speaker.actor: no actor has"),
        (lambda r: r["statements"][0].update(parent="s99"), "statements[0].parent: no statement has the id 's99'"),
        (lambda r: r["document"].update(id="sha256:0"), "document.id: this is not the digest"),
        (lambda r: r["document"].update(language="xx"), "document.language: one of fr was expected"),
        (lambda r: r["document"].update(published="20090225"), "document.published: a day like 2009-02-25"),
        (lambda r: r["document"].update(published="2009-W09-3"), "document.published: a day like 2009-02-25"),
        (lambda r: r["document"].update(source="\ud800"), "document.source: half of a character"),
        (lambda r: r["statements"].reverse(), "statements[1]: statements stand in the order of the text"),
        (lambda r: r["statements"][0].update(parent="s2"), "statements[0].parent: that statement's content does not"),
        (lambda r: r["statements"][0]["content"].extend(r["statements"][0]["content"]), "statements[0].content[1]: "),
        (lambda r: r["statements"][0].update(parent="s1"), "statements[0].parent: a statement cannot be told inside"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(broken: Break, says: str) -> None:
    """One line that begins with the path to the value."""
    record = json.loads(COMMUNIQUE)
    broken(record)

    with pytest.raises(RecordError) as caught:
        Record.from_dict(record)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1, column 1: not JSON"),
        ("{\n  oops", "line 2, column 3: not JSON"),
        ("[]", "record: an object was expected, not []"),
        ("null", "record: an object was expected, not null"),
    ],
)
def test_what_is_no_record_is_refused(text: str, says: str) -> None:
    """With the place where reading stopped."""
    with pytest.raises(RecordError) as caught:
        Record.from_json(text)
    assert str(caught.value).startswith(says)


def test_a_notebook_shows_the_marked_text() -> None:
    """With one line for each statement."""
    record = Record.from_json(COMMUNIQUE)

    assert len(record.statements) == record._repr_html_().count("<li>")


def test_at_least_leaves_out_the_unsure_and_keeps_the_chain() -> None:
    """A statement inside one that is left out stands in the next around it."""
    record = Record.from_json(COMMUNIQUE)
    first, second, third, *_ = record.statements
    chain = (
        replace(first, parent=None, confidence=0.9),
        replace(second, parent=first.id, confidence=0.2),
        replace(third, parent=second.id, confidence=0.9),
    )
    surer = replace(record, statements=chain).at_least(0.5)
    assert [(s.id, s.parent) for s in surer.statements] == [(first.id, None), (third.id, first.id)]


def _event(text: str, key: str = "e1", **change: object) -> dict[str, Any]:
    """An event of which the first word is the trigger, the actor, the place and the time."""
    quote = {"start": 0, "end": 2, "text": text[:2]}
    whole = {
        "id": key,
        "type": "CONSULT",
        "mode": "visit",
        "trigger": quote,
        "participants": [{"role": "actor", "actor": "a1", "mention": quote}],
        "place": quote,
        "time": {**quote, "value": "2009-02-24/.."},
        "status": "actual",
        "asserted_by": "s1",
        "same_as": None,
        "confidence": 0.5,
    }
    return whole | change


def _with_events(*changes: dict[str, object]) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(COMMUNIQUE)
    text = record["document"]["text"]
    record["events"] = [_event(text, f"e{n}", **change) for n, change in enumerate(changes, 1)]
    return record


def test_events_come_back_from_json_as_they_were() -> None:
    """A record without ``same_as`` is read too."""
    given = _with_events({}, {"same_as": "e1", "asserted_by": None, "mode": None, "place": None, "time": None})
    assert given == Record.from_dict(given).to_dict()
    del given["events"][0]["same_as"]
    assert Record.from_dict(given).events[0].same_as is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"type": "MEET"}, "events[0].type: one of AGREE, CONSULT"),
        ({"status": "maybe"}, "events[0].status: one of actual, planned"),
        ({"asserted_by": "s99"}, "events[0].asserted_by: no statement has the id 's99'"),
        ({"same_as": "e1"}, "events[0].same_as: no event before it that is told first has the id 'e1'"),
        ({"confidence": 2}, "events[0].confidence: a number from 0 to 1"),
        ({"trigger": {"start": 0, "end": 2, "text": "?"}}, "events[0].trigger: the document's text from"),
        ({"time": {"start": 0, "end": 2, "text": "Le", "value": "mardi"}}, "events[0].time.value: ISO 8601 like"),
        (
            {"participants": [{"role": "host", "actor": None, "mention": None}]},
            "events[0].participants[0].role: one of",
        ),
        (
            {"participants": [{"role": "actor", "actor": "a99", "mention": {"start": 0, "end": 2, "text": "Le"}}]},
            "events[0].participants[0].actor: no actor has the id 'a99'",
        ),
    ],
)
def test_what_is_wrong_with_an_event_is_named_with_its_place(change: dict[str, object], says: str) -> None:
    """As for statements."""
    with pytest.raises(RecordError) as caught:
        Record.from_dict(_with_events(change))
    assert str(caught.value).startswith(says)


def test_at_least_leaves_out_events_and_keeps_what_points_at_them() -> None:
    """The second telling takes the place of the first; who tells it moves to the next statement around."""
    changes: list[dict[str, object]] = [
        {"confidence": 0.1},
        {"same_as": "e1"},
        {"same_as": "e1"},
        {"asserted_by": None},
    ]
    surer = Record.from_dict(_with_events(*changes)).at_least(0.4)

    assert [("e2", None), ("e3", "e2"), ("e4", None)] == [(e.id, e.same_as) for e in surer.events]
    assert Record.from_dict(surer.to_dict()) == surer


def test_an_event_is_one_row() -> None:
    """Names resolved, several with "; " between, and who says it."""
    record = Record.from_dict(_with_events({}))
    (row,) = record.events_as_rows()

    assert record.actors[0].name == row["actors"]
    assert ("CONSULT", "visit", "2009-02-24/..", "") == (
        row["type"],
        row["event_mode"],
        row["time_value"],
        row["recipients"],
    )
    assert record.name_of(record.statements[0].speaker) == row["asserted_by_name"]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "1" * 5_000, '{"schema": ' + "1" * 5_000 + "}", "NaN", "", "\ud800"], ids=range(6)
)
def test_json_that_python_cannot_hold_is_a_record_error(text: str) -> None:
    """Whatever it is: too deep, too long, nothing."""
    with pytest.raises(RecordError):
        Record.from_json(text)


@pytest.mark.parametrize("value", [10**5000, object(), [[]] * 3, float("nan")], ids=range(4))
def test_a_value_that_no_json_holds_is_a_record_error(value: object) -> None:
    """From a dict that Python made."""
    with pytest.raises(RecordError):
        Record.from_dict({"schema": value})


def test_at_least_leaves_out_who_takes_part_in_nothing_else() -> None:
    """And keeps the body of a role that stays."""
    record = Record.from_json(COMMUNIQUE)
    nobody = record.at_least(1.0)
    used = {party.actor for one in record.statements for party in (one.speaker, *one.addressees, *one.targets)}
    bodies = {role.of for actor in record.actors for role in actor.roles}

    assert () == nobody.statements
    assert [actor for actor in record.actors if actor.id not in used - bodies] == list(nobody.actors)
    assert nobody == Record.from_json(nobody.to_json())
