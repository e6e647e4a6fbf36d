"""Statements whose content follows a colon, as a quotation, a clause or a list, or stands as a quoted object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dixit.extract.candidates import Candidate
from dixit.extract.cues import Cue, cue_at
from dixit.extract.governed import names_nobody, speaker_of
from dixit.extract.items import after_marker
from dixit.extract.people import noun, seat, state
from dixit.extract.quotes import OPENING
from dixit.extract.syntax import VERBAL, Range, Sheet, Speaker

# What joins an item to the cue, and is no part of its content.
ASKED: Final = frozenset({"Q", "QUESTION", "Question"})  # labels of an interview
ANSWERED: Final = frozenset({"R", "REPONSE", "RÉPONSE", "Réponse"})
_JOINTS: Final = frozenset({"à", "de", "d'", "que", "qu'"})


def colon(sheet: Sheet, mark: int, cues_by_token: dict[int, Cue]) -> Iterator[Candidate]:
    """From "Il a prévenu : « Nous partirons »": the quotation, in the next paragraph too; "X : « ... »" as heading."""
    tokens = sheet.tokens
    opening = next((k for k in range(mark + 1, min(mark + 3, len(tokens))) if tokens[k].form == OPENING), None)
    first, _ = sheet.sentence(mark)
    if opening is None or not (sheet.same_paragraph(mark, opening) or opening == mark + 1):
        yield from _colon_clause(sheet, mark, cues_by_token)
        return
    quote = sheet.quotes.opened_by(opening)
    if quote is None:
        return
    piece = (quote.first, quote.last)
    cue = _governing(sheet, first, mark, cues_by_token)
    if cue is not None:
        speaker = speaker_of(sheet, cue)
        if not sheet.same_paragraph(mark, opening) and (speaker is None or cue.entry.frame("q") is None):
            return  # "Lire aussi :", a list of titles
        if not cue.entry.key and (speaker is None or names_nobody(sheet, speaker.head)):
            # "ce sont des vies qui basculent : « ... »": no verb of speech and nobody who speaks
            yield Candidate("heading", None, None, None, None, (piece,), False, True)
            return
        negated = sheet.negated(cue.main)
        key = cue.entry.key or tokens[cue.main].lemma
        yield Candidate("colon", cue.main, key, cue.span, speaker, (piece,), False, bool(cue.entry.frames), negated)
        return
    head = next((k for k in range(first, mark) if tokens[k].head == k or not first <= tokens[k].head < mark), None)
    if head is not None and tokens[head].pos in ("PROPN", "NOUN"):
        speaker = sheet.speaker(head) if _speaks(sheet, head) else None
        yield Candidate("heading", None, None, None, speaker, (piece,), False, True)


def _speaks(sheet: Sheet, head: int) -> bool:
    """Whether the head of a heading can speak: not a place, a topic or the label of an interview's answers."""
    token = sheet.tokens[head]
    if token.pos == "NOUN":
        return noun(token.form) is not None or token.lemma in ("réponse", "réaction")
    place = state(token.form) is not None or (token.ent == "LOC" and seat(token.form) is None)
    return not place and token.form not in ASKED | ANSWERED


def _governing(sheet: Sheet, first: int, mark: int, cues_by_token: dict[int, Cue]) -> Cue | None:
    """The cue before a colon: the nearest lexicon verb outside quotations, else the last finite verb."""
    outside = [k for k in range(first, mark) if sheet.quotes.around[k] == sheet.quotes.around[mark]]
    known = [k for k in outside if k in cues_by_token]
    if known:
        quoting = [k for k in known if cues_by_token[k].entry.frame("q")]
        return cues_by_token[(quoting or known)[-1]]
    verbs = [k for k in outside if sheet.tokens[k].pos == "VERB"]
    return cue_at(sheet, verbs[-1]) if verbs else None


