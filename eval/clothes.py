"""Whether the same text in other typographic clothes gives the same statements.

    python -m eval.clothes [FOLDER]

Each text of FOLDER (../shared/gold/dev) is dressed anew: straight, curly or French quotation marks, typographic or ASCII
apostrophes, no-break spaces, lines broken at 72 columns, capitals without accents. A statement is the same where act,
mode and the words of cue, speaker and content are, marks and accents aside. Printed: the share of statements that differ
(those lost and those new, over those of both readings).
"""

from __future__ import annotations

import re
import sys
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from training.goldset import SHARED

from dixit import Reader, Record

Signature = tuple[str, ...]


def curly(text: str) -> str:
    return _marks(text, "“", "”")


def french(text: str) -> str:
    return _marks(text, "« ", " »")


def straight(text: str) -> str:
    return re.sub(r"[“„«]\s?|\s?[”»]", '"', text)


def _marks(text: str, opening: str, closing: str) -> str:
    """Quotation marks of every kind as the two given."""
    plain = straight(text)
    plain = re.sub(r'(^|[\s(\[\'’-])"(?=\S)', lambda m: m[1] + opening, plain, flags=re.M)
    return plain.replace('"', closing)


def apostrophes(text: str) -> str:
    return text.replace("'", "’")


def ascii_apostrophes(text: str) -> str:
    return text.replace("’", "'")


def no_break(text: str) -> str:
    return re.sub(r" (?=[:;?!»%])|(?<=«) |(?<=\d) (?=\d{3})", "\u00a0", text)


def wrapped(text: str) -> str:
    return "\n\n".join(textwrap.fill(p, 72, break_on_hyphens=False, break_long_words=False) for p in text.split("\n\n"))


def bare_capitals(text: str) -> str:
    flat = lambda c: unicodedata.normalize("NFKD", c)[0] if c.isupper() else c  # noqa: E731
    return "".join(flat(c) for c in text)


CLOTHES: dict[str, Callable[[str], str]] = {
    "curly marks": curly,
    "French marks": french,
    "straight marks": straight,
    "typographic apostrophes": apostrophes,
    "ASCII apostrophes": ascii_apostrophes,
    "no-break spaces": no_break,
    "lines of 72 columns": wrapped,
    "capitals without accents": bare_capitals,
}


def signatures(record: Record) -> Counter[Signature]:
    """What is compared of each statement."""
    return Counter(
        (
            s.act,
            s.mode,
            _plain(s.cue.text if s.cue else ""),
            _plain(s.speaker.mention.text if s.speaker.mention else ""),
            _plain(" ".join(piece.text for piece in s.content)),
        )
        for s in record.statements
    )


def _plain(text: str) -> str:
    """Words alone, in lower case without accents."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", flat))


def main(folder: Path) -> None:
    reader = Reader.load()
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    plain = [signatures(reader.read(text)) for text in texts]
    total = sum(sum(each.values()) for each in plain)
    print(f"{len(texts)} texts, {total} statements")
    for name, dress in CLOTHES.items():
        dressed = [signatures(reader.read(dress(text))) for text in texts]
        lost = sum(sum((a - b).values()) for a, b in zip(plain, dressed, strict=True))
        new = sum(sum((b - a).values()) for a, b in zip(plain, dressed, strict=True))
        both = total + sum(sum(each.values()) for each in dressed)
        print(f"  {name:26} {(lost + new) / both:6.1%}  ({lost} lost, {new} new)")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "gold" / "dev")
