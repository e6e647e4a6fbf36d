"""What single words of a content carry, as named numbers: judgement, wrongdoing, danger, feeling, duty, plan, denial.

The words and what each carries stand in ``words/tone.fr.tsv``, judged one by one, twice: most errors in telling acts
apart are of words that the annotated statements hold once or never.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from dixit.folding import fold
from dixit.lexicon import TONES, Tone, tones
from dixit.types import Token

NEGATIONS: Final = frozenset({"pas", "ni", "jamais", "non", "aucun", "aucune", "sans", "rien", "plus", "nul", "guere"})
_READ: Final = 70  # words of the content that are looked at; not tuned
_REACH: Final = 3  # words that a negation turns round
_STRONG: Final = 3  # from here on a word carries something strongly


@cache
def _plain() -> Mapping[str, Tone]:
    """The words of tone.fr.tsv without their accents; of several the first."""
    found: dict[str, Tone] = {}
    for form, tone in tones("fr").items():
        found.setdefault(fold(form), tone)
    return found


@lru_cache(maxsize=1 << 16)
def tone_of(form: str) -> Tone | None:
    """What a word carries; None: nothing. One that is spelled without its accents is its own word: "DEGRADE"."""
    return tones("fr").get(form.lower()) or _plain().get(fold(form))


def word_traits(content: Sequence[Token], tops: Collection[int], beside: Sequence[str]) -> dict[str, float]:
    """What the words of a content carry; what a negation shortly before turns round has a name of its own.

    `tops`: token indices of its clauses' main words; `beside`: what each finding is also looked at together with.
    """
    found: dict[str, float] = {}
    sums: Counter[str] = Counter()
    last_negation = -_REACH - 1
    for at, token in enumerate(content[:_READ]):
        if fold(token.form) in NEGATIONS:
            last_negation = at
        carried = tone_of(token.form)
        if carried is None:
            continue
        for name, strength in zip(TONES, carried, strict=True):
            if not strength:
                continue
            key = f"!{name}" if at - last_negation <= _REACH else name
            sums[key] += strength
            for least in range(1, min(strength, _STRONG) + 1):
                found[f"word{least} {key}"] = 1.0
                found |= dict.fromkeys((f"word{least} {key}|{other}" for other in beside), 1.0)
                if token.i in tops:
                    found[f"wordtop{least} {key}"] = 1.0
    found.update((f"words {key}", min(total, 8) / 4) for key, total in sums.items())
    found[f"wordmost {max(sums, key=lambda key: sums[key], default='-')}"] = 1.0
    found["wordset " + "".join(sorted(key for key, total in sums.items() if total > 1))] = 1.0
    return found
