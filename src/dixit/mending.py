"""Mends one error that the parser makes again and again: a second cue taken into the clause of the first.

"X a dit que Y partait et a réaffirmé que ...": both participles stand after the same auxiliary, what X said stands in
another tense (concordance of tenses), so who reaffirms is X.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dixit.types import Sentence, Token


def mended(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> list[Token]:
    """The tokens with second cues hung on the first ones; the same number, in the same places."""
    found = list(tokens)
    for sentence in sentences:
        opened: int | None = None  # participle whose "que" clause is open
        for i in range(sentence.first + 1, sentence.last - 1):
            if not _tells(found, i):
                continue
            joined = i - 2 > sentence.first and found[i - 2].pos == "CCONJ"
            if opened is not None and joined and _same_auxiliary(found, opened, i):
                _hang(found, opened, i)
            opened = i
    return found


def _tells(tokens: Sequence[Token], i: int) -> bool:
    """Auxiliary, participle, "que"."""
    before, here, after = tokens[i - 1], tokens[i], tokens[i + 1]
    compound = before.pos == "AUX" and before.feature("Tense") == "Pres" and here.feature("VerbForm") == "Part"
    return compound and here.pos == "VERB" and after.pos == "SCONJ" and after.form.lower() in ("que", "qu'")


def _same_auxiliary(tokens: Sequence[Token], first: int, second: int) -> bool:
    """Whether both have the same auxiliary, and nothing between them has it too."""
    form = tokens[first - 1].form.lower()
    between = (tokens[k] for k in range(first + 1, second - 1))
    alone = not any(t.pos == "AUX" and t.form.lower() == form for t in between)
    return alone and tokens[second - 1].form.lower() == form


def _hang(tokens: list[Token], first: int, second: int) -> None:
    """The second participle becomes a conjunct of the first; what hung on it goes to the clause's own verb."""
    if tokens[second].head == first and tokens[second].dep == "conj":
        return
    inside = range(first + 1, second - 2)
    verb = next(
        (
            k
            for k in inside
            if tokens[k].feature("VerbForm") == "Fin" and tokens[k].dep not in ("aux", "aux:pass", "cop")
        ),
        None,
    )
    for k in inside:
        if tokens[k].head == second and k != verb:
            tokens[k] = replace(tokens[k], head=first if verb is None else verb)
    if verb is not None and (not first < tokens[verb].head < second or second in _governors(tokens, verb)):
        tokens[verb] = replace(tokens[verb], head=first, dep="ccomp")
    tokens[second] = replace(tokens[second], head=first, dep="conj")


def _governors(tokens: Sequence[Token], i: int) -> set[int]:
    """All that a token hangs on."""
    seen: set[int] = set()
    while tokens[i].head != i and tokens[i].head not in seen:
        i = tokens[i].head
        seen.add(i)
    return seen
