"""Tables of weights: what training writes is what the reading has."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dixit.errors import ModelError
from dixit.extract.linear import Logistic, stored, weighed


def test_a_stored_table_is_read_with_its_letters_and_numbers(tmp_path: Path) -> None:
    """Gzipped JSON; equal numbers are one object."""
    text = '{"bias": -0.5, "weights": {"mot=été": 0.25, "mot=port": 0.25}}'
    (tmp_path / "belief.json.gz").write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))

    table = stored(tmp_path, "belief")

    assert {"bias": -0.5, "weights": {"mot=été": 0.25, "mot=port": 0.25}} == table
    assert table["weights"]["mot=été"] is table["weights"]["mot=port"]


@pytest.mark.parametrize("held", [None, b"", b"not it", gzip.compress(b"{")])
def test_a_broken_or_missing_table_is_named(tmp_path: Path, held: bytes | None) -> None:
    """One line with the place and the way out."""
    if held is not None:
        (tmp_path / "belief.json.gz").write_bytes(held)
    with pytest.raises(ModelError, match=r"belief.json.gz: these weights cannot be read .*; install dixit again"):
        stored(tmp_path, "belief")


def test_unknown_features_weigh_nothing() -> None:
    """The bias alone, and a known feature beside it."""
    judge = Logistic(0.0, {"sure": 2.0})
    assert 0.5 == judge.probability(["strange"])
    assert pytest.approx(0.8807971) == judge.probability(["sure", "strange"])


def test_two_judges_are_one_by_the_mean_of_their_logarithms() -> None:
    """Equal judges change nothing; a share of nothing silences the other."""
    assert pytest.approx([0.7, 0.3], abs=1e-5) == weighed([0.7, 0.3], [0.7, 0.3], 0.5)
    assert pytest.approx([0.7, 0.3], abs=1e-5) == weighed([0.7, 0.3], [0.1, 0.9], 0.0)
