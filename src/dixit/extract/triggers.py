"""Which words of a document can tell of an event: verbs, nouns and phrases of the lexicon, generously."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from dixit.extract.cues import reflexive
from dixit.extract.people import noun
from dixit.extract.syntax import Range, Sheet
from dixit.folding import fold
from dixit.lexicon import Happening, Sense, happenings

_GAP: Final = 3  # words that may stand inside a phrase ("a fait hier exploser"); not measured
_VERBAL: Final = frozenset({"VERB", "AUX"})
_NO_PARTICIPLES: Final = frozenset({"été", "clé", "blé", "thé", "né", "gré", "pré", "dé", "curé", "comité", "côté"})
# Lemmas that the parser makes of irregular participles.
_MISTAKEN: Final = {
    "excloir": "exclure", "rompir": "rompre", "interrompir": "interrompre", "dissoir": "dissoudre",
    "rééluer": "réélire",
    "accueiller": "accueillir", "rouvrire": "rouvrir", "offerter": "offrir", "ouvr": "ouvrir",
}  # fmt: skip
_NEVER_INSIDE: Final = frozenset({"PUNCT", "SCONJ"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell of an event."""

    head: int  # token index of its main word
    last: int  # token index of its phrase's last word
    known: Happening
    verbal: bool  # whether it stands as a verb, participles among them

    @property
    def range(self) -> Range:
        """Its tokens, first to last."""
        return self.head, self.last


def triggers(sheet: Sheet) -> Iterator[Trigger]:
    """Every word of the lexicon, the longest phrase of each.

    "Les deux ministres ont signé un accord après un coup d'Etat" -> signé | accord | coup d'Etat
    """
    taken = -1
    for i, token in enumerate(sheet.tokens):
        if i <= taken or token.pos not in _LOOKED_AT:
            continue
        entries = _entries(sheet, i)
        if not entries or _in_a_name(sheet, i):
            continue
        for verbal, known in entries:
            found = next(((entry, last) for entry in known if (last := _last(sheet, i, entry.rest)) is not None), None)
            if found is not None:
                entry, last = found
                taken = last
                yield Trigger(i, last, entry, verbal)
                break


def _in_a_name(sheet: Sheet, i: int) -> bool:
    """Whether a word with a capital inside its sentence is part of a name: "la Conférence des ports"."""
    form = sheet.tokens[i].form
    if not form[0].isupper() or form.isupper() or i == sheet.sentence(i)[0]:
        return False
    before = sheet.tokens[i - 1].form
    known = happenings(sheet.parsed.document.language)
    return before not in _OPENING and (form, "NOUN") not in known and not sheet.tokens[i - 1].form.isupper()


_OPENING: Final = frozenset({"«", "-", "--", ":", '"', "+", "("})
_LOOKED_AT: Final = _VERBAL | {"NOUN", "PROPN", "ADJ", "X"}


_Entries = tuple[tuple[bool, tuple[Happening, ...]], ...]


def _entries(sheet: Sheet, i: int) -> _Entries:
    """What the lexicon knows of a word, and whether as a verb; the part of speech that the parser gives comes first."""
    token, language = sheet.tokens[i], sheet.parsed.document.language
    own = happenings(language).get((f"se {token.lemma}", "VERB"), ()) if token.pos in _VERBAL else ()
    found = _known(token.form, token.lemma, token.pos, language)
    return ((True, own), *found) if own and reflexive(sheet, i) else found


@lru_cache(maxsize=1 << 15)
def _known(form: str, lemma: str, pos: str, language: str) -> _Entries:
    """The same of a word that is not reflexive."""
    lexicon, lemma = happenings(language), _MISTAKEN.get(lemma, lemma)
    found: list[tuple[bool, tuple[Happening, ...]]] = []
    if pos in _VERBAL:
        found.append((True, lexicon.get((lemma, "VERB"), ())))
    else:
        nouns = (lexicon.get((word, "NOUN"), ()) for word in _nouns(form, lemma))
        found.append((False, next(filter(None, nouns), ())))
    verb = participle(form)
    if verb and verb != lemma and (pos in ("ADJ", "VERB") or noun(form) is None):
        found.append((True, lexicon.get((verb, "VERB"), ())))
    if pos in _VERBAL:
        found.append((False, lexicon.get((form.lower(), "NOUN"), ())))
    return tuple((verbal, entries) for verbal, entries in found if entries)


def _nouns(form: str, lemma: str) -> tuple[str, ...]:
    """What a noun may be called in the lexicon: its lemma, its form, its form without the plural's s."""
    small = form.lower()
    return (lemma, form, small, small.removesuffix("s"))


def participle(form: str) -> str | None:
    """The verb of a past participle of the first group that the parser takes for a noun or an adjective; else None.

    "blessés" -> blesser
    """
    plain = form.lower().removesuffix("s")
    plain = plain.removesuffix("e") if plain.endswith("ée") else plain
    return plain[:-1] + "er" if plain.endswith("é") and plain not in _NO_PARTICIPLES else None


def _last(sheet: Sheet, i: int, rest: tuple[str, ...]) -> int | None:
    """The last token of a phrase that begins at i; None where the rest does not follow."""
    tokens, last, at = sheet.tokens, i, i + 1
    for word in rest:
        plain = fold(word)
        for k in range(at, min(at + _GAP, len(tokens))):
            token = tokens[k]
            if token.form.lower() == word or token.lemma == word or fold(token.form) == plain:
                last, at = k, k + 1
                break
            if token.pos in _NEVER_INSIDE:
                return None
        else:
            return None
    return last


def fitting(sheet: Sheet, trigger: Trigger) -> tuple[Sense, ...]:
    """The senses whose condition holds; where one with a condition holds, only those."""
    senses = trigger.known.senses
    if not any(sense.beside for sense in senses):
        return senses
    near = {sheet.tokens[k].lemma for k in range(max(trigger.head - 3, 0), min(trigger.last + 7, len(sheet.tokens)))}
    bound = tuple(sense for sense in senses if sense.beside & near)
    return bound or tuple(sense for sense in senses if not sense.beside) or senses
