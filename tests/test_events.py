"""Events: what the lexicon proposes on parses that are written down, and what must hold whatever was learned."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dixit.extract import drafts_of
from dixit.extract.acts import judge
from dixit.extract.classes import word_classes
from dixit.extract.event_traits import Scene
from dixit.extract.events import events_of, judges, other_side, told_triggers
from dixit.extract.linear import Logistic, Softmax
from dixit.extract.modes import mode_of
from dixit.extract.participants import nationality, nearby, span_of
from dixit.extract.places import place_of
from dixit.extract.role_traits import Place, role_features
from dixit.extract.status_traits import status_features
from dixit.extract.syntax import Sheet
from dixit.extract.tellers import Tellers
from dixit.extract.triggers import fitting, participle, triggers
from dixit.lexicon import happenings, words
from dixit.parse import Parser
from dixit.read import read
from dixit.types import EventType, Evidence, Parsed, Span, Statement, Status

CASES = tomllib.loads((Path(__file__).parent / "cases" / "events.toml").read_text(encoding="utf-8"))["case"]
MODES = {
    *("visit", "third-party", "multilateral", "phone"),
    *("withdraw", "release", "disarm", "ceasefire", "access", "resign", "return"),
    *("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    *("convict", "expel", "discontinue", "troops", "weapons", "police", "militia"),
    *("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "cyber"),
    *("abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives"),
    *("suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"),
}


def _proposed(parsed: Parsed) -> list[str]:
    """Each trigger with its types, and the nominals near it by slot: "rencontré CONSULT | subj Claire Morel | ..."."""
    sheet = Sheet(parsed)
    rows = []
    for trigger in triggers(sheet):
        types = "/".join(dict.fromkeys(sense.type for sense in fitting(sheet, trigger)))
        near = [f"{one.slot} {parsed.document.cut(span_of(sheet, one))}" for one in nearby(sheet, trigger)]
        rows.append(" | ".join([f"{parsed.document.cut(sheet.span(*trigger.range))} {types}", *near]))
    return rows


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:48])
def test_the_lexicon_proposes_triggers_and_slots(case: dict[str, Any], frozen: Callable[..., Parsed]) -> None:
    """Passives, relatives, participles and coordinations give the same slots as plain sentences."""
    assert case["events"] == _proposed(frozen(case["text"], case["parse"]))


def test_every_line_of_the_lexicon_has_a_type_and_a_mode_of_plover() -> None:
    """And says how surely it tells of an event; a phrase stands under its first word."""
    lexicon = happenings("fr")
    known = [happening for found in lexicon.values() for happening in found]

    assert {sense.type for one in known for sense in one.senses} == set(get_args(EventType))
    assert {sense.mode for one in known for sense in one.senses} - {None} <= MODES
    assert {one.sure for one in known} == {"+", "=", "?"}
    assert {pos for _, pos in lexicon} == {"VERB", "NOUN"}
    assert {line.split(":")[0].split()[1] for line in words("event-modes.fr")} <= MODES


@pytest.mark.parametrize(
    ("form", "verb"),
    [("blessés", "blesser"), ("arrêtée", "arrêter"), ("Tué", "tuer"), ("été", None), ("port", None)],
)
def test_a_participle_taken_for_a_noun_gives_its_verb(form: str, verb: str | None) -> None:
    """Of the first group only; a short word is none."""
    assert verb == participle(form)


@pytest.mark.parametrize(
    ("form", "is_one"),
    [
        ("russes", True),
        ("interafghanes", True),
        ("franco-allemand", True),
        ("américano-taliban", True),
        ("rouge", False),
    ],
)
def test_adjectives_of_states_name_a_side(form: str, is_one: bool) -> None:
    """Also with "inter" before them, and two together."""
    assert is_one == nationality(form)


def _first(parsed: Parsed) -> tuple[Sheet, Any]:
    sheet = Sheet(parsed)
    return sheet, next(triggers(sheet))


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Un entretien téléphonique a eu lieu.", "CONSULT", "phone"),
        ("Une attaque de drones a détruit le hangar.", "ASSAULT", "drone"),
        ("La visite du ministre est finie.", "CONSULT", "visit"),
        ("Ils ont signé un texte.", "SUPPORT", None),
    ],
)
def test_what_stands_beside_a_trigger_tells_the_mode(text: str, kind: EventType, mode: str | None) -> None:
    """Else the lexicon does; a type without modes has none."""
    assert mode == mode_of(*_first(_parsed(text)), kind)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Trois hommes ont été arrêtés à Paris.", "Paris"),
        ("Une attaque a eu lieu mardi en Italie.", "Italie"),
        ("Les ministres ont signé un accord.", None),
    ],
)
def test_a_place_hangs_on_the_trigger_or_above_it(text: str, place: str | None) -> None:
    """With a preposition of place; no place is made up."""
    parsed = _parsed(text)
    span = place_of(*_first(parsed))

    assert place == (parsed.document.cut(span) if span else None)


def test_the_innermost_statement_tells_an_event() -> None:
    """The narrator tells what no content holds."""

    def said(*content: Span) -> Statement:
        none: tuple[Span, ...] = ()
        return Statement(None, None, None, content, "direct", "assert", none, none, False, None, Evidence("test", 1.0))

    tellers = Tellers([said(Span(0, 50)), said(Span(10, 20), Span(30, 40))])

    assert [1, 0, None] == [tellers.of(span) for span in (Span(12, 15), Span(22, 25), Span(60, 65))]


def test_what_is_reported_is_read() -> None:
    """A plain dispatch of our own: who met whom, who was arrested, and what is only planned."""
    text = (
        "Le président français a rencontré mardi à Berlin la chancelière allemande. "
        "La police a arrêté trois manifestants. Les deux pays doivent signer un accord en septembre."
    )
    parsed = _parsed(text)
    found = {parsed.document.cut(e.trigger): e for e in events_of(parsed, judge(parsed, drafts_of(parsed)))}

    assert ("CONSULT", "actual") == (found["rencontré"].type, found["rencontré"].status)
    assert ("COERCE", "arrest") == (found["arrêté"].type, found["arrêté"].mode)
    assert "Berlin" == parsed.document.cut(found["rencontré"].place or Span(0, 1))
    assert [("actor", "La police"), ("recipient", "trois manifestants")] == [
        (one.role, parsed.document.cut(one.span)) for one in found["arrêté"].participants
    ]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Lors d'une rencontre avec le maire, la ministre a promis un port.", ["la ministre"]),
        ("La ministre a rencontré le maire.", []),
    ],
)
def test_who_speaks_at_a_meeting_takes_part_in_it(text: str, others: list[str]) -> None:
    """Where the noun names only whom with; a verb has its own subject."""
    parsed = _parsed(text)
    sheet, trigger = _first(parsed)
    place = Place(sheet, trigger, "CONSULT", nearby(sheet, trigger), Scene(sheet, [trigger]), None)
    met = [near for near in place.near if near.slot == "avec"]

    assert others == [parsed.document.cut(span_of(sheet, near)) for near in other_side(place, met)]


def test_traits_of_a_nominal_tell_how_it_stands_to_the_trigger() -> None:
    """Its rank among those that name somebody, the way through the tree, its number, and who speaks."""
    parsed = _parsed("La police a arrêté trois manifestants.")
    sheet, trigger = _first(parsed)
    place = Place(sheet, trigger, "COERCE", nearby(sheet, trigger), Scene(sheet, [trigger]), None)
    police, men = (role_features(place, near) for near in place.near)

    assert {"rank=<0", "way=<nsubj"} <= set(police)
    assert {"rank=>0", "way=<obj", "counted|obj"} <= set(men)
    assert not any(name.startswith("said=") for name in police)


def test_traits_tell_whether_a_nominal_speaks() -> None:
    """The speaker stands outside of what is said."""
    parsed = _parsed("Le maire a dit que la police avait arrêté trois manifestants.")
    (told,) = judge(parsed, drafts_of(parsed))
    sheet, trigger = _first(parsed)
    place = Place(sheet, trigger, "COERCE", nearby(sheet, trigger), Scene(sheet, [trigger]), told)
    said = {
        sheet.tokens[near.head].form: next(name for name in role_features(place, near) if name.startswith("said="))
        for near in place.near
    }

    assert ("said=FalseTrue", "said=TrueFalse") == (said["maire"], said["police"])


def test_status_looks_at_traits_together() -> None:
    """Form and act, a hint with the form; a noun's form is its determiner."""
    found = status_features(["shape=FinCnd", "act=demand", "act=demand|indirect", "hint=si"], "AID", ["when=none"])

    assert {"type=AID", "when=none", "form=FinCnd+act=demand", "hint=si+form=FinCnd"} <= set(found)
    assert "form=def+act=none" in status_features(["det=def"], "AID", [])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Plus de 100 personnes ont manifesté à Luz.", "personnes"),
        ("Des violences policières ont éclaté.", "policières"),
    ],
)
def test_nominals_are_near_that_stand_otherwise(text: str, word: str) -> None:
    """A number with an adverb before it; an adjective that stands for a body."""
    parsed = _parsed(text)
    sheet, trigger = _first(parsed)

    assert any(word in parsed.document.cut(span_of(sheet, near)) for near in nearby(sheet, trigger))


