"""A gold folder -> for each text its Document, and each gold statement as a Draft with its labels.

Strings are resolved to offsets by gold.py itself, so that training and scoring mean the same characters.

    for text in load(Path("../shared/gold/train"), parser):
        for row in text.rows: row.draft, row.act, row.to, row.target
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import yaml

from dixit.read import read
from dixit.types import Act, Draft, Evidence, Parsed, Span, Token

if TYPE_CHECKING:
    from dixit.parse import Parser

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD_PY = SHARED / "tools" / "gold.py"
CERTAIN = Evidence("gold", 1.0)


@dataclass(frozen=True, slots=True)
class Row:
    """One gold statement."""

    id: str
    draft: Draft
    act: Act
    to: Span | None  # None: the text names no addressee
    target: Span | None  # None: the sentence names none, or the act has none
    who: str | None  # None: nobody is known
    parent: int | None  # index of the row in whose content this one stands; None: the narrator tells it
    first_act: Act | None = None  # what it was called before a second reading corrected it (relabel.py)


@dataclass(frozen=True, slots=True)
class GoldText:
    """One gold text, parsed, with its statements in the order of their file."""

    stem: str
    parsed: Parsed
    rows: tuple[Row, ...]
    has_targets: bool  # False: an older file that was annotated without them


def gold_tool(path: Path = GOLD_PY) -> ModuleType:
    """gold.py as a module."""
    spec = importlib.util.spec_from_file_location("gold", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(folder: Path, parser: Parser) -> Iterator[GoldText]:
    """Every text of a gold folder, in the order of their names."""
    tool = gold_tool()
    for stem, (_, statements) in tool.load_gold(folder).items():
        path = folder / f"{stem}.txt"
        document = read(path.read_bytes(), name=stem)
        if document.text != path.read_text(encoding="utf-8"):
            raise ValueError(f"{path}: reading changed the text, so that gold offsets do not hold")
        parsed = parser(document)
        raw = yaml.safe_load((folder / f"{stem}.yaml").read_text(encoding="utf-8"))["statements"]
        ids = {s["id"]: n for n, s in enumerate(statements)}
        rows = tuple(row_of(parsed, s, ids.get(s["in"])) for s in statements)
        yield GoldText(stem, parsed, rows, any("target" in row for row in raw))


def row_of(parsed: Parsed, s: dict, parent: int | None) -> Row:  # type: ignore[type-arg]  # gold.py's own shape
    """A statement in the shape that gold.py gives, as a draft with its labels."""
    span = lambda x: Span(*x) if x else None  # noqa: E731
    cue = span(s["cue"])
    head = cue_head(parsed, cue) if cue else None
    lemma = parsed.tokens[head].lemma if head is not None else None
    content = tuple(sorted(Span(*x) for x in s["content"]))
    draft = Draft(span(s["speaker"]), cue, head, lemma, content, s["mode"], False, None, CERTAIN)
    target = span(s["targets"][0]) if s["targets"] else None
    return Row(s["id"], draft, s["act"], span(s["to"]), target, s["who"], parent, s.get("first_act"))


def tokens_in(parsed: Parsed, span: Span) -> Sequence[Token]:
    """Tokens that share a character with a span."""
    return [t for t in parsed.tokens if t.start < span.end and span.start < t.end]


def cue_head(parsed: Parsed, cue: Span) -> int | None:
    """Index of a cue's main word: its lexical verb rather than the auxiliary, else the top of its tree."""
    inside = tokens_in(parsed, cue)
    if not inside:
        return None
    here = {t.i for t in inside}
    verbs = [t for t in inside if t.pos == "VERB"]
    if verbs:  # "a laissé entendre", "a fait savoir": the first is the one that the others hang on
        return min(verbs, key=lambda t: (t.head in here and parsed.tokens[t.head].pos == "VERB", t.i)).i
    for wanted in ("NOUN", "ADJ", "PROPN", "ADP"):
        found = [t for t in inside if t.pos == wanted]
        if found and wanted != "ADP":
            return found[0].i
    return next((t.i for t in inside if t.head not in here), inside[0].i)
