"""Write down a parse and what the rules propose for it: a new case for cases/statements.toml, to be checked by eye.

python tests/freeze.py "« Nous partirons », a dit hier Claire Morel."
"""

from __future__ import annotations

import sys

from dixit.extract.statements import claims
from dixit.extract.syntax import Sheet
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


if __name__ == "__main__":
    model = Parser.load()
    print("\n".join(case(model, text) for text in sys.argv[1:]))  # noqa: T201
