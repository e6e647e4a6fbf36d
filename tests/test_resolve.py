"""Who is who: names, titles, descriptions and pronouns of frozen parses, tied to actors."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.extract.mentions import mentions
from dixit.resolve import resolve
from dixit.resolve.contents import Contents
from dixit.types import Cast, Document, Evidence, Parsed, Span, Statement

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "actors.toml").read_text(encoding="utf-8")
)["case"]
Frozen = Callable[..., Parsed]


def find(text: str, wanted: str) -> Span:
    """Where a string stands; "il@2" is the second "il"."""
    plain, _, nth = wanted.partition("@")
    at = -1
    for _ in range(int(nth or 1)):
        at = text.index(plain, at + 1)
    return Span(at, at + len(plain))


def statement(text: str, row: dict[str, str]) -> Statement:
    """A statement with what resolve looks at: its people, its content, whether there is a cue."""
    speaker = find(text, row["speaker"]) if "speaker" in row else None
    content = find(text, row["content"])
    quoted = content.start > 0 and text[content.start - 1] in '"«'
    cue = Span(content.end, content.end + 1) if speaker else None
    mode: Any = "direct" if quoted else "mention"
    to, target = (tuple(find(text, row[key]) for key in (role,) if key in row) for role in ("to", "target"))
    return Statement(speaker, cue, None, (content,), mode, "assert", to, target, False, None, Evidence("test", 1.0))


def cast_of(case: dict[str, Any], frozen: Frozen) -> Cast:
    """The actors of a case."""
    parsed = frozen(case["text"], case["parse"], title=case["title"])
    statements = [statement(case["text"], row) for row in case["statements"]]
    return resolve(parsed, statements, mentions(parsed))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_who_speaks(case: dict[str, Any], frozen: Frozen) -> None:
    """Each statement has the actor that the case says."""
    cast = cast_of(case, frozen)

    given = [cast.actors[at].name if at is not None else "-" for at in cast.speakers]

    assert case["who"] == given


@pytest.mark.parametrize(
    "case", [case for case in CASES if "told" in case or "judged" in case], ids=lambda case: str(case["name"])
)
def test_who_is_told_and_judged(case: dict[str, Any], frozen: Frozen) -> None:
    """Each addressee and target has the actor that the case says; "-": a thing, or nobody who is known."""
    cast = cast_of(case, frozen)

    def names(rows: tuple[tuple[int | None, ...], ...]) -> list[str]:
        return [cast.actors[at].name if at is not None else "-" for row in rows for at in row]

    assert case.get("told", []) == names(cast.addressees)
    assert case.get("judged", []) == names(cast.targets)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_mentions_lie_in_the_text(case: dict[str, Any], frozen: Frozen) -> None:
    """Every actor has mentions, in text order, inside the text; every role's words are the text's."""
    cast = cast_of(case, frozen)

    for actor in cast.actors:
        spans = [mention.span for mention in actor.mentions]
        assert spans
        assert spans == sorted(spans, key=lambda span: (span.start, -span.end))
        assert all(span.end <= len(case["text"]) for span in spans)
        assert all(case["text"][role.span.start : role.span.end] == role.title for role in actor.roles)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_the_same_parse_gives_the_same_cast(case: dict[str, Any], frozen: Frozen) -> None:
    """Nothing depends on chance or on what was resolved before."""
    assert cast_of(case, frozen) == cast_of(case, frozen)


def test_a_role_has_its_body(frozen: Frozen) -> None:
    """The body named inside a title is what the role belongs to."""
    case = next(case for case in CASES if case["name"] == "a name followed by its title")
    cast = cast_of(case, frozen)

    person = next(actor for actor in cast.actors if actor.name == "Antoine Guérin")
    bodies = [cast.actors[role.of].name if role.of is not None else None for role in person.roles]

    assert ["secrétaire général de l'Union des ports"] == [role.title for role in person.roles]
    assert ["Union des ports"] == bodies


def test_addressees_and_targets_are_actors(frozen: Frozen) -> None:
    """Who is spoken to and who is judged are looked up like speakers."""
    case = next(case for case in CASES if case["name"] == "a pronoun has the gender of who it stands for")
    parsed = frozen(case["text"], case["parse"])
    text = case["text"]
    said = Statement(
        find(text, "La maire Claire Dumas"),
        None,
        None,
        (find(text, "un délai"),),
        "mention",
        "demand",
        (find(text, "Paul Blanc"),),
        (find(text, "Il"),),
        False,
        None,
        Evidence("test", 1.0),
    )

    cast = resolve(parsed, [said], mentions(parsed))

    (addressee,), (target,) = cast.addressees[0], cast.targets[0]
    assert addressee is not None
    assert addressee == target
    assert cast.actors[addressee].name == "Paul Blanc"


def test_a_text_without_statements_has_its_named_actors(frozen: Frozen) -> None:
    """Who has a name is an actor although nobody speaks; a common noun is none."""
    case = CASES[0]
    parsed = frozen(case["text"], case["parse"], title=True)

    assert ["Paul Valmont"] == [actor.name for actor in resolve(parsed, [], mentions(parsed)).actors]


def test_an_empty_document_has_no_actors() -> None:
    """No tokens, no actors."""
    document = Parsed(_empty(), (), (), (), ())

    assert resolve(document, [], mentions(document)) == Cast((), (), (), ())


def _empty() -> Document:
    return Document("sha256:0", "<test>", "fr", "", None, (), None)


SPANS = st.tuples(st.integers(0, 20), st.integers(1, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def _said(*content: Span) -> Statement:
    return Statement(None, None, None, content, "direct", "assert", (), (), False, None, Evidence("test", 1.0))


@given(st.lists(st.lists(SPANS, min_size=1, max_size=3), max_size=8), SPANS, st.integers(0, 8))
def test_the_shortest_content_that_holds_a_span(rows: list[list[Span]], span: Span, number: int) -> None:
    """Looked up by place, a span's parent is the one that a pass over all statements finds."""
    wanted = [
        (content.end - content.start, other)
        for other, row in enumerate(rows)
        for content in row
        if other != number and content.holds(span)
    ]

    given_parent = Contents([_said(*row) for row in rows]).parent(number, span)

    assert (min(wanted)[1] if wanted else None) == given_parent
