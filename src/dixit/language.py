"""Fixed text -> the language that it looks like; told by script and by the commonest short words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final

FRENCH: Final = "French"

# Enough to tell a language, and quick on a long text.
_SAMPLE: Final = 20_000
OTHER: Final = "another language than French"

# Languages share words: another one's list must hold clearly more of the text's than the French one does.
_MARGIN: Final = 1.25
# A French text has 30 to 60 of these in 100 words, a list of names 10; an unlisted language has fewer.
_LEAST_SHARE: Final = 0.08
_ENOUGH_WORDS: Final = 20  # fewer different ones tell no share
# Fewer different words of its list tell nothing: "The Road" may be a title.
_FEWEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")
# A French dispatch may quote at length in another language.
_QUOTED: Final = re.compile('«[^»]*»|“[^”]*”|"[^"]*"')
_SCRIPTS: Final = (
    ("Persian", re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")),
    ("Arabic", re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Russian or another language in Cyrillic script", re.compile("[\u0400-\u052f]")),
    ("Greek", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("Hebrew", re.compile("[\u0590-\u05ff]")),
    ("Japanese", re.compile("[\u3040-\u30ff]")),
    ("Korean", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("Chinese", re.compile("[\u4e00-\u9fff]")),
    ("Hindi", re.compile("[\u0900-\u097f]")),
    ("Armenian", re.compile("[\u0530-\u058f]")),
    ("Georgian", re.compile("[\u10a0-\u10ff]")),
    ("Thai", re.compile("[\u0e00-\u0e7f]")),
)
# Kana or the Persian letters are few among the many that their script shares with another language.
_TELLING: Final = {"Persian": 0.03, "Japanese": 0.1}


def language_of(text: str) -> str:
    """Its name in English; French where nothing speaks against it."""
    sample = text[:_SAMPLE]
    letters = sum(map(len, _WORD.findall(sample)))
    unquoted = _QUOTED.sub(" ", sample)
    return _by_script(sample, letters) or _by_words_told(_counted(unquoted), _counted(sample))


def _by_words_told(unquoted: Counter[str], every: Counter[str]) -> str:
    """By the words that are not quoted; where they are too few to tell another language, by all of them as well."""
    if not unquoted:
        return _by_words(every)
    told = _by_words(unquoted)
    return _by_words(every) if told != FRENCH and len(unquoted) < _ENOUGH_WORDS else told


def tells_french(text: str) -> bool:
    """Whether the words themselves say that it is French, and not only nothing against it."""
    return language_of(text) == FRENCH and _hits(_counted(text[:_SAMPLE]))[FRENCH] >= _FEWEST


def _by_script(sample: str, letters: int) -> str | None:
    """The language of another script in which half of the letters or more are written; None for the Latin one."""
    shares = {name: len(script.findall(sample)) / max(letters, 1) for name, script in _SCRIPTS}
    foreign = sum(share for name, share in shares.items() if name != "Persian")
    if foreign < 0.5:
        return None
    for name, share in _TELLING.items():
        if shares[name] > share:
            return name
    return max(shares, key=lambda name: shares[name])


def _by_words(words: Counter[str]) -> str:
    hits = _hits(words)
    likeliest = max(hits, key=lambda name: hits[name])
    known = len(_common_words()[likeliest] & words.keys())
    if known >= _FEWEST and hits[likeliest] > _MARGIN * hits[FRENCH]:
        return likeliest
    total = words.total()
    return OTHER if len(words) >= _ENOUGH_WORDS and hits[FRENCH] < _LEAST_SHARE * total else FRENCH


def _counted(sample: str) -> Counter[str]:
    return Counter(word.lower() for word in _WORD.findall(sample))


def _hits(words: Counter[str]) -> dict[str, int]:
    """How many of each language's common words are among them."""
    return {name: sum(words[word] for word in listed) for name, listed in _common_words().items()}


@cache
def _common_words() -> dict[str, frozenset[str]]:
    """The lists of words/languages.tsv by the language's name."""
    lines = (files("dixit") / "words" / "languages.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: frozenset(listed.split()) for name, listed in rows}
