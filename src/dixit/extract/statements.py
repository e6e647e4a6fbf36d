"""Parsed -> drafts of statements: every construction's candidates, judged against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from dixit.extract.belief import features
from dixit.extract.candidates import Candidate, Taken, draft
from dixit.extract.complements import complements
from dixit.extract.cues import Cue, find_cues
from dixit.extract.extent import settle
from dixit.extract.linear import Logistic, logistic, platt
from dixit.extract.onset import begin
from dixit.extract.quotations import adjacent, as_told, bare, colon, quotative, title_source, unknown_cues
from dixit.extract.sources import sources
from dixit.extract.syntax import Sheet
from dixit.types import Draft, Parsed

# Least belief of a kept candidate. F1 is flat from 0.3 to 0.5 in the cross-validation of training/belief.py;
# gold/dev chose the lower side (content F1 0.852 at 0.2, 0.842 at 0.25, 0.840 at 0.3).
THRESHOLD = 0.2


def drafts_of(parsed: Parsed) -> list[Draft]:
    """Statements as the rules propose them, in text order of their contents.

    Their confidence is the share of statements so believed that are right (see training/confidence.py).
    """
    scale = platt(parsed.document.language, "confidence")
    return [
        replace(draft, evidence=replace(draft.evidence, confidence=round(scale.probability(sure), 3)))
        for draft, sure in kept(parsed)
    ]


def kept(parsed: Parsed, *, model: Logistic | None = None) -> list[tuple[Draft, float]]:
    """Drafts with the belief in each; with another judge than the package's own, to measure."""
    sheet = Sheet(parsed)
    judge = model or logistic(parsed.document.language, "belief")
    pairs = choose(sheet, proposals(sheet), judge)
    clauses = _own_speakers(sheet, pairs)
    chosen = [(_shared_speaker(sheet, candidate, clauses), sure) for candidate, sure in pairs]
    chosen.sort(key=lambda pair: (pair[0].pieces[0], pair[0].cue or (-1, -1)))
    found = [candidate for candidate, _ in chosen]
    nested = _nested(found, len(sheet.tokens))
    return [
        (draft(sheet, candidate, confidence=sure, continues=_continues(found, nested, k)), sure)
        for k, (candidate, sure) in enumerate(chosen)
    ]


def proposals(sheet: Sheet) -> list[Candidate]:
    """What every rule proposes, their contents ended, and the quotations that none of them claims."""
    found = [begin(sheet, settle(sheet, candidate)) for candidate in claims(sheet)]
    claimed = [piece for candidate in found if candidate.rule in _CLAIMING for piece in candidate.pieces]
    return found + list(bare(sheet, Taken(len(sheet.tokens), claimed)))


def claims(sheet: Sheet) -> list[Candidate]:
    """What every rule that has a cue proposes, cue by cue."""
    found: list[Candidate] = []
    cues = list(find_cues(sheet))
    by_token: dict[int, Cue] = {cue.main: cue for cue in cues}
    for cue in cues:
        found += quotative(sheet, cue)
        found += complements(sheet, cue)
        found += adjacent(sheet, cue)
        found += as_told(sheet, cue)
    for cue in unknown_cues(sheet, by_token):
        found += quotative(sheet, cue)
    for i, token in enumerate(sheet.tokens):
        if token.form == ":":
            found += colon(sheet, i, by_token)
    found += sources(sheet)
    found += title_source(sheet)
    return found


# Constructions that leave nothing of a quotation to a bare one.
_CLAIMING = frozenset(
    {
        "quotative",
        "inserted",
        "colon",
        "heading",
        "clause",
        "clause_surface",
        "clause_doubtful",
        "source",
        "adjacent",
        "title_source",
        "as_told",
    }
)


def choose(sheet: Sheet, proposed: Sequence[Candidate], judge: Logistic) -> list[tuple[Candidate, float]]:
    """The likeliest candidate of each cue with its belief, where that is enough."""
    rivals: dict[int, list[Candidate]] = defaultdict(list)
    alone: list[Candidate] = []
    for candidate in proposed:
        if candidate.main is None:
            alone.append(candidate)
        else:
            rivals[candidate.main].append(candidate)
    judged: list[tuple[Candidate, float]] = []
    for group in rivals.values():
        scored = [
            (candidate, judge.probability(features(sheet, candidate, [o for o in group if o is not candidate])))
            for candidate in group
        ]
        judged.append(max(scored, key=lambda pair: pair[1]))
    likely = [(candidate, sure) for candidate, sure in judged if sure >= THRESHOLD]
    claimed = [piece for candidate, _ in likely if candidate.rule in _CLAIMING for piece in candidate.pieces]
    taken = Taken(len(sheet.tokens), claimed)
    for candidate in alone:
        if any(map(taken.meets, candidate.pieces)):
            continue
        sure = judge.probability(features(sheet, candidate, []))
        if sure >= THRESHOLD:
            likely.append((candidate, sure))
            for piece in candidate.pieces:
                taken.add(piece)
    return likely


def _own_speakers(sheet: Sheet, pairs: Sequence[tuple[Candidate, float]]) -> dict[int, list[Candidate]]:
    """Cue clauses that bring their own subject, by their sentence's first token."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for candidate, _ in pairs:
        if candidate.rule in _OWN_SPEAKER and candidate.cue is not None:
            found[sheet.sentence(candidate.cue[0])[0]].append(candidate)
    return found


def _shared_speaker(sheet: Sheet, candidate: Candidate, clauses: Mapping[int, Sequence[Candidate]]) -> Candidate:
    """A participle's or infinitive's speaker is that of the cue clause before it, whatever the parser hangs it on.

    "« ... », a souligné M. Philippe, avant de vanter le rôle de la France" -> M. Philippe
    """
    main = candidate.main
    if main is None or candidate.rule in _OWN_SPEAKER or sheet.tokens[main].feature("VerbForm") not in ("Part", "Inf"):
        return candidate
    if any(sheet.tokens[k].pos == "AUX" and sheet.tokens[k].feature("VerbForm") == "Fin" for k in sheet.children[main]):
        return candidate
    if sheet.tokens[main].feature("Tense") == "Past" or sheet.quotes.around[main] >= 0:
        return candidate
    beside = clauses.get(sheet.sentence(main)[0], ())
    before = [other for other in beside if other.cue is not None and other.cue[1] < main]
    between = (
        before
        and candidate.speaker is not None
        and before[-1].cue is not None
        and candidate.speaker.head > before[-1].cue[1]
    )
    if not before or between:
        return candidate
    return replace(candidate, speaker=before[-1].speaker)


# Constructions whose cue clause brings its own subject.
_OWN_SPEAKER = frozenset({"quotative", "inserted"})


def _continues(chosen: Sequence[Candidate], nested: Sequence[bool], k: int) -> int | None:
    """For a bare quotation: the nearest statement before it that is not told inside another."""
    if chosen[k].rule not in ("bare", "loose"):
        return None
    here = chosen[k].pieces[0][0]
    for j in range(k - 1, -1, -1):
        if chosen[j].pieces[-1][1] < here and not nested[j]:
            return j
    return None


def _nested(chosen: Sequence[Candidate], size: int) -> list[bool]:
    """For each statement, whether its cue stands inside another's content."""
    steps = [0] * (size + 1)
    for candidate in chosen:
        for first, last in candidate.pieces:
            steps[first] += 1
            steps[last + 1] -= 1
    holding = list(accumulate(steps))  # by token: the pieces over it
    return [
        one.main is not None and holding[one.main] > sum(first <= one.main <= last for first, last in one.pieces)
        for one in chosen
    ]
