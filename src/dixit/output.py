"""A text -> the place that was asked for: a file whole or not at all, standard output, never over what was read."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from dixit.errors import OutputError

STDOUT: Final = Path("-")

# How a file begins that dixit may have written itself; another one is not written over.
_OURS: Final = {".json": b'{"schema":"dixit/', ".html": b"<!DOCTYPEhtml>"}
_ANOTHER: Final = "name another place, or take that file away"


def guard(target: Path, kind: str, inputs: Iterable[str]) -> None:
    """Raises OutputError where writing would destroy an input, or a file that holds no record or page (``kind``).

    "dixit read --html b.txt a.txt": b.txt is a text, and the name of the page was forgotten
    """
    try:
        here = target.stat()
        if target == STDOUT or not stat.S_ISREG(here.st_mode) or _is_stdout(here):
            return
        for name in inputs:
            if os.path.exists(name) and os.path.samestat(os.stat(name), here):  # noqa: PTH110, PTH116 - "-" is a name
                raise OutputError(str(target), "is one of the texts to read, and would be lost", "name another place")
        with target.open("rb") as file:
            begins = b"".join(file.read(64).split())
    except OSError:
        return  # there is none, or writing says what is wrong
    if begins and not begins.startswith(_OURS[kind]):
        raise OutputError(str(target), "is there already, and was not written by dixit", _ANOTHER)


def write(target: Path, text: str) -> None:
    """The whole file or nothing of it, whatever interrupts; straight into what is no regular file.

    Raises OutputError.
    """
    with said(str(target)):
        if target == STDOUT:
            show(text)
            return
        here = target.stat() if target.exists() else None
        if here is not None and _is_stdout(here):
            show(text)
        elif here is not None and not stat.S_ISREG(here.st_mode):
            target.write_text(text, encoding="utf-8", newline="\n")
        else:
            with _replaced(target.resolve()) as out:
                out.write(text.encode("utf-8"))


def show(text: str) -> None:
    """On standard output, in UTF-8 whatever the locale; raises OutputError where that is closed."""
    if sys.stdout is None:
        raise OutputError("standard output", "is closed", "leave it open, or name a place with --output or --html")
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


@contextmanager
def written(target: Path) -> Iterator[BinaryIO]:
    """The same for bytes as they come: the file takes its place when it is complete. Raises OutputError."""
    with said(str(target)):
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            with target.open("wb") as out:
                yield out
        else:
            with _replaced(target.resolve()) as out:
                yield out


@contextmanager
def _replaced(path: Path) -> Iterator[BinaryIO]:
    partial = path.with_name(f".dixit-{os.getpid()}.part")  # short, for the name itself may be as long as can be
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with partial.open("wb") as out:
            yield out
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _is_stdout(here: os.stat_result) -> bool:
    """Whether a file is what standard output goes to ("--html /dev/stdout > page.html")."""
    try:
        return os.path.samestat(here, os.fstat(1))
    except OSError:
        return False


@contextmanager
def said(place: str) -> Iterator[None]:
    """An operating system's error as OutputError; but a reader that went away ("| head") is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(place, f"cannot be written: {reason}", "name a place where you may write") from error
