"""The notebook of the docs runs from its first cell to its last, and shows plots."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).parent.parent / "docs"


# What the libraries of the kernel warn of is not ours.
@pytest.mark.filterwarnings("ignore")
def test_the_notebook_runs_and_shows_plots() -> None:
    """On the texts of examples/; a cell that fails fails the test, and what is kept shows what a run shows."""
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    kept = _kinds(notebook)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(DOCS)}}).execute()

    assert 2 == kept["image/png"]
    assert 1 == kept["image/svg+xml"]
    assert kept == _kinds(notebook)


def _kinds(notebook: nbformat.NotebookNode) -> Counter[str]:
    """What kinds of output its cells have; printed lines may come in one part or several."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return Counter(kind for output in outputs for kind in output.get("data", {}))
