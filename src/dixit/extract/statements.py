"""Parsed -> drafts of statements: every construction's candidates, judged against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from dixit.extract.belief import features
from dixit.extract.candidates import Candidate, Taken, draft, says_something
from dixit.extract.colons import adjacent, colon, heading_speaker, listed
from dixit.extract.complements import complements
from dixit.extract.cues import CLITICS, Cue, find_cues
from dixit.extract.extent import in_a_row, settle
from dixit.extract.governed import names_nobody
from dixit.extract.linear import Logistic, logistic, platt
from dixit.extract.nominals import nominals
from dixit.extract.onset import begin
from dixit.extract.openings import opened
from dixit.extract.quotations import as_told, quotative, unknown_cues
from dixit.extract.sharing import OWN_SPEAKER, after_another, one_source
from dixit.extract.sources import sources
from dixit.extract.syntax import Range, Sheet
from dixit.extract.uncued import answers, bare, title_source
from dixit.extract.voice import with_name, with_voices
from dixit.types import Draft, Parsed

# Least belief of a kept candidate. By folds over the annotated texts F1 is flat (0.841 at 0.3, 0.847 at 0.4);
# gold/dev, half of it Wikinews, of which the training has few, wants less (0.886 at 0.17 and 0.2, 0.868 at 0.3).
THRESHOLD = 0.2
SURE_CUE = 0.5  # belief in a cue beside which its sentence is not also a quotation without one; not measured
ANSWER = 0.9  # belief in an interview's answer, of which the training texts have too few; not measured


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
    pairs = ruled(sheet, choose(sheet, proposals(sheet), judge))
    voiced = with_voices(sheet, [candidate for candidate, _ in pairs], logistic(parsed.document.language, "voice"))
    voiced = after_another(sheet, voiced)
    chosen = [(with_name(sheet, candidate), sure) for candidate, (_, sure) in zip(voiced, pairs, strict=True)]
    chosen.sort(key=lambda pair: (pair[0].pieces[0], pair[0].cue or (-1, -1)))
    found = [candidate for candidate, _ in chosen]
    nested = _nested(found, len(sheet.tokens))
    return [
        (draft(sheet, candidate, confidence=sure, continues=_continues(found, nested, k)), sure)
        for k, (candidate, sure) in enumerate(chosen)
    ]


def ruled(sheet: Sheet, pairs: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Kept candidates, each with what it shares with the others of its sentence: its end and its speaker."""
    pairs = _once(pairs)
    cues = _by_sentence(sheet, [(one.main, one) for one, _ in pairs if one.main is not None])
    pairs = [(_before_second_cue(sheet, one, cues), sure) for one, sure in pairs]
    pairs = one_source(sheet, _cut_by_outer(sheet, pairs))
    begun = _by_sentence(sheet, [(one.pieces[0][0], one) for one, _ in pairs if one.rule in OWN_SPEAKER])
    pairs = [(_before_own_quotation(sheet, one, begun), sure) for one, sure in pairs]
    clauses = _own_speakers(sheet, pairs)
    return [(_shared_speaker(sheet, candidate, clauses), sure) for candidate, sure in pairs]


def proposals(sheet: Sheet) -> list[Candidate]:
    """What every rule proposes, their contents ended, and the quotations that none of them claims."""
    found = [begin(sheet, settle(sheet, candidate)) for candidate in claims(sheet)]
    own = Taken(len(sheet.tokens), [piece for one in found if one.rule in OWN_SPEAKER for piece in one.pieces])
    found = [one if one.rule in OWN_SPEAKER else in_a_row(sheet, one, own) for one in found]
    alone = bare(sheet, Taken(len(sheet.tokens), _claimed(sheet, found)))
    return found + [opened(sheet, candidate) for candidate in alone]


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
    found += nominals(sheet, {k for cue in cues for k in cue.nodes})
    for cue in unknown_cues(sheet, by_token):
        found += quotative(sheet, cue)
    whole = {piece for candidate in found if candidate.rule == "quotative" for piece in candidate.pieces}
    led: set[int | None] = set()
    for i, token in enumerate(sheet.tokens):
        if token.form == ":":
            # "a démenti : « ... », a-t-il dit": the quotation is the second cue's
            found += [one for one in colon(sheet, i, by_token) if one.main is None or one.pieces[0] not in whole]
            lists = list(listed(sheet, i, by_token))
            led |= {one.main for one in lists}
            found = [one for one in found if one.main not in led or one in lists] + lists if lists else found
    found += sources(sheet)
    found += title_source(sheet)
    found += answers(sheet)
    found = [opened(sheet, one) for one in found]
    return [_led(sheet, one) for one in found if says_something(sheet, one) and not _only_asks(sheet, one)]


