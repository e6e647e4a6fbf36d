"""What a rule proposes, in tokens, and how it becomes a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from dixit.extract.items import by_item
from dixit.extract.quotes import OPENING, Quote
from dixit.extract.syntax import Range, Sheet, Speaker
from dixit.types import Draft, Evidence, Mode, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible statement: which rule saw it, its cue, its speaker and the pieces of its content."""

    rule: str  # the construction, "quotative", "clause" ...
    main: int | None  # token index of the cue's main word; None: no cue
    key: str | None  # key in the lexicon, or the lemma; None: no cue
    cue: Range | None
    speaker: Speaker | None  # None: the text names nobody
    pieces: tuple[Range, ...]  # in text order, trimmed
    nominal: bool  # whether the content is a noun phrase
    sure: bool  # whether the lexicon calls the frame a good sign
    negated: bool = False


def says_something(sheet: Sheet, candidate: Candidate) -> bool:
    """Whether a content has a letter or a figure outside its cue."""
    pieces = [part for whole in candidate.pieces for part in _without(whole, candidate.cue)]
    return any(any(map(str.isalnum, sheet.form(k))) for first, last in pieces for k in range(first, last + 1))


def _without(piece: Range, cue: Range | None) -> list[Range]:
    """A piece of content without the cue's own words."""
    if cue is None or cue[1] < piece[0] or piece[1] < cue[0]:
        return [piece]
    return [part for part in ((piece[0], cue[0] - 1), (cue[1] + 1, piece[1])) if part[0] <= part[1]]


def _before_cue(candidate: Candidate) -> Speaker | None:
    """The speaker without the cue: "un communiqué" in "un communiqué affirmant que"."""
    speaker, cue = candidate.speaker, candidate.cue
    if speaker is None or cue is None or speaker.last < cue[0] or cue[1] < speaker.first:
        return speaker
    if speaker.first <= speaker.head < cue[0]:
        return Speaker(speaker.first, cue[0] - 1, speaker.head)
    if cue[1] < speaker.head <= speaker.last:
        return Speaker(cue[1] + 1, speaker.last, speaker.head)
    return speaker


class Taken:
    """The tokens that contents cover, so that a long text costs no comparison of each content with each."""

    __slots__ = ("_covered",)

    def __init__(self, size: int, pieces: Iterable[Range] = ()) -> None:
        self._covered = bytearray(size)
        for piece in pieces:
            self.add(piece)

    def add(self, piece: Range) -> None:
        """Cover a content's tokens."""
        first, last = piece
        self._covered[first : last + 1] = b"\x01" * (last + 1 - first)

    def meets(self, piece: Range) -> bool:
        """Whether a token of these is covered."""
        return self._covered.find(1, piece[0], piece[1] + 1) >= 0


def draft(sheet: Sheet, candidate: Candidate, *, confidence: float, continues: int | None) -> Draft:
    """A candidate in characters, its content cut into one piece a sentence."""
    candidate = replace(candidate, pieces=tuple(part for whole in candidate.pieces for part in _each(sheet, whole)))
    pieces = [part for whole in candidate.pieces for part in _without(whole, candidate.cue)]
    parts = [item for whole in pieces for piece in _by_sentence(sheet, whole) for item in by_item(sheet, piece)]
    content = tuple(sheet.span(*part) for part in parts)
    speaker = _whole_name(sheet, _before_cue(candidate))
    if speaker is not None and _is_nobody(sheet, candidate, speaker):
        speaker = None
    if speaker is None:
        speaker = _anyone(sheet, candidate)
    return Draft(
        speaker=None if speaker is None else sheet.span(speaker.first, speaker.last),
        cue=None if candidate.cue is None else sheet.span(*candidate.cue),
        cue_head=candidate.main,
        cue_lemma=candidate.key,
        content=content,
        mode=mode(sheet, candidate),
        negated=candidate.negated,
        continues=continues,
        evidence=Evidence(candidate.rule, confidence),
    )


_JOINTS: Final = frozenset({",", "et", "ou", "puis", "mais"})


def _each(sheet: Sheet, piece: Range) -> list[Range]:
    """A piece's quotations where nothing but a joint stands between them: "« Dehors » et « Démission »"."""
    found: list[Range] = []
    k, last = piece
    while k <= last:
        if sheet.form(k) == OPENING:
            quote = sheet.quotes.opened_by(k)
            if quote is None or quote.closing is None or quote.closing > last:
                return [piece]
            found.append((quote.first, quote.last))
            k = quote.closing
        elif sheet.form(k).lower() not in _JOINTS:
            return [piece]
        k += 1
    return found if len(found) > 1 else [piece]


def _is_nobody(sheet: Sheet, candidate: Candidate, speaker: Speaker) -> bool:
    """Whether a subject names nobody: the `on` who learns, and the `il` of "a-t-il été précisé"."""
    form = sheet.form(speaker.head).lower().removeprefix("-t").lstrip("-")
    impersonal = form == "il" and candidate.main is not None and sheet.is_passive(candidate.main)
    learns = form == "on" and sheet.quotes.around[speaker.head] < 0 and candidate.key in _LEARNING
    return learns or impersonal


# What the narrator himself does as "on".
_LEARNING: Final = frozenset({"apprendre", "savoir", "se souvenir", "voir", "lire"})


