"""Questions of those who put readings right: what is unsure, how much is left, who has done what."""

from __future__ import annotations

from typing import Final, NamedTuple

from dixit.store.database import Database


class Unsure(NamedTuple):
    """A statement of which the reader is not sure, and that nobody has looked at."""

    dispatch: str  # digest
    statement: str
    title: str | None
    published: str | None
    speaker: str | None
    act: str
    content: str
    confidence: float


_UNSURE: Final = """
WITH least AS (
    SELECT s.id FROM statements AS s
    WHERE s.repeats IS NULL AND NOT s.corrected
      AND ($dispatch IS NULL OR s.dispatch_id = (SELECT id FROM dispatches WHERE digest = $dispatch))
    ORDER BY s.confidence, s.id LIMIT $limit OFFSET $skip
)
SELECT d.digest, s.key, d.title, d.published, coalesce(a.name, p.name, s.speaker), s.act, s.content, s.confidence
FROM least JOIN statements AS s ON s.id = least.id JOIN dispatches AS d ON d.id = s.dispatch_id
LEFT JOIN appearances AS p ON p.id = s.speaker_id LEFT JOIN actors AS a ON a.id = p.actor_id
ORDER BY s.confidence, s.id
"""


def unsure(store: Database, *, dispatch: str | None = None, limit: int = 20, skip: int = 0) -> list[Unsure]:
    """The least certain first; ``dispatch`` is a digest."""
    rows = store.rows(_UNSURE, dispatch=dispatch, limit=limit, skip=skip)
    return [Unsure(*row) for row in rows]  # type: ignore[arg-type]


class Work(NamedTuple):
    """How much somebody has put right."""

    by: str
    day: str
    corrections: int
    dispatches: int


_WORK: Final = """
SELECT by, substr(at, 1, 10), count(*), count(DISTINCT digest) FROM corrections WHERE undone IS NULL
GROUP BY by, substr(at, 1, 10) ORDER BY 2 DESC, 3 DESC, by LIMIT $limit
"""


def work(store: Database, *, limit: int = 14) -> list[Work]:
    """Who has put right how much on which day, the latest first."""
    return [Work(*row) for row in store.rows(_WORK, limit=limit)]  # type: ignore[arg-type]


_LEFT: Final = "SELECT count(*) FROM statements WHERE repeats IS NULL AND NOT corrected AND confidence < $below"


def left(store: Database, *, below: float) -> int:
    """How many unsure statements nobody has looked at."""
    return int(str(store.rows(_LEFT, below=below)[0][0]))


class Change(NamedTuple):
    """A merge, split or renaming of actors."""

    at: str
    by: str
    action: str
    actor: str
    detail: str


_CHANGES: Final = """
SELECT at, by, action, actor, detail FROM actor_changes WHERE $actor IS NULL OR actor = $actor
ORDER BY id DESC LIMIT $limit
"""


def actor_changes(store: Database, actor: str | None = None, *, limit: int = 20) -> list[Change]:
    """What people have said of who is who, the latest first."""
    return [Change(*row) for row in store.rows(_CHANGES, actor=actor, limit=limit)]  # type: ignore[arg-type]
