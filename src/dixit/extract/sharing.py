"""What the statements of one sentence share: a speaker, or all that they tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from dixit.extract.candidates import Candidate
from dixit.extract.cues import CLITICS
from dixit.extract.people import noun
from dixit.extract.quotes import CLOSING
from dixit.extract.syntax import Sheet, Speaker

# Constructions whose cue clause brings its own subject.
OWN_SPEAKER: Final = frozenset({"quotative", "inserted"})
_BEFORE_GERUND: Final = CLITICS | {"tout"}


def after_another(sheet: Sheet, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The same statements; a present participle behind another and its comma has that one's speaker.

    "X a indiqué que le maire lui avait écrit, en précisant que": X (so in 923 of 939 annotated statements). Where
    two end there, it is the inner one's, with "en" the outer one's.
    """
    ends: dict[int, list[Candidate]] = defaultdict(list)
    for one in chosen:
        apart = one.rule == "source" or one.rule.startswith("nominal_")
        if one.speaker is not None and one.main is not None and not apart:
            last = max(one.pieces[-1][1], one.main, one.speaker.last)
            ends[last + (sheet.form(last + 1) == CLOSING)].append(one)
    return [_with_speaker_before(sheet, one, ends) for one in chosen]


def _with_speaker_before(sheet: Sheet, one: Candidate, ends: Mapping[int, Sequence[Candidate]]) -> Candidate:
    """A participle's statement with the speaker of the one that ends before its comma; else as it is."""
    main = one.main
    if main is None or one.rule in OWN_SPEAKER or one.key == "citer" or not sheet.is_gerund(main):
        return one
    k = main - 1
    while k > 0 and sheet.form(k).lower() in _BEFORE_GERUND:
        k -= 1
    around = sheet.quotes.around
    before = ends.get(k - 1, ()) if sheet.form(k) == "," else ()
    speakers = {o.main: o.speaker for o in before if o.main is not None and around[o.main] == around[main]}
    if not speakers:
        return one
    outer = any(sheet.form(j).lower() == "en" for j in range(k + 1, main))
    return replace(one, speaker=speakers[min(speakers) if outer else max(speakers)])


def one_source(sheet: Sheet, pairs: Sequence[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """One statement where a source and a pronoun's cue clause tell the same: "Selon Ana Bel, « ... », a-t-elle dit".

    The source stays, or where that is a pronoun too the cue clause, with what the source vouches for.
    """
    led = {one.cue[0]: one for one, _ in pairs if one.rule == "source" and one.cue is not None}
    found: list[tuple[Candidate, float]] = []
    gone: set[int] = set()
    for one, sure in pairs:
        source = _same_told(sheet, one, led)
        if source is None:
            found.append((one, sure))
        elif _is_pronoun(sheet, source.speaker):
            gone.add(id(source))
            found.append((replace(one, pieces=source.pieces), sure))
    return [(one, sure) for one, sure in found if id(one) not in gone]


def _same_told(sheet: Sheet, one: Candidate, led: Mapping[int, Candidate]) -> Candidate | None:
    """The source of a person with which the content of a pronoun's cue clause begins, and which vouches for it all."""
    if one.rule not in OWN_SPEAKER or len(one.pieces) != 1 or not _is_pronoun(sheet, one.speaker):
        return None
    first, last = one.pieces[0]
    source = next((led[k] for k in range(first, first + 3) if k in led), None)
    if source is None or source.speaker is None or not all(first <= a and b <= last for a, b in source.pieces):
        return None
    head = sheet.tokens[source.speaker.head]
    known = noun(head.form)
    person = head.ent == "PER" or (known is not None and known.sort == "person")
    return source if person or _is_pronoun(sheet, source.speaker) else None


def _is_pronoun(sheet: Sheet, speaker: Speaker | None) -> bool:
    return speaker is not None and sheet.tokens[speaker.head].pos == "PRON"
