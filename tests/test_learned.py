"""What was learned beside the French model: a file that is broken or missing is said once, before anything is read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dixit

PACKAGE = Path(dixit.__file__).parent


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, to break."""
    place = tmp_path_factory.mktemp("copy") / "dixit"
    shutil.copytree(PACKAGE, place, ignore=shutil.ignore_patterns("__pycache__"))
    return place


@pytest.mark.parametrize(
    "name", ["fr-rules/belief.json.gz", "fr-rules/event-net.npz", "fr-rules/confidence.json", "fr-encoder/layers.onnx"]
)
def test_one_line_says_what_is_broken(package: Path, tmp_path: Path, name: str) -> None:
    """Two files are given, one line is printed; with the file whole again they are read."""
    for n in range(2):
        (tmp_path / f"{n}.txt").write_text("Le maire a dit que le port était fermé.", encoding="utf-8")
    whole = (package / "models" / name).read_bytes()
    (package / "models" / name).write_bytes(b"not it")
    try:
        done = subprocess.run(
            [sys.executable, "-c", "from dixit.cli import main; main()", "read", "0.txt", "1.txt"],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(package.parent)}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    finally:
        (package / "models" / name).write_bytes(whole)

    (line,) = done.stderr.splitlines()
    assert line.startswith(f"dixit: {package / 'models'}")
    assert line.endswith("; install dixit again")
    assert "mistake in dixit" not in line
    assert 1 == done.returncode
