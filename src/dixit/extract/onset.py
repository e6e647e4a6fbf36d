"""Where a content begins that stands beside its cue clause or source: a learned choice among the places where it could.

"Selon le quotidien, premier du pays, | la route est fermée": what stands before the content in its sentence belongs to
the source, to the narrator or to another statement. Every comma, colon, dash and conjunction within the first piece is
judged by logistic regression (see training/onset.py); the likeliest place begins it, else the piece's own first word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dixit.extract.candidates import Candidate
from dixit.extract.linear import logistic
from dixit.extract.quotes import OPENING
from dixit.extract.syntax import Sheet

RULES = frozenset({"source", "quotative", "inserted", "as_told"})
_BEGIN = 0.5
_LONGEST = 150  # tokens of a first piece that is looked into: judging it takes time with the square of its length
_MARKS = frozenset({",", ":", ";", "-", "--", "(", ")", "»"})
_JOINTS = frozenset({"et", "mais", "car", "or", "donc", "que", "qu'"})


def begin(sheet: Sheet, candidate: Candidate) -> Candidate:
    """The candidate with its first piece begun where the model says."""
    first, last = candidate.pieces[0]
    if candidate.rule not in RULES or last - first > _LONGEST:
        return candidate
    model = logistic(sheet.parsed.document.language, "onset")
    places = [(model.probability(features(sheet, candidate, k)), -k) for k in places_of(sheet, candidate)]
    sure, place = max(places, default=(0.0, 0))
    if sure < _BEGIN:
        return candidate
    start = -place - 1 if sheet.form(-place - 1) == OPENING else -place
    piece = sheet.trim(start, candidate.pieces[0][1])
    return candidate if piece is None else replace(candidate, pieces=(piece, *candidate.pieces[1:]))


def places_of(sheet: Sheet, candidate: Candidate) -> Iterator[int]:
    """Tokens with which the first piece could begin, its first one left out; quotations are passed over whole."""
    first, last = candidate.pieces[0]
    ground = set(sheet.quotes.chain(first))
    for k in range(first + 1, last + 1):
        if sheet.tokens[k].pos == "PUNCT" or any(q not in ground for q in sheet.quotes.chain(_mark(sheet, k))):
            continue
        before = sheet.form(_mark(sheet, k)).lower()
        if before in _MARKS or before in _JOINTS:
            yield k


def _mark(sheet: Sheet, k: int) -> int:
    """The mark or joint before a word: for the first of a quotation what stands before the marks."""
    return k - 2 if sheet.form(k - 1) == OPENING and k > 1 else k - 1


def features(sheet: Sheet, candidate: Candidate, k: int) -> list[str]:
    """What is seen at a place: the mark before it, what stands on either side, how the two hang together."""
    tokens = sheet.tokens
    first, last = candidate.pieces[0]
    mark = sheet.form(_mark(sheet, k)).lower()
    here = tokens[k]
    word = here.form.lower() if here.pos not in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") else here.pos
    verb_before = any(sheet.finite(j) for j in range(first, k - 1))
    verb_after = any(sheet.finite(j) for j in range(k, last + 1))
    front = candidate.cue is not None and candidate.cue[0] < first
    where = f"{candidate.rule}{'<' if front else '>'}"
    shape = f"{int(verb_before)}{int(verb_after)}"
    size = k - first
    bucket = "1" if size < 3 else "3" if size < 6 else "6" if size < 12 else "12" if size < 25 else "25"
    link, opening = _link(sheet, first, k), tokens[first]
    quoted = bool(sheet.quotes.chain(k)) != bool(sheet.quotes.chain(first))
    opened = _fills(sheet, candidate, k)
    same_mark_later = any(sheet.form(_mark(sheet, j)).lower() == mark for j in places_of(sheet, candidate) if j > k)
    found = [
        f"mark={mark}",
        f"{where}|{mark}",
        f"{where}|{mark}|{shape}",
        f"{where}|{mark}|{link}",
        f"{where}|{mark}|{link}|{shape}",
        f"{where}|size={bucket}",
        f"{where}|{mark}|size={bucket}",
        f"{mark}|word={word}",
        f"{mark}|dep={here.dep}",
        f"{where}|{mark}|quoted={quoted}",
        f"{where}|{mark}|opened={opened}",
        f"opened={opened}|{shape}",
        f"opened={opened}|size={bucket}",
        f"opened={opened}|open={opening.pos}{opening.dep}",
        f"{where}|{mark}|later={same_mark_later}",
        f"{where}|{mark}|open={opening.pos}{opening.dep}",
        f"{where}|{mark}|open={opening.form.lower()}",
        f"{link}|{shape}|size={bucket}",
        f"title={sheet.paragraph(k) == 0}|{mark}",
        f"{where}|ent={opening.ent}|{mark}|{shape}",
    ]
    if mark == ",":
        marks = sum(sheet.form(j) == "," for j in range(first, k - 1))
        found.append(f"{where}|commas={min(marks, 3)}|{shape}")
    return found


def _fills(sheet: Sheet, candidate: Candidate, k: int) -> str:
    """Of the quotation that a place opens: whether it goes on to the end of the piece."""
    quote = sheet.quotes.opened_by(k - 1)
    if quote is None:
        return "no"
    last = candidate.pieces[0][1]
    return "all" if all(sheet.tokens[j].pos == "PUNCT" for j in range(quote.last + 1, last + 1)) else "part"


def _link(sheet: Sheet, first: int, k: int) -> str:
    """How what stands before a place hangs on what stands after it, or the other way round."""
    tokens = sheet.tokens
    over = {tokens[j].dep for j in range(first, k) if tokens[j].head >= k}
    back = {tokens[j].dep for j in range(k, min(k + 25, len(tokens))) if first <= tokens[j].head < k}
    over.discard("punct")
    back.discard("punct")
    return "+".join(sorted(over)[:2]) + "/" + "+".join(sorted(back)[:2])