_LONGEST_LIST = 200  # items between a list's head and its last one


def _led(sheet: Sheet, candidate: Candidate) -> Candidate:
    """An item's statement with the speaker that leads its list, where it names none."""
    named = candidate.speaker is not None and sheet.form(candidate.speaker.head).lower() not in ("se", "s'")
    if named or candidate.main is None:
        return candidate
    return replace(candidate, speaker=heading_speaker(sheet, candidate.main, _LONGEST_LIST))


def _only_asks(sheet: Sheet, candidate: Candidate) -> bool:
    """Whether a question is asked about what somebody said, or nothing is said: "requérir l'anonymat"."""
    if candidate.main is None or candidate.cue is None or candidate.rule in OWN_SPEAKER:
        return False
    tokens = sheet.tokens
    if candidate.key == "menacer" and candidate.rule == "infinitive_de" and not _threatens(sheet, candidate):
        return True
    if candidate.nominal and any(tokens[k].lemma in _NO_CONTENT for k in range(*_opening_words(candidate))):
        return True
    _, end = sheet.sentence(candidate.main)
    asks = any(tokens[k].form == "?" for k in range(max(candidate.pieces[-1][1], end - 2), end + 1))
    return asks and sheet.clitic_subject(candidate.cue[0], candidate.cue[1] + 1) is not None


def _threatens(sheet: Sheet, candidate: Candidate) -> bool:
    """Whether who "menace de" do something may say so: "un rocher menace de tomber" is no statement."""
    if candidate.speaker is None:
        return True
    return not names_nobody(sheet, candidate.speaker.head)


# What is asked for, or spoken with, without anything being said.
_NO_CONTENT = frozenset({"anonymat", "voix"})


def _opening_words(candidate: Candidate) -> tuple[int, int]:
    """The tokens in which a content's head noun stands."""
    first, last = candidate.pieces[0]
    return first, min(first + 3, last + 1)


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
        "answer",
    }
)


def _claimed(sheet: Sheet, found: Sequence[Candidate]) -> list[Range]:
    """The contents that leave nothing to a bare quotation: not those told by words of the quotation itself.

    In « Je me dis qu'il faut partir » what the speaker tells himself stands inside a quotation without a cue.
    """
    return [
        piece
        for one in found
        if one.rule in _CLAIMING
        for piece in one.pieces
        if one.main is None or one.rule in OWN_SPEAKER or not _same_quotation(sheet, one.main, piece)
    ]


def _same_quotation(sheet: Sheet, main: int, piece: Range) -> bool:
    """Whether a cue and its content stand in one quotation."""
    around = sheet.quotes.chain(main)
    return bool(around) and around[-1] in sheet.quotes.chain(piece[0])


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
    taken = Taken(len(sheet.tokens), _claimed(sheet, [candidate for candidate, _ in likely]))
    mains = [one.main for one, sure in likely if one.main is not None and sure >= SURE_CUE]
    # What is quoted in a sentence whose narrator has a cue is that cue's.
    cues = Taken(len(sheet.tokens), [(k, k) for k in mains if sheet.quotes.around[k] < 0])
    for candidate in alone:
        if any(map(taken.meets, candidate.pieces)) or (candidate.rule == "loose" and cues.meets(candidate.pieces[0])):
            continue
        sure = ANSWER if candidate.rule == "answer" else judge.probability(features(sheet, candidate, []))
        if sure >= THRESHOLD:
            likely.append((candidate, sure))
            for piece in candidate.pieces:
                taken.add(piece)
    return likely


