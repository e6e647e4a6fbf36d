"""The API driven from its own description: no request makes the server fail, and it answers as it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

import dixit
from dixit.store import Store
from dixit.web.app import app
from dixit.web.room import Room

TEXT = "Le maire Léo Roc a promis vendredi de rouvrir la bibliothèque de Luz. « Enfin », a déclaré Ana Bel."


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """Of a room over one dispatch; jobs are taken and never done, so that no document of chance is read."""
    path: Path = tmp_path_factory.mktemp("schema") / "room.db"
    with Store.open(path) as store:
        store.put(dixit.read(TEXT, name="livre.txt"))
    room = app(Room(path, names=frozenset({"*"}), warm=False))
    room.state.desk.jobs.pause()
    with TestClient(room):
        yield schemathesis.openapi.from_asgi("/api/openapi.json", room)


def test_the_api_answers_as_it_says(schema: schemathesis.BaseSchema) -> None:
    """Whatever is asked: no server error, a documented status, and a body of the documented shape."""
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
        )
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case[Any]) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate()

        answers()
    assert asked > 300