WORDS = st.sampled_from(
    "« » le ministre a rencontré attaque contre la police arrêtés , . et mardi à Paris ont été tués accord entre de qui"
    " en 2013 russe sommet n' pas si signé libération des otages par Claire Morel leur visite".split()
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join))
def test_any_heap_of_words_is_read(text: str) -> None:
    """Spans lie in the text, types and statuses are of the lists, and reading twice gives the same."""
    parsed = _parsed("Le ministre a parlé du port. " + text)
    statements = judge(parsed, drafts_of(parsed))
    events = events_of(parsed, statements)

    whole = Span(0, len(parsed.document.text))
    for event in events:
        spans = [event.trigger, *(one.span for one in event.participants)]
        spans += [span for span in (event.place, event.time.span if event.time else None) if span]
        assert all(whole.holds(span) for span in spans)
        assert event.type in get_args(EventType)
        assert event.status in get_args(Status)
        assert 0 <= event.evidence.confidence <= 1
    assert events_of(parsed, statements) == events
    assert len(list(told_triggers(Sheet(parsed), statements))) >= len(events)


@given(st.lists(st.text(max_size=12), max_size=30))
def test_what_is_learned_gives_probabilities(features: list[str]) -> None:
    """They add up to one; unknown features weigh nothing."""
    model = Softmax(("a", "b", "c"), (0.5, 0.0, -3.0), {"known": (1.0, 0.0, 0.0)})

    assert sum(model.probabilities(features)) == pytest.approx(1)
    assert model.best(["never seen"]) == model.best([])
    assert judges("fr").status.classes == get_args(Status)
    assert judges("fr").type.classes == get_args(EventType)
    assert isinstance(judges("fr").event, Logistic)
    assert word_classes("fr")["soldats"] == word_classes("fr")["policiers"]


def _parsed(text: str, held: list[Parser] = []) -> Parsed:  # noqa: B006 - one model for the module
    if not held:
        held.append(Parser.load())
    return held[0](read(text))
