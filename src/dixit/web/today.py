"""The page of a day: what is new, by actor and by question; what became of calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dixit.ask import Raised
from dixit.store import Search, Store, queries, rooms
from dixit.store.finding import Found, find
from dixit.types import Act
from dixit.web.asking import raised
from dixit.web.desk import desk_of
from dixit.web.pages import Day, counts

router = APIRouter(include_in_schema=False)

_SURE_ENOUGH: Final = 0.5  # for the page of a day; not measured
_OF_A_DAY: Final = 8  # statements of one kind
_CALLS: Final = 20  # of one kind
# What a reader asks of a day, and the acts that answer it.
QUESTIONS: Final[tuple[tuple[str, tuple[Act, ...]], ...]] = (
    ("Who demands what", ("demand",)),
    ("Who promises what", ("commit",)),
    ("Who denies or refuses what", ("deny", "refuse")),
    ("Who blames whom", ("accuse", "criticise")),
    ("Who praises whom", ("praise",)),
    ("Who warns whom", ("warn",)),
)


class DayCalls(NamedTuple):
    """What became of calls on one day; what stands in several copies once."""

    made: tuple[Raised, ...]  # on that day, with what came of them
    answered: tuple[Raised, ...]  # earlier, each with what came of it on that day alone
    ended: tuple[Raised, ...]  # those whose days are over on that day, and which nothing has answered


@router.get("/")
def today(request: Request, day: Day = "") -> HTMLResponse:
    """What the last day brought, or another."""
    desk = desk_of(request)

    def ask() -> dict[str, object]:
        with desk.room.store() as store:
            days = rooms.days(store, day or None)
            shown = days.day
            return {
                "days": days,
                "dispatches": rooms.dispatches(store, day=shown, limit=200) if shown else rooms.dispatches(store),
                "voices": rooms.voices(store, shown) if shown else [],
                "events": queries.events(store, days=(shown, shown), limit=_OF_A_DAY) if shown else [],
                "questions": _questions(store, shown) if shown else [],
            }

    values = desk.memo.get(("today", day), ask)
    found, days = raised(desk, "demand"), values["days"]
    shown = days.day if isinstance(days, rooms.Days) else None
    calls = None if found is None else calls_of(found, shown or "")
    return desk.page(request, "today.html", {**values, "calls": calls, "most": _CALLS, "stats": counts(desk)})


def calls_of(found: Sequence[Raised], day: str) -> DayCalls:
    """Those that were made on a day, those that were answered, and those that stayed open."""
    answered = []
    for row in found:
        later = tuple(one for one in row.later if day == (one.day or one.date))
        if later and (row.date or day) < day:
            answered.append(row._replace(later=later))
    return DayCalls(
        made=tuple(row for row in found if day and row.date == day),
        answered=tuple(answered),
        ended=tuple(row for row in found if row.state == "open" and row.until == day),
    )


def _questions(store: Store, day: str) -> list[tuple[str, tuple[Act, ...], list[Found]]]:
    """The statements of a day by what is asked of it, in the order of the texts."""
    found = find(store, Search(since=day, until=day, min_confidence=_SURE_ENOUGH, limit=None))
    return [(name, acts, [row for row in found if row.act in acts][:_OF_A_DAY]) for name, acts in QUESTIONS]
