"""An empty or older file -> one with the schema of this version."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import Final

# "DXIT": by this a file is known to be a store of dixit.
APPLICATION: Final = 0x44584954

# Each entry leads from the schema of its number to the next; schema.sql is the sum of them.
_STEPS: Final[dict[int, str]] = {
    1: """
DROP INDEX statements_of_speaker;
CREATE INDEX statements_of_speaker ON statements (speaker_id, repeats, act);
CREATE INDEX statements_unsure ON statements (confidence) WHERE repeats IS NULL AND NOT corrected;
CREATE INDEX events_by_day ON events (day) WHERE day IS NOT NULL;
CREATE INDEX actors_by_name ON actors (name COLLATE NOCASE);
""",
}
VERSION: Final = 2


def version_of(connection: sqlite3.Connection) -> int | None:
    """The number of the file's schema; 0 for an empty file, None for a database that is not ours."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application == APPLICATION:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return None if application or tables else 0


def migrate(connection: sqlite3.Connection) -> None:
    """All steps in one transaction, or none; another process may have done them meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        if version == 0:
            _run(connection, (files("dixit") / "store" / "schema.sql").read_text(encoding="utf-8"))
        elif version is not None:
            for step in range(version, VERSION):
                _run(connection, _STEPS[step])
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _run(connection: sqlite3.Connection, script: str) -> None:
    """One statement after the other: ``executescript`` would commit before it begins."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
