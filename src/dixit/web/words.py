"""The words of the interface, in French and English; what dispatches say is never translated."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from dixit.labels import ACTS, EVENTS, MODES, STATUSES

Lang = Literal["fr", "en"]

_ENGLISH: Final[dict[str, str]] = {
    "assert": "asserts",
    "demand": "demands",
    "commit": "commits to",
    "criticise": "criticises",
    "accuse": "accuses",
    "praise": "praises",
    "deny": "denies",
    "refuse": "refuses",
    "warn": "warns",
    "express": "expresses",
    "direct": "word for word",
    "mixed": "partly word for word",
    "indirect": "reported",
    "mention": "mentioned",
    "actual": "reported as a fact",
    "planned": "planned",
    "hypothetical": "hypothetical",
    "denied": "denied",
    "AGREE": "agreement",
    "CONSULT": "consultation",
    "SUPPORT": "support",
    "CONCEDE": "concession",
    "COOPERATE": "cooperation",
    "AID": "aid",
    "RETREAT": "retreat",
    "PROTEST": "protest",
    "SANCTION": "sanction",
    "MOBILIZE": "mobilisation",
    "COERCE": "coercion",
    "ASSAULT": "violence",
    "verdict-together": "on one side",
    "verdict-divided": "divided",
    "verdict-uncertain": "uncertain",
    "verdict-too few": "too few statements for a verdict",
    "turn-towards": "towards",
    "turn-away": "away",
    "turn-none shown": "no shift is shown",
    "turn-too few": "too few statements to tell",
    "part-speaker": "speaker",
    "part-act": "act",
    "part-negated": "denial",
    "part-targets": "targets",
    "part-mode": "manner",
    "job-waiting": "waiting",
    "job-running": "being read",
    "job-done": "done",
    "job-failed": "broken off",
    "correction-speaker": "speaker",
    "correction-act": "act",
    "correction-target": "target",
    "correction-limits": "limits",
    "correction-remove": "not a statement",
    "correction-new": "missed statement",
}
_FRENCH: Final[dict[str, str]] = {
    **{str(key): word for words in (ACTS, MODES, STATUSES, EVENTS) for key, word in words.items()},
    "verdict-together": "du même côté",
    "verdict-divided": "divisés",
    "verdict-uncertain": "incertain",
    "verdict-too few": "trop peu d’énoncés pour un verdict",
    "turn-towards": "vers le soutien",
    "turn-away": "vers le rejet",
    "turn-none shown": "aucun déplacement montré",
    "turn-too few": "trop peu d’énoncés pour le dire",
    "part-speaker": "locuteur",
    "part-act": "acte",
    "part-negated": "négation",
    "part-targets": "cibles",
    "part-mode": "manière",
    "job-waiting": "en attente",
    "job-running": "en lecture",
    "job-done": "terminé",
    "job-failed": "interrompu",
    "correction-speaker": "locuteur",
    "correction-act": "acte",
    "correction-target": "cible",
    "correction-limits": "limites",
    "correction-remove": "pas un énoncé",
    "correction-new": "énoncé oublié",
}
# Phrases that are said otherwise of one.
_ONE: Final = {
    "{n} statements": "{n} statement",
    "{n} events": "{n} event",
    "{n} dispatches": "{n} dispatch",
    "{n} copies folded": "{n} copy folded",
    "in {n} places": "in {n} place",
}


@cache
def french() -> dict[str, str]:
    """Each English phrase of the pages with its French one."""
    lines = files("dixit").joinpath("web", "words.fr.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def translator(lang: Lang) -> Callable[..., str]:
    """A function from an English phrase to the language; ``{n}`` in it is filled in."""

    def translated(phrase: str, **values: object) -> str:
        if str(values.get("n")) == "1":
            phrase = _ONE.get(phrase, phrase)
        said = french().get(phrase, phrase) if lang == "fr" else phrase
        return said.format(**values) if values else said

    return translated


def labeller(lang: Lang) -> Callable[[str], str]:
    """A function from a value of the record, "demand", to its word."""
    labels = _FRENCH if lang == "fr" else _ENGLISH
    return lambda value: labels.get(value, value)


def language(asked: str | None, accepted: str) -> Lang:
    """The one asked for, else the first that the browser accepts, else French."""
    if asked in get_args(Lang):
        return asked  # type: ignore[return-value]
    for one in accepted.split(","):
        tag = one.split(";")[0].strip().lower()[:2]
        if tag in get_args(Lang):
            return tag  # type: ignore[return-value]
    return "fr"


_MONTHS: Final[dict[Lang, str]] = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_WEEK: Final[dict[Lang, str]] = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def long_day(day: str, lang: Lang) -> str:
    """2009-02-25 -> mercredi 25 février 2009; 2009-02 -> février 2009; of "2009-02-25/2009-03-01" both ends.

    What is no day stays as it is.
    """
    if "/" in day:
        return " – ".join(long_day(end, lang) for end in day.split("/", 1))
    months = _MONTHS[lang].split()
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", day):
        return f"{months[int(day[5:]) - 1]} {day[:4]}"
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    number = "1er" if lang == "fr" and found.day == 1 else str(found.day)
    return f"{_WEEK[lang].split()[found.weekday()]} {number} {months[found.month - 1]} {found.year}"