def _own_speakers(sheet: Sheet, pairs: Sequence[tuple[Candidate, float]]) -> dict[int, list[Candidate]]:
    """Cue clauses that bring their own subject, by their sentence's first token."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for candidate, _ in pairs:
        if candidate.rule in OWN_SPEAKER and candidate.cue is not None:
            found[sheet.sentence(candidate.cue[0])[0]].append(candidate)
    return found


def _cut_by_outer(sheet: Sheet, pairs: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """What is told inside a content ends before the cue clause that follows that content.

    "X a dit qu'il partait, a rapporté Y": what X said is no more than "il partait"
    """
    clauses = _own_speakers(sheet, pairs)
    cut: list[tuple[Candidate, float]] = []
    for candidate, sure in pairs:
        pieces = candidate.pieces
        beside = clauses.get(sheet.sentence(candidate.main)[0], ()) if candidate.main is not None else ()
        for outer in beside:
            first, last = outer.pieces[0]
            told = outer is not candidate and candidate.main is not None and first <= candidate.main <= last
            if told and outer.cue is not None and last < outer.cue[0]:
                short = [sheet.trim(a, min(b, last)) if a <= last < b else (a, b) for a, b in pieces if a <= last]
                pieces = tuple(piece for piece in short if piece is not None) or pieces
        cut.append((replace(candidate, pieces=pieces), sure))
    return cut


def _once(pairs: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Of two cues side by side with the same content the likelier: "a fait remarquer que"."""
    best: dict[tuple[Range, ...], list[tuple[Candidate, float]]] = defaultdict(list)
    for one, sure in pairs:
        kept_before = best[one.pieces]
        near = [k for k, (o, _) in enumerate(kept_before) if _beside(o, one)]
        if not near:
            kept_before.append((one, sure))
        elif sure > kept_before[near[0]][1]:
            kept_before[near[0]] = (one, sure)
    chosen = {id(one) for group in best.values() for one, _ in group}
    return [(one, sure) for one, sure in pairs if id(one) in chosen]


def _beside(one: Candidate, other: Candidate) -> bool:
    """Whether two cues stand next to each other."""
    return one.main is not None and other.main is not None and abs(one.main - other.main) <= 1


def _by_sentence(sheet: Sheet, placed: Sequence[tuple[int, Candidate]]) -> Mapping[int, Sequence[Candidate]]:
    """Candidates by the first token of the sentence where they are placed, so that each meets only its neighbours."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for at, candidate in placed:
        found[sheet.sentence(at)[0]].append(candidate)
    return found


def _before_second_cue(sheet: Sheet, candidate: Candidate, cues: Mapping[int, Sequence[Candidate]]) -> Candidate:
    """A content ends before "et" and a cue of the same speaker, who stands outside it.

    "X dément avoir tardé et accuse Y": what X denies is "avoir tardé"
    """
    speaker, (first, last) = candidate.speaker, candidate.pieces[-1]
    if speaker is None or candidate.main is None or first <= speaker.head <= last:
        return candidate
    for other in cues.get(sheet.sentence(last)[0], ()):
        if other.cue is None or other.speaker is None or other.main is None or other.speaker.head != speaker.head:
            continue
        start = other.cue[0] - 1
        while start > first and sheet.form(start).lower() in CLITICS:
            start -= 1
        finite = any(
            sheet.tokens[k].feature("VerbForm") == "Fin" for k in range(other.cue[0], other.main + 1)
        )  # "et accuse", "et l'a sommé"
        level = sheet.quotes.around[other.main] == sheet.quotes.around[candidate.main]
        joined = first < start <= last and sheet.tokens[start].pos == "CCONJ"
        if finite and level and joined and other.rule not in OWN_SPEAKER:
            short = sheet.trim(first, start - 1)
            if short is not None:
                return replace(candidate, pieces=(*candidate.pieces[:-1], short))
    return candidate


def _before_own_quotation(sheet: Sheet, candidate: Candidate, begun: Mapping[int, Sequence[Candidate]]) -> Candidate:
    """A noun phrase ends before the colon of a quotation that has a cue of its own.

    "X a démenti cette information : « ... », a-t-il dit": what X denied is "cette information"
    """
    first, last = candidate.pieces[-1]
    if not candidate.nominal:
        return candidate
    for other in begun.get(sheet.sentence(last)[0], ()):
        start = other.pieces[0][0]
        if other.main != candidate.main and first < start <= last:
            colon = next((k for k in range(start - 1, max(first, start - 3), -1) if sheet.tokens[k].form == ":"), None)
            short = None if colon is None else sheet.trim(first, colon - 1)
            if short is not None:
                return replace(candidate, pieces=(*candidate.pieces[:-1], short))
    return candidate


def _shared_speaker(sheet: Sheet, candidate: Candidate, clauses: Mapping[int, Sequence[Candidate]]) -> Candidate:
    """A participle's or infinitive's speaker is that of the cue clause before it, whatever the parser hangs it on.

    "« ... », a souligné M. Philippe, avant de vanter le rôle de la France" -> M. Philippe
    """
    main = candidate.main
    if main is None or candidate.rule in OWN_SPEAKER or sheet.tokens[main].feature("VerbForm") not in ("Part", "Inf"):
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


def _continues(chosen: Sequence[Candidate], nested: Sequence[bool], k: int) -> int | None:
    """For a bare quotation: the nearest statement before it that is not told inside another."""
    if chosen[k].rule not in ("bare", "loose") or chosen[k].speaker is not None:
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
