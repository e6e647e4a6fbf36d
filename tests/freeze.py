"""Write down a parse and what the rules propose for it: a new case for cases/, to be checked by eye.

python tests/freeze.py "« Nous partirons », a dit hier Claire Morel."         for cases/statements.toml
python tests/freeze.py --events "Claire Morel a rencontré le préfet à Luz."    for cases/events.toml
"""

from __future__ import annotations

import sys

from dixit.extract.participants import nearby, span_of
from dixit.extract.statements import claims
from dixit.extract.syntax import Sheet
from dixit.extract.triggers import fitting, triggers
from dixit.parse import Parser
from dixit.read import read
from dixit.types import Parsed


def table(parsed: Parsed) -> str:
    """The lines that conftest's `frozen` reads."""
    blocks = []
    for sentence in parsed.sentences:
        lines = []
        for t in parsed.tokens[sentence.first : sentence.last]:
            head = 0 if t.head == t.i else t.head - sentence.first + 1
            entity = f"{'B' if t.ent_begin else 'I'}-{t.ent}" if t.ent else "_"
            form = parsed.document.text[t.start : t.end]
            lines.append(f"{form} {t.lemma} {t.pos} {t.dep} {head} {entity} {t.morph or '_'}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _cut(sheet: Sheet, first: int, last: int) -> str:
    return sheet.parsed.document.cut(sheet.span(first, last))


def case(parser: Parser, text: str) -> str:
    """One [[case]] of the table."""
    parsed = parser(read(text))
    sheet = Sheet(parsed)
    rows = []
    for c in claims(sheet):
        speaker = _cut(sheet, c.speaker.first, c.speaker.last) if c.speaker else ""
        cue = _cut(sheet, *c.cue) if c.cue else ""
        content = " | ".join(_cut(sheet, *piece) for piece in c.pieces)
        rows.append(
            f"    {{ rule = '{c.rule}', speaker = '''{speaker}''', cue = '''{cue}''', content = '''{content}''' }},"
        )
    return f"[[case]]\ntext = '''{text}'''\nparse = '''\n{table(parsed)}\n'''\nclaims = [\n" + "\n".join(rows) + "\n]\n"


def event_case(parser: Parser, text: str) -> str:
    """One [[case]] of the table of events."""
    parsed = parser(read(text))
    rows = [f"    {row!r}," for row in proposed_events(parsed)]
    return f"[[case]]\ntext = '''{text}'''\nparse = '''\n{table(parsed)}\n'''\nevents = [\n" + "\n".join(rows) + "\n]\n"


def proposed_events(parsed: Parsed) -> list[str]:
    """Each trigger with its types, and the nominals near it by slot: "rencontré CONSULT | subj Claire Morel | ..."."""
    sheet = Sheet(parsed)
    rows = []
    for trigger in triggers(sheet):
        types = "/".join(dict.fromkeys(sense.type for sense in fitting(sheet, trigger)))
        near = [f"{one.slot} {parsed.document.cut(span_of(sheet, one))}" for one in nearby(sheet, trigger)]
        rows.append(" | ".join([f"{_cut(sheet, *trigger.range)} {types}", *near]))
    return rows


if __name__ == "__main__":
    model = Parser.load()
    write, texts = (event_case, sys.argv[2:]) if sys.argv[1] == "--events" else (case, sys.argv[1:])
    print("\n".join(write(model, text) for text in texts))  # noqa: T201
