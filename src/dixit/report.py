"""A store and some days -> one HTML page that needs nothing else: who said, asked, judged what, and what happened."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Final, TypeVar

from dixit.ask.pairs import PairRow, pairs
from dixit.labels import ACTS, EVENTS, FAMILIES, NOBODY, QUADRANTS
from dixit.plots import Cell, Part, bars, matrix, shown
from dixit.store import Database, Search
from dixit.store.details import Happened, Said, Side, happened, said
from dixit.types import Act, EventType

_Fact = TypeVar("_Fact")

_MOST: Final = 12  # entries of a list, bars of a plot
_SIDE: Final = 10  # rows and columns of the matrix
_GOOD: Final = ("praise",)
_BAD: Final = ("criticise", "accuse")
_FAMILY_NAMES: Final = {
    "dire": "affirme, exprime",
    "demander": "demande, avertit",
    "promettre": "s’engage",
    "louer": "salue",
    "blamer": "critique, accuse",
    "refuser": "dément, refuse",
}
_MONTHS: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_DAYS: Final = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    @classmethod
    def week(cls, day: date) -> Period:
        """The week from Monday to Sunday in which a day lies."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6))

    @property
    def days(self) -> list[date]:
        """Each of them."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{_DAYS[self.first.weekday()]} {_day(self.first)}"
        return f"du {_day(self.first)} au {_day(self.last)}"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the store holds of those days."""

    period: Period
    statements: list[Said]
    events: list[Happened]
    pairs: list[PairRow]


_LATEST: Final = "SELECT max(published) FROM dispatches"


def latest(store: Database) -> date | None:
    """The last day of which there is a dispatch; None: none has a day."""
    row = store.one(_LATEST)
    return date.fromisoformat(str(row[0])) if row and row[0] else None


