"""Statements that no cue claims: quotations on their own, an interview's answers, a title with a source in brackets."""

from __future__ import annotations

from collections.abc import Iterator

from dixit.extract.candidates import Candidate, Taken, is_heading, is_name
from dixit.extract.colons import ANSWERED, ASKED
from dixit.extract.openings import connects
from dixit.extract.people import noun
from dixit.extract.quotes import OPENING, Quote
from dixit.extract.syntax import VERBAL, Sheet, Speaker


def bare(sheet: Sheet, taken: Taken) -> Iterator[Candidate]:
    """Quotations that no cue claims: whole ones go on from the speaker before; a sentence may hold only fragments."""
    seen: set[int] = set()
    for quote in sheet.quotes.all:
        one_word = quote.first == quote.last
        if quote.depth or taken.meets((quote.first, quote.last)) or (one_word and is_heading(sheet, quote)):
            continue
        first = sheet.sentence(quote.opening)[0]
        lead = [k for k in range(first, quote.opening) if sheet.tokens[k].pos != "PUNCT"]
        last_mark = quote.closing if quote.closing is not None else quote.last
        end = sheet.sentence(last_mark)[1]
        rest = [k for k in range(last_mark + 1, end + 1) if sheet.tokens[k].pos != "PUNCT"]
        if (not rest and connects(sheet, lead)) or (not lead and _apart(sheet, quote, last_mark + 1)):
            verbal = any(sheet.tokens[k].pos in VERBAL for k in range(quote.first, quote.last + 1))
            key, speaker = "" if verbal else "verbless", _signed(sheet, end)
            yield Candidate("bare", None, key, None, speaker, ((quote.first, quote.last),), False, verbal)
            continue
        if first in seen or (lead and is_name(sheet, quote)):
            continue
        seen.add(first)
        piece = sheet.trim(first, end)
        if piece is not None:
            yield Candidate("loose", None, "tail" if not lead else "lead", None, None, (piece,), False, False)


def _apart(sheet: Sheet, quote: Quote, after: int) -> bool:
    """Whether what goes on is the narrator's: "« ... » : le port rouvre", "« ... », devant la presse".

    After a comma only where the quotation is a sentence: "« Le Monde », quotidien du soir" goes on.
    """
    sentence = any(sheet.finite(k) for k in range(quote.first, quote.last + 1))
    return sheet.form(after) == ":" or (sheet.form(after) == "," and sentence)


def _signed(sheet: Sheet, end: int) -> Speaker | None:
    """Who signs a quotation that is set apart: the paragraph below it is "— Irina Bolkane, ministre de la Pêche"."""
    first = end + 2
    if first >= len(sheet.tokens) or sheet.same_paragraph(end, end + 1):
        return None
    if sheet.parsed.document.text[sheet.tokens[end + 1].start] not in _SIGNS:
        return None
    last = sheet.last_of_paragraph(first)
    if any(sheet.finite(k) or sheet.form(k) == OPENING for k in range(first, last + 1)):
        return None
    comma = next((k for k in range(first, last + 1) if sheet.form(k) in (",", "(")), last + 1)
    piece = sheet.trim(first, comma - 1)
    if piece is None or (last + 1 < len(sheet.tokens) and sheet.form(last + 1) == sheet.form(end + 1)):
        return None  # a list or a dialogue goes on
    inside = range(piece[0], piece[1] + 1)
    outer = (k for k in inside if not piece[0] <= sheet.tokens[k].head <= piece[1] or sheet.tokens[k].head == k)
    head = next(outer, piece[0])
    somebody = sheet.tokens[head].ent in ("PER", "ORG") or noun(sheet.form(head)) is not None
    return Speaker(piece[0], piece[1], head) if somebody else None


_SIGNS = frozenset("—–―")


def answers(sheet: Sheet) -> Iterator[Candidate]:
    """From "Question : Et le quai ? / Réponse : Nous l'ouvrirons": what is answered, up to the next question.

    An answer in marks is a quotation like others. The last answer has one paragraph: nothing tells where it ends.
    """
    labels = [
        k for k in _first_tokens(sheet) if sheet.form(k) in ASKED | ANSWERED and sheet.form(k + 1) in _AFTER_LABEL
    ]
    if not any(sheet.form(k) in ASKED for k in labels):
        return
    for n, k in enumerate(labels):
        if sheet.form(k) in ANSWERED and sheet.form(k + 2) != OPENING:
            last = labels[n + 1] - 1 if n + 1 < len(labels) else sheet.last_of_paragraph(k)
            piece = sheet.trim(k + 2, last)
            if piece is not None and sheet.form(piece[0]) not in ASKED:
                yield Candidate("answer", None, None, None, None, (piece,), False, True)


_AFTER_LABEL = frozenset({":", ".", "-", "--", "–"})


def _first_tokens(sheet: Sheet) -> Iterator[int]:
    """The first token of each paragraph."""
    before = -1
    for sentence in sheet.parsed.sentences:
        if sentence.paragraph != before:
            yield sentence.first
        before = sentence.paragraph


def title_source(sheet: Sheet) -> Iterator[Candidate]:
    """A title whose source stands in brackets: "Le Canada se prépare (Trudeau)"."""
    document = sheet.parsed.document
    if document.title is None or not sheet.parsed.sentences:
        return
    last = max((s.last - 1 for s in sheet.parsed.sentences if s.paragraph == 0), default=-1)
    if last < 3 or sheet.form(last) != ")":
        return
    opening = next((k for k in range(last - 1, max(last - 6, 0), -1) if sheet.form(k) == "("), None)
    if opening is None or opening + 1 > last - 1:
        return
    colon_at = next((k for k in range(min(4, opening)) if sheet.form(k) == ":"), -1)
    piece = sheet.trim(colon_at + 1, opening - 1)
    if piece is not None and any(_names(sheet, k) for k in range(opening + 1, last)):
        head = next((k for k in range(opening + 1, last) if sheet.tokens[k].pos in ("PROPN", "NOUN")), opening + 1)
        yield Candidate("title_source", None, None, None, Speaker(opening + 1, last - 1, head), (piece,), False, True)


def _names(sheet: Sheet, k: int) -> bool:
    """Whether a word in a title's bracket says who: "(Trudeau)", "(police)", but not "(extraits)"."""
    token = sheet.tokens[k]
    return bool(token.ent) or token.pos == "PROPN" or token.form.isupper() or noun(token.form) is not None
