"""Lines of the tables -> states, bodies, terms and members; also a table of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from dixit.errors import KnowledgeError
from dixit.knowledge.rows import Body, Line, Member, State, Term, lines, packaged
from dixit.knowledge.spelling import slug

COLUMNS: Final = ("name", "kind", "forms", "state", "wikidata", "source")  # of a user's table; name and kind are needed


@cache
def states() -> Mapping[str, State]:
    """All states and territories by their code."""
    return {line.text("code"): _state(line) for line in packaged("states.tsv")}


def _state(line: Line) -> State:
    return State(
        line.text("code"),
        line.optional("iso3") or "",
        line.text("name"),
        line.several("names"),
        line.several("capitals"),
        line.several("seats"),
        line.several("masculine"),
        line.several("feminine"),
        line.optional("head") or "",
        line.optional("government") or "",
        line.optional("wikidata"),
    )


@cache
def bodies() -> tuple[Body, ...]:
    """Organisations, armed groups, parties."""
    return tuple(_body(line) for line in packaged("bodies.tsv"))


def _body(line: Line) -> Body:
    until = line.when("former_until")
    former = (line.text("former"), until.first) if until else None
    state, wikidata = line.optional("state"), line.optional("wikidata")
    return Body(
        f"body/{line.text('key')}", line.kind(), line.text("name"), former, line.several("forms"), state, wikidata
    )


@cache
def terms() -> tuple[Term, ...]:
    """Who held an office, and when."""
    return tuple(_term(line) for line in packaged("holders.tsv"))


def _term(line: Line) -> Term:
    office, name, since = line.text("office"), line.text("name"), line.when("since")
    if since is None:
        raise line.wrong("the column 'since' is empty")
    # leaders.csv tells many by surname only, which others in other states bear too
    by_hand = line.text("source") != "REIGN"
    alone = " " not in name and not by_hand
    person = f"person/{office[:2].lower()}-{slug(name)}" if alone else f"person/{slug(name)}"
    names = () if alone else (name, *line.several("names"))
    surname, gender = line.optional("surname") or "", line.gender()
    return Term(
        office, person, name, surname, names, gender, since, line.when("until"), line.optional("wikidata"), by_hand
    )


@cache
def memberships() -> tuple[Member, ...]:
    """States in organisations."""
    return tuple(
        Member(f"body/{line.text('body')}", line.text("state"), line.when("since"), line.when("until"))
        for line in packaged("members.tsv")
    )


def own_table(path: Path) -> tuple[Body, ...]:
    """Actors of a user's own table, see docs/actors.md.

    Raises KnowledgeError that names the file, the line and the way out.
    """
    name = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise KnowledgeError(name, None, reason, "check the path and its permissions") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(name, None, "not UTF-8", "save it as plain text in UTF-8") from error
    found: list[Body] = []
    for line in lines(name, text, COLUMNS):
        state = line.optional("state")
        if state is not None and state not in states():
            raise line.wrong(f"{state!r} is no ISO 3166-1 code of two letters that is known here")
        called, kind = line.text("name"), line.kind()
        key = f"state/{state}" if kind == "state" and state else f"{_SORTS.get(kind, 'body')}/{slug(called)}"
        found.append(Body(key, kind, called, None, line.several("forms"), state, line.optional("wikidata")))
    if not found:
        raise KnowledgeError(name, None, "no actor stands in it", "the format is described in docs/actors.md")
    return tuple(found)


_SORTS: Final = {"person": "person"}
