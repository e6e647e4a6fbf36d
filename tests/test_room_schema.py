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

# Two reports of one happening, a call and its answer: rows that hold other rows.
CALL = (
    "LUZ, 3 mars 2024 (Presse-Littoral) - "
    "Le maire Léo Roc a demandé à la ministre des Transports Ana Bel de nommer un médiateur "
    "pour le port de Luz. Léo Roc a accusé Ana Bel d'avoir menti."
)
ANSWER = (
    "LUZ, 6 mars 2024 (Agence-Sud) - "
    "La ministre des Transports Ana Bel a promis de nommer un médiateur pour le port de Luz. "
    "Le maire Léo Roc lui avait demandé de nommer un médiateur pour le port."
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """Of a room over one dispatch; jobs are taken and never done, so that no document of chance is read."""
    path: Path = tmp_path_factory.mktemp("schema") / "room.db"
    with Store.open(path) as store:
        for name, text in (("livre.txt", TEXT), ("appel.txt", CALL), ("suite.txt", ANSWER)):
            store.put(dixit.read(text, name=name))
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


def test_rows_inside_rows_are_as_described(schema: schemathesis.BaseSchema) -> None:
    """What chance seldom asks for: answers of calls, two reports, a group over time, an actor day by day."""
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = [
        ("/api/calls", {}, {"state": "answered"}),
        ("/api/stances", {}, {}),
        ("/api/judgements", {}, {}),
        ("/api/events/facets", {}, {}),
        ("/api/comparison", {}, {"one": "appel.txt", "other": "suite.txt"}),
        ("/api/convergence", {}, {"group": "ana-bel,leo-roc", "per": "year"}),
        ("/api/actors/{actor}", {"actor": "ana-bel"}, {}),
        ("/api/actors/{actor}/timeline", {"actor": "ana-bel"}, {}),
        ("/api/actors/{actor}/designations", {"actor": "ana-bel"}, {}),
    ]
    for way, path, query in asked:
        answer = schema[way]["GET"].Case(path_parameters=path, query=query).call_and_validate()
        assert 200 == answer.status_code
        assert answer.json()