def _anyone(sheet: Sheet, candidate: Candidate) -> Speaker | None:
    """The `on` of "on assure que", "souligne-t-on": somebody speaks, though the text may not say who."""
    if candidate.main is None or candidate.key in _LEARNING:
        return None
    subject = sheet.child(candidate.main, "nsubj")
    if subject is None or sheet.form(subject).lower().lstrip("-").removeprefix("t-") != "on":
        return None
    return Speaker(subject, subject, subject)


def _one_name(sheet: Sheet, i: int) -> bool:
    """Whether a token and the next are parts of one person's name, whatever the parser takes the second for."""
    if not 0 <= i < len(sheet.tokens) - 1:
        return False
    one, other = sheet.tokens[i], sheet.tokens[i + 1]
    named = one.ent == "PER" == other.ent and not other.ent_begin
    return named and one.form[:1].isupper() and other.form[:1].isupper() and sheet.sentence(i) == sheet.sentence(i + 1)


def _whole_name(sheet: Sheet, speaker: Speaker | None) -> Speaker | None:
    """A speaker with the rest of the name in which it ends."""
    if speaker is None or not _one_name(sheet, speaker.last):
        return speaker
    last = speaker.last + 1
    while _one_name(sheet, last):
        last += 1
    return Speaker(speaker.first, last, speaker.head)


def _after_name(sheet: Sheet, piece: Range) -> Range:
    """A content that begins inside a name begins after it: "à Ana Bel de réparer le quai" -> "réparer le quai"."""
    first, last = piece
    if not _one_name(sheet, first - 1):
        return piece
    while _one_name(sheet, first):
        first += 1
    first += 1
    if first < last and sheet.tokens[first].pos == "ADP":
        first += 1
    return (first, last) if first <= last else piece


def mode(sheet: Sheet, candidate: Candidate, *, interrupted: bool = True) -> Mode:
    """direct: all words of the content stand in quotation marks that the cue does not share; mixed: some do.

    Marks that a cue clause interrupts are the content's own ("« Les quais, a dit X, sont praticables »"), unless
    ``interrupted`` is false: the belief in a statement was learned so.
    """
    if candidate.rule == "answer":
        return "direct"  # an interview gives the words themselves
    ground = set(sheet.quotes.chain(candidate.main)) if candidate.main is not None else set()
    if interrupted:
        ground.discard(_interrupted(sheet, candidate))
    quoted: set[int] = set()
    plain = False
    for first, last in candidate.pieces:
        for i in range(first, last + 1):
            if sheet.tokens[i].pos == "PUNCT":
                continue
            around = [q for q in sheet.quotes.chain(i) if q not in ground]
            quoted.update(around[-1:])
            plain = plain or not around
    if quoted and not plain:
        return "direct"
    if quoted and not (interrupted and all(_only_names(sheet, candidate, sheet.quotes.all[q]) for q in quoted)):
        return "mixed"
    return "mention" if candidate.nominal else "indirect"


def _only_names(sheet: Sheet, candidate: Candidate, quote: Quote) -> bool:
    """Whether marks within a content hold a name, and not how the speaker calls a thing.

    "L'album « Vents du large » sortira en mai, a dit X"; but "X dénonce la « Françafrique »"
    """
    begins = any(quote.opening <= first <= quote.first for first, _ in candidate.pieces)
    named = sheet.tokens[quote.opening - 1].pos in ("NOUN", "PROPN") and sheet.tokens[quote.first].pos != "ADJ"
    return not begins and named and is_name(sheet, quote)


def _interrupted(sheet: Sheet, candidate: Candidate) -> int:
    """The quotation that begins with the content and holds the cue clause too; -1: none does."""
    if candidate.main is None or candidate.rule not in ("quotative", "inserted"):
        return -1
    at = sheet.quotes.around[candidate.main]
    first = candidate.pieces[0][0]
    begins = at >= 0 and sheet.sentence(sheet.quotes.all[at].first) == sheet.sentence(first)
    return at if begins and first < candidate.main else -1


def _by_sentence(sheet: Sheet, whole: Range) -> list[Range]:
    """A range cut at the ends of sentences."""
    first, last = whole
    pieces = []
    while first <= last:
        end = min(sheet.sentence(first)[1], last)
        # a closing mark that the parser takes for the next sentence's stays with its quotation
        piece = sheet.trim(first, end) if end < last or first > whole[0] else (first, end)
        if piece is not None:
            pieces.append(piece)
        first = end + 1
    return pieces or [whole]


def spans_of(sheet: Sheet, candidate: Candidate) -> list[Span]:
    """Characters of the pieces, whole."""
    return [sheet.span(*piece) for piece in candidate.pieces]


def is_heading(sheet: Sheet, quote: Quote) -> bool:
    """Whether a quotation stands between dashes, as agencies head a section: '- "Fracas" -'."""
    closing = len(sheet.tokens) if quote.closing is None else quote.closing
    return sheet.form(quote.opening - 1) in _DASHES and sheet.form(closing + 1) in _DASHES


_DASHES = frozenset({"-", "--", "*"})


def is_name(sheet: Sheet, quote: Quote) -> bool:
    """Whether marks hold a work's or a thing's name: a capital within a sentence, and no verb that is finite.

    'Le film « La Grande Vadrouille » sera projeté'
    """
    inside = sheet.tokens[quote.first : quote.last + 1]
    before = sheet.form(quote.opening - 1)
    capital = inside[0].form[:1].isupper() and before not in (":", ".", ",")
    return capital and not any(token.feature("VerbForm") == "Fin" for token in inside)