def _colon_clause(sheet: Sheet, mark: int, cues_by_token: dict[int, Cue]) -> Iterator[Candidate]:
    """From "Le ministre prévient : la route sera fermée": what follows, where the verb takes a clause"""
    first, end = sheet.sentence(mark)
    cue = cues_by_token.get(mark - 1)
    if cue is None or not cue.entry.frame("q") or cue.main < first:
        return
    piece = sheet.trim(mark + 1, end)
    if piece is not None and any(sheet.tokens[k].pos in VERBAL for k in range(piece[0], piece[1] + 1)):
        yield Candidate(
            "colon_clause", cue.main, cue.entry.key, cue.span, speaker_of(sheet, cue), (piece,), False, True
        )


def adjacent(sheet: Sheet, cue: Cue) -> Iterator[Candidate]:
    """From "X a répondu simplement « Non »": a quotation that stands as the verb's object"""
    if cue.entry.frame("q") is None:
        return
    tokens = sheet.tokens
    end = sheet.sentence(cue.main)[1]
    for k in range(cue.last + 1, min(cue.last + 7, end + 1)):
        if tokens[k].form == OPENING:
            quote = sheet.quotes.opened_by(k)
            if quote is not None:
                piece = (quote.first, quote.last)
                speaker = speaker_of(sheet, cue)
                yield Candidate(
                    "adjacent",
                    cue.main,
                    cue.entry.key,
                    cue.span,
                    speaker,
                    (piece,),
                    False,
                    False,
                    sheet.negated(cue.main),
                )
            return
        if tokens[k].pos in ("VERB", "AUX", "SCONJ") or tokens[k].form in (".", ":", ";"):
            return


def items(sheet: Sheet, mark: int) -> list[Range]:
    """The paragraphs of a list that a colon at the end of a paragraph leads, their markers left out; [] for none.

    Where no marker stands, an item begins with a small letter, and all but the last end with a semicolon or comma.
    """
    if mark + 1 >= len(sheet.tokens) or sheet.same_paragraph(mark, mark + 1):
        return []
    found: list[Range] = []
    first = mark + 1
    while first < len(sheet.tokens):
        last = sheet.last_of_paragraph(first)
        begins = after_marker(sheet, first)
        open_ended = sheet.form(last) in (";", ",") or (bool(found) and sheet.form(first - 1) in (";", ","))
        if begins > last or (begins == first and not (open_ended and sheet.form(first)[:1].islower())):
            break
        found.append((begins, last))
        first = last + 1
    return found


def listed(sheet: Sheet, mark: int, cues_by_token: dict[int, Cue]) -> Iterator[Candidate]:
    """From "Elle appelle les parties : - à cesser ... ; - à garantir ...": one content, a piece an item"""
    found = items(sheet, mark)
    cue = _governing(sheet, sheet.sentence(mark)[0], mark, cues_by_token) if found else None
    if cue is None or not cue.entry.frames:
        return
    pieces = []
    for first, last in found:
        begins = first + (sheet.form(first).lower() in _JOINTS)
        piece = sheet.trim(begins, last)
        if piece is not None:
            pieces.append(piece)
    if pieces:
        negated = sheet.negated(cue.main)
        yield Candidate(
            "colon", cue.main, cue.entry.key, cue.span, speaker_of(sheet, cue), tuple(pieces), False, True, negated
        )


def heading_speaker(sheet: Sheet, main: int, before: int) -> Speaker | None:
    """Who leads a list in which each item has a verb: "Le Conseil : 1. Se déclare ... 2. Demande ...", the Conseil"""
    first = sheet.first_of_paragraph(main)
    if after_marker(sheet, first) == first:
        return None
    for _ in range(before):
        above = first - 1
        if above < 0:
            return None
        first = sheet.first_of_paragraph(above)
        if sheet.form(above) == ":":
            verbs = any(sheet.tokens[k].pos in VERBAL for k in range(first, above))
            heads = [k for k in range(first, above) if sheet.tokens[k].pos in ("NOUN", "PROPN")]
            return None if verbs or not heads else sheet.speaker(heads[0])
        if after_marker(sheet, first) == first:
            return None
    return None
