"""Who praises, criticises, accuses, warns, refuses whom: pairs of actors with counts, and each count's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from dixit.ask.judging import AGAINST, FOR, Grouping, Judgement, Wanted, group, judgements
from dixit.knowledge import packaged
from dixit.store.database import Database


class Stance(NamedTuple):
    """What one actor says for and against another."""

    speaker: str
    speaker_key: str  # slug, or "state/FR" where all that speak for a state are taken together
    target: str
    target_key: str
    praise: int
    criticise: int
    accuse: int
    warn: int
    refuse: int
    total: int
    first: str | None  # day of the first of them; None: no dispatch has a day
    last: str | None
    statements: tuple[str, ...]  # "sha256:…:s3" of each, in the order of days


class Judged(NamedTuple):
    """One of the statements behind a count, with its words."""

    dispatch: str
    statement: str
    date: str | None
    publisher: str | None
    speaker: str
    actor: str
    act: str
    targets: str
    content: str
    start: int
    end: int
    confidence: float


def stances(store: Database, wanted: Wanted | None = None, *, by: Grouping = "actor") -> list[Stance]:
    """Pairs of actors, those with most statements first; whoever speaks about itself is left out."""
    names = state_names() if by == "state" else {}
    pairs: dict[tuple[str, str], list[Judgement]] = {}
    called: dict[str, str] = {}
    for one in judgements(store, wanted or Wanted()):
        speaker, name = group(one.speaker, by, names)
        called[speaker] = name
        for target, name in {group(whom, by, names) for whom in one.targets}:
            called[target] = name
            if target != speaker:
                pairs.setdefault((speaker, target), []).append(one)
    rows = [_row((speaker, target), called, said) for (speaker, target), said in pairs.items()]
    return sorted(rows, key=lambda row: (-row.total, row.speaker_key, row.target_key))


def _row(pair: tuple[str, str], called: dict[str, str], said: Sequence[Judgement]) -> Stance:
    acts = Counter(one.act for one in said)
    days = sorted(one.date for one in said if one.date)
    return Stance(
        speaker=called[pair[0]],
        speaker_key=pair[0],
        target=called[pair[1]],
        target_key=pair[1],
        praise=acts["praise"],
        criticise=acts["criticise"],
        accuse=acts["accuse"],
        warn=acts["warn"],
        refuse=acts["refuse"],
        total=len(said),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        statements=tuple(f"{one.dispatch}:{one.key}" for one in said),
    )


def state_names() -> dict[str, str]:
    """French names of states by their codes."""
    return {code: state.name for code, state in packaged().states.items()}


def judged(store: Database, wanted: Wanted | None = None) -> list[Judged]:
    """The statements that the counts are made of, the latest first, each with its exact words."""
    rows = [
        Judged(
            dispatch=one.dispatch,
            statement=one.key,
            date=one.date,
            publisher=one.publisher,
            speaker=one.speaker.name,
            actor=one.speaker.slug,
            act=one.act,
            targets="; ".join(whom.name for whom in one.targets),
            content=one.content,
            start=one.start,
            end=one.end,
            confidence=one.confidence,
        )
        for one in judgements(store, wanted or Wanted())
        if any(whom.actor != one.speaker.actor for whom in one.targets)
    ]
    return rows[::-1]


class Matrix(NamedTuple):
    """Speakers by targets; a cell counts what is said for and against, None where nothing is."""

    speakers: tuple[str, ...]
    targets: tuple[str, ...]
    cells: tuple[tuple[tuple[int, int] | None, ...], ...]


_AGAINST: Final = sorted(AGAINST)


def matrix(rows: Iterable[Stance], size: int) -> Matrix:
    """The speakers and targets with most statements, so many of each."""
    held = list(rows)
    speakers, targets = _most(held, "speaker", size), _most(held, "target", size)
    cells = {(row.speaker_key, row.target_key): _sides(row) for row in held}
    return Matrix(
        tuple(name for _, name in speakers),
        tuple(name for _, name in targets),
        tuple(tuple(cells.get((speaker, target)) for target, _ in targets) for speaker, _ in speakers),
    )


def _most(rows: Iterable[Stance], part: str, size: int) -> list[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts[getattr(row, f"{part}_key"), getattr(row, part)] += row.total
    return [pair for pair, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:size]]


def _sides(row: Stance) -> tuple[int, int]:
    return sum(getattr(row, act) for act in FOR), sum(getattr(row, act) for act in _AGAINST)