def report(store: Database, period: Period) -> str:
    """The page; its policy lets it load nothing, and whatever the texts hold is shown as text."""
    since, until = period.first.isoformat(), period.last.isoformat()
    search = Search(since=since, until=until, limit=None)
    found = _Found(period, said(store, search), happened(store, search), pairs(store, days=(since, until)))
    style = _asset("page.css") + _asset("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" \
content="default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Dixit, {shown(str(period))}</title>
<style>{style}</style>
</head>
<body>
<header class="masthead"><h1>Dixit</h1><p>{shown(str(period))}</p></header>
<main class="report">
{_figures(found)}
{_plots(found)}
{_lists(found)}
</main>
</body>
</html>
"""


def _asset(name: str) -> str:
    return files("dixit").joinpath("templates", name).read_text(encoding="utf-8")


def _day(day: date) -> str:
    return f"{day.day}{'er' if day.day == 1 else ''} {_MONTHS[day.month - 1]} {day.year}"


def _figures(found: _Found) -> str:
    dispatches = {fact.dispatch for fact in found.statements} | {event.dispatch for event in found.events}
    outlets = {fact.publisher for fact in found.statements if fact.publisher}
    rows = (
        (len(dispatches), "dépêche", "dépêches"),
        (len(outlets), "éditeur", "éditeurs"),
        (len(found.statements), "énoncé", "énoncés"),
        (len(found.events), "événement", "événements"),
    )
    thin = "\N{NARROW NO-BREAK SPACE}"
    told = (f"<span><b>{n:,}</b> {one if n == 1 else many}</span>".replace(",", thin) for n, one, many in rows if n)
    return f'<p class="figures">{"".join(told)}</p>'


def _plots(found: _Found) -> str:
    """Acts by day, who is quoted, what happened, who judges whom."""
    by_speaker = Counter(fact.speaker.name for fact in found.statements if fact.speaker.actor and fact.speaker.name)
    speakers = [name for name, _ in _first(by_speaker)]
    rows = [(name, _families(f for f in found.statements if f.speaker.name == name)) for name in speakers]
    days = [
        (f"{_DAYS[day.weekday()]} {day.day}", _families(f for f in found.statements if f.date == day.isoformat()))
        for day in found.period.days
    ]
    acts = Counter(fact.act for fact in found.statements)
    done = [(ACTS[act], [Part(FAMILIES[act], n, "énoncés")]) for act in ACTS if (n := acts[act])]
    types = Counter(event.type for event in found.events if event.status == "actual")
    happenings = [(EVENTS[kind], [Part(QUADRANTS[kind], types[kind], "événements")]) for kind in EVENTS if types[kind]]
    per_day = _figure("Énoncés par jour", bars("Énoncés par jour", days)) if len(days) > 1 else ""
    return (
        _legend()
        + '<div class="plots">'
        + per_day
        + _figure("Énoncés par acte", bars("Énoncés par acte", done))
        + _figure("Les plus cités", bars("Les plus cités", rows))
        + _figure("Événements rapportés comme des faits", bars("Événements", happenings))
        + _figure("Qui juge qui : favorable au-dessus, défavorable au-dessous", _judged(found.statements))
        + "</div>"
    )


def _first(counts: Counter[str]) -> list[tuple[str, int]]:
    """The most, those of one count by name."""
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:_MOST]


def _families(statements: Iterable[Said]) -> list[Part]:
    counts = Counter(FAMILIES[_act(fact)] for fact in statements)
    return [Part(family, counts[family], name) for family, name in _FAMILY_NAMES.items()]


def _act(fact: Said) -> Act:
    return fact.act  # type: ignore[return-value]


def _legend() -> str:
    swatches = "".join(
        f'<li class="{family}"><span class="swatch">{name}</span></li>' for family, name in _FAMILY_NAMES.items()
    )
    return f'<ul class="legend">{swatches}</ul>'


def _figure(title: str, plot: str) -> str:
    return f"<figure><figcaption>{title}</figcaption>{plot}</figure>" if plot else ""


def _judged(statements: Sequence[Said]) -> str:
    """A matrix of those who judge and are judged most, by their names over all dispatches."""
    cells: dict[tuple[str, str], Cell] = {}
    for fact in statements:
        if fact.negated or fact.act not in (*_GOOD, *_BAD) or not (fact.speaker.actor and fact.speaker.name):
            continue
        for name in {side.name for side in fact.targets if side.actor and side.name} - {fact.speaker.name}:
            good, bad = cells.get((fact.speaker.name, name), Cell(0, 0))
            cells[fact.speaker.name, name] = Cell(good + (fact.act in _GOOD), bad + (fact.act in _BAD))
    rows, columns = Counter[str](), Counter[str]()
    for (one, other), cell in cells.items():
        rows[one] += sum(cell)
        columns[other] += sum(cell)
    right = [name for name, _ in _first(columns)][:_SIDE]
    left = [name for name, _ in _first(rows) if any((name, other) in cells for other in right)][:_SIDE]
    kept = {who: cell for who, cell in sorted(cells.items()) if who[0] in left and who[1] in right}
    return matrix("Qui juge qui", left, [name for name in right if any(name == other for _, other in kept)], kept)


def _lists(found: _Found) -> str:
    """What was asked, promised, praised and blamed, what happened, what several report."""
    sections: tuple[tuple[str, Callable[[Said], bool]], ...] = (
        ("Demandes", lambda fact: fact.act == "demand"),
        ("Engagements", lambda fact: fact.act == "commit"),
        ("Mises en garde et refus", lambda fact: fact.act in ("warn", "refuse", "deny")),
        ("Éloges", lambda fact: fact.act in _GOOD),
        ("Critiques et accusations", lambda fact: fact.act in _BAD),
    )
    told = "".join(
        _section(title, [fact for fact in found.statements if not fact.negated and fits(fact)], _statement)
        for title, fits in sections
    )
    events = [event for event in found.events if event.status == "actual" and event.actors]
    return (
        told
        + _section("Événements", events, _event)
        + _section("Rapporté par plusieurs dépêches", found.pairs, _pair, sort=False)
    )


def _towards(fact: Said) -> bool:
    """Whether it is about somebody whom the store knows, and who is not the speaker; a promise binds who makes it."""
    return fact.act == "commit" or any(side.actor and side.actor != fact.speaker.actor for side in fact.targets)


def _section(title: str, facts: Sequence[_Fact], line: Callable[[_Fact], str], *, sort: bool = True) -> str:
    """Those about somebody known, most widely told and surest first; how many there are of which these are shown."""
    first = sorted(facts, key=_weight)[:_MOST] if sort else list(facts)[:_MOST]
    count = f"{len(first)} sur {len(facts)}" if len(first) < len(facts) else str(len(facts))
    items = "".join(f"<li>{line(fact)}</li>" for fact in first)
    body = f'<ol class="told">{items}</ol>' if items else '<p class="none">rien</p>'
    return f"<section><h2>{title} ({count})</h2>{body}</section>"


def _weight(fact: object) -> tuple[bool, int, float, str]:
    outlets = fact.outlets if isinstance(fact, Said) else 1
    confidence, ref = (fact.confidence, fact.ref) if isinstance(fact, Said | Happened) else (0.0, "")
    return not (isinstance(fact, Said) and _towards(fact)), -outlets, -confidence, ref


def _statement(fact: Said) -> str:
    act = _act(fact)
    whom = _names(fact.targets)
    about = f" · {whom}" if whom else ""
    words = shown(" ".join(fact.content.split()))
    said_so = f"«\u202f{words}\u202f»" if fact.mode == "direct" else words
    return (
        f'<p class="{FAMILIES[act]}"><bdi class="who">{shown(fact.speaker.name or NOBODY)}</bdi> '
        f'<span class="act">{ACTS[act]}</span><bdi>{about}</bdi></p><p><bdi>{said_so}</bdi></p>{_where(fact)}'
    )


def _event(fact: Happened) -> str:
    kind: EventType = fact.type  # type: ignore[assignment]
    towards = f" → {_names(fact.recipients)}" if fact.recipients else ""
    facts = " · ".join(shown(part) for part in (fact.place, fact.time) if part)
    return (
        f'<p class="{QUADRANTS[kind]}"><span class="act">{EVENTS[kind]}</span> «\u202f{shown(fact.trigger)}\u202f» '
        f'<bdi class="who">{_names(fact.actors)}{towards}</bdi></p>{f"<p>{facts}</p>" if facts else ""}{_where(fact)}'
    )


def _names(sides: Sequence[Side]) -> str:
    return ", ".join(dict.fromkeys(shown(side.name) for side in sides if side.name))


def _where(fact: Said | Happened) -> str:
    """Day, publisher, title and the name by which "dixit show" finds it; a link where it stands in the web."""
    more = f"+{fact.outlets - 1}" if isinstance(fact, Said) and fact.outlets > 1 else ""
    parts = [shown(part) for part in (fact.date, fact.publisher, more, fact.title, fact.ref) if part]
    told = " · ".join(parts)
    if fact.source.startswith(("http://", "https://")):
        told = f'<a href="{shown(fact.source)}" rel="noreferrer nofollow">{told}</a>'
    return f'<p class="where"><bdi>{told}</bdi></p>'


def _pair(row: PairRow) -> str:
    lines = ((row.one_date, row.one_publisher, row.one_title), (row.other_date, row.other_publisher, row.other_title))
    titles = "".join(f"<p><bdi>{shown(' · '.join(filter(None, line)))}</bdi></p>" for line in lines)
    command = f"dixit compare {row.one[7:17]} {row.other[7:17]}"
    return f'{titles}<p class="where"><code>{command}</code></p>'
