"""Expressions of time in French, with their values in ISO 8601 against the day of the dispatch.

"mardi" in a dispatch of Friday 2009-02-27 is 2009-02-24; "depuis 2013" is the interval 2013/.. (open ends as in
ISO 8601-2); "fin mai" is 2009-05-21/2009-05-31. Where the text or the day of issue says too little, the value is None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dixit.extract.syntax import Sheet
from dixit.types import Document, Parsed, Span, Time

_DAYS: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS: Final = (
    "janvier|janv.", "février|fevrier|févr.|fév.|fév", "mars", "avril|avr.", "mai", "juin", "juillet|juil.",
    "août|aout", "septembre|sept.", "octobre|oct.", "novembre|nov.", "décembre|decembre|déc.",
)  # fmt: skip
_NUMBERS: Final = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100,
}  # fmt: skip
_ROMAN: Final = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
_NEAR_DAYS: Final = {
    "avant-hier": -2, "hier": -1, "aujourd'hui": 0, "ce matin": 0, "ce soir": 0, "ce jour": 0, "cette nuit": 0,
    "cet après-midi": 0, "demain": 1, "après-demain": 2,
}  # fmt: skip
_SINCE: Final = ("depuis", "après")
_FROM: Final = ("à partir", "à compter", "dès")
_UNTIL: Final = ("jusqu", "d'ici", "avant")


@dataclass(frozen=True, slots=True)
class Day:
    """The day from which relative expressions count, and in which direction."""

    day: date | None  # None: neither dateline nor anything else tells it
    ahead: bool  # whether what is told lies in the future

    def weekday(self, number: int, which: str) -> date | None:
        """The nearest such day of the week; ``dernier`` is before the day itself, ``prochain`` after it."""
        if self.day is None:
            return None
        if which.startswith("prochain") or (self.ahead and not which):
            days = (number - self.day.weekday()) % 7
            return self.day + timedelta(days or (7 if which else 0))
        days = (self.day.weekday() - number) % 7
        return self.day - timedelta(days or (7 if which else 0))

    def year_of(self, month: int, day: int | None, weekday: int | None) -> int | None:
        """The year that a date without one means: the latest until the day, or the first from it on if ahead."""
        if self.day is None:
            return None
        years = [year for year in range(self.day.year - 1, self.day.year + 2) if _date(year, month, day or 1)]
        if weekday is not None:
            fitting = [year for year in years if (d := _date(year, month, day or 1)) and d.weekday() == weekday]
            years = fitting if len(fitting) == 1 else years
        if day is None:
            here = (self.day.year, self.day.month)
            before = [year for year in years if (year, month) <= here]
            after = [year for year in years if (year, month) >= here]
        else:
            before = [year for year in years if date(year, month, day) <= self.day]
            after = [year for year in years if date(year, month, day) >= self.day]
        if self.ahead:
            return min(after) if after else max(years, default=None)
        return max(before) if before else min(years, default=None)


def _date(year: int, month: int, day: int) -> date | None:
    """A day, or None where the calendar has no such day."""
    return date(year, month, day) if day <= monthrange(year, month)[1] and day else None


# The grammar. A blank stands for any white space; each alternative is named after the function that reads it.
_DAY: Final = "|".join(_DAYS)
_MONTH: Final = "|".join(_MONTHS).replace(".", r"\.")
_NUMBER: Final = r"\d{1,3}|" + "|".join(_NUMBERS)
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_SIDE: Final = (
    r"(?:(?P<{0}_side>depuis|jusqu'(?:à|au|en)|d'ici(?: à| au)?|à partir d[eu]|à compter d[eu]|dès|avant|après) )?"
)
_PART: Final = r"(?: (?:matin|soir|midi|après-midi|dans la (?:matinée|soirée|nuit|journée)))?"
_GRAMMAR: Final = {
    "night": rf"(?:dans )?la nuit de (?P<night_from>{_DAY}) à (?P<night_to>{_DAY})",
    "stretch": rf"du (?P<stretch_from>\d{{1,2}}|1er)(?: (?P<stretch_first>{_MONTH}))? au (?P<stretch_to>\d{{1,2}})"
    rf" (?P<stretch_month>{_MONTH})(?: (?P<stretch_year>{_YEAR}))?",
    "years": rf"(?:entre (?P<years_a>{_YEAR}) et|de (?P<years_b>{_YEAR}) à) (?P<years_to>{_YEAR})",
    "dated": _SIDE + rf"(?:(?:le|ce|du|au) )?(?:(?P<dated_name>{_DAY}) )?(?P<dated_day>\d{{1,2}}|1er)"
    rf" (?P<dated_month>{_MONTH})(?: (?P<dated_year>{_YEAR}))?",
    "third": _SIDE + r"(?:(?:le|la|au|en) )?(?P<third_which>début|mi|fin)(?:-| )(?:du mois de |de |d')?"
    rf"(?:(?P<third_month>{_MONTH})(?: (?P<third_year>{_YEAR}))?|(?P<third_only>{_YEAR}))",
    "month": r"(?:(?P<month_side>depuis|jusqu'en|d'ici(?: à)?|à partir de|dès|avant|après) )?"
    r"(?P<month_in>(?:en|au mois de|du mois de|le mois de) )?"
    rf"(?P<month_name>{_MONTH})(?: (?P<month_year>{_YEAR})| (?P<month_which>dernier|prochain))?",
    "decade": r"(?:dans |depuis |durant |pendant )?les années (?P<decade_from>\d{4}|\d0)",
    "century": r"(?:au |du )(?P<century_n>\d{2}|[xv]+i{0,3}|xix)e siècle",
    "season": r"(?:(?:à|en|au|depuis|durant|pendant) )?(?:l'|le )?(?:été|hiver|automne|printemps) "
    rf"(?P<season_year>{_YEAR})",
    "year": r"(?P<year_side>en|depuis|jusqu'en|d'ici(?: à)?|à partir de|dès|avant|après|de|l'année|l'an) "
    rf"(?P<year_is>{_YEAR})"
    r"(?![\d%]|\s?(?:euros|dollars|personnes|hommes|soldats|habitants|morts))",
    "named": _SIDE + rf"(?:le |ce )?(?P<named_day>{_DAY})(?: (?P<named_which>dernier|prochain))?" + _PART,
    "near": _SIDE + "(?P<near_day>" + "|".join(sorted(_NEAR_DAYS, key=len, reverse=True)) + ")" + _PART,
    "turn": _SIDE + r"(?:(?:cette|ce|cet) (?P<turn_this>semaine|mois|année|week-end)(?:-ci)?"
    r"|(?:la|le|l')\s?(?P<turn_unit>semaine|mois|année|an|week-end) "
    r"(?P<turn_which>derni(?:er|ère)|passée?|prochaine?))",
    "ago": r"(?P<ago_side>il y a|voici|voilà|dans|d'ici|depuis|sous) "
    r"(?:environ |près de |plus de |moins de |quelque )?"
    rf"(?P<ago_n>{_NUMBER}) (?P<ago_unit>jour|semaine|mois|an|année)s?",
}


def _compiled() -> re.Pattern[str]:
    parts = [f"(?P<{name}>{body.replace('{0}', name)})" for name, body in _GRAMMAR.items()]
    # The first letters only spare the grammar the places where nothing of it can begin.
    first = r"(?<![\w'-])(?=[\dac-fh-jl-psvàé])"
    return re.compile(first + "(?:" + "|".join(parts).replace(" ", r"[ \u00a0\n]+") + r")(?![\w-])")


_EXPRESSION: Final = _compiled()
# Each for one character: the places in small letters are those in the text.
_PLAIN: Final = str.maketrans(
    {"\u0130": "i", "\u2019": "'", "\u02bc": "'", "\u202f": " ", "\u2010": "-", "\u2011": "-"}
)


def find_times(text: str) -> Iterator[re.Match[str]]:
    """Every expression of time in a text, from left to right; of two that begin together the earlier in the grammar."""
    for match in _EXPRESSION.finditer(text.translate(_PLAIN).lower()):
        if match.lastgroup == "month" and not (
            match["month_in"] or match["month_year"] or match["month_side"] or match["month_which"]
        ):
            continue  # "mars" and "mai" alone may be anything
        yield match


def value_of(match: re.Match[str], day: Day) -> str | None:
    """What an expression means, in ISO 8601; None: not to be said from that day."""
    name = match.lastgroup or ""
    side = (match.groupdict().get(f"{name}_side") or "").lower()
    ahead = side.startswith(_UNTIL) or (day.ahead and not side.startswith(_SINCE))
    try:
        value = _READERS[name](match, Day(day.day, ahead))
    except (OverflowError, ValueError):  # before the first or after the last day of the calendar
        return None
    return _sided(value, side) if value and name != "ago" else value


def _sided(value: str, side: str) -> str:
    """An interval open on one side: "depuis 2013" -> 2013/.., "d'ici mardi" -> ../2009-03-03."""
    first, _, last = value.partition("/")
    if side.startswith((*_SINCE, *_FROM)):
        return f"{first}/.."
    if side.startswith(_UNTIL):
        return f"../{last or first}"
    return value


def _month_number(name: str) -> int:
    plain = name.lower()
    return next(n for n, names in enumerate(_MONTHS, 1) if plain in names.split("|"))


def _whole(text: str) -> int:
    """A day of the month or a number in words: "1er" -> 1, "trois" -> 3."""
    plain = text.lower()
    return _NUMBERS[plain] if plain in _NUMBERS else int(plain.removesuffix("er"))


def _night(match: re.Match[str], day: Day) -> str | None:
    last = day.weekday(_DAYS.index(match["night_to"].lower()), "")
    return None if last is None else f"{last - timedelta(1)}/{last}"


def _stretch(match: re.Match[str], day: Day) -> str | None:
    month, last = _month_number(match["stretch_month"]), _whole(match["stretch_to"])
    first_month = _month_number(match["stretch_first"]) if match["stretch_first"] else month
    year = int(match["stretch_year"]) if match["stretch_year"] else day.year_of(month, last, None)
    if year is None:
        return None
    begin = _date(year - (first_month > month), first_month, _whole(match["stretch_from"]))
    end = _date(year, month, last)
    return f"{begin}/{end}" if begin and end else None


def _years(match: re.Match[str], _: Day) -> str:
    return f"{match['years_a'] or match['years_b']}/{match['years_to']}"


def _dated(match: re.Match[str], day: Day) -> str | None:
    month, number = _month_number(match["dated_month"]), _whole(match["dated_day"])
    name = match["dated_name"]
    weekday = _DAYS.index(name.lower()) if name else None
    year = int(match["dated_year"]) if match["dated_year"] else day.year_of(month, number, weekday)
    found = _date(year, month, number) if year else None
    return found.isoformat() if found else None


def _third(match: re.Match[str], day: Day) -> str | None:
    which = match["third_which"].lower()
    if match["third_only"]:
        year = int(match["third_only"])
        first, last = {"début": (1, 4), "mi": (5, 8), "fin": (9, 12)}[which]
        return f"{year}-{first:02}/{year}-{last:02}"
    month = _month_number(match["third_month"])
    known = int(match["third_year"]) if match["third_year"] else day.year_of(month, None, None)
    if known is None:
        return None
    first, last = {"début": (1, 10), "mi": (11, 20), "fin": (21, monthrange(known, month)[1])}[which]
    return f"{known}-{month:02}-{first:02}/{known}-{month:02}-{last:02}"


def _month(match: re.Match[str], day: Day) -> str | None:
    month, which = _month_number(match["month_name"]), match["month_which"]
    if match["month_year"]:
        return f"{match['month_year']}-{month:02}"
    there = Day(day.day, day.ahead or bool(which and which.lower() == "prochain"))
    year = there.year_of(month, None, None)
    return f"{year}-{month:02}" if year else None


def _decade(match: re.Match[str], _: Day) -> str:
    first = int(match["decade_from"])
    first = first if first > 100 else 1900 + first
    return f"{first}/{first + 9}"


def _century(match: re.Match[str], _: Day) -> str | None:
    told = match["century_n"].lower()
    number = _ROMAN.get(told) or (int(told) if told.isdigit() else 0)
    return f"{number * 100 - 99:04}/{number * 100:04}" if number else None


def _season(match: re.Match[str], _: Day) -> str:
    return match["season_year"]


def _year(match: re.Match[str], _: Day) -> str:
    return match["year_is"]


def _named(match: re.Match[str], day: Day) -> str | None:
    found = day.weekday(_DAYS.index(match["named_day"].lower()), (match["named_which"] or "").lower())
    return found.isoformat() if found else None


def _near(match: re.Match[str], day: Day) -> str | None:
    told = " ".join(match["near_day"].lower().split())
    return (day.day + timedelta(_NEAR_DAYS[told])).isoformat() if day.day else None


def _turn(match: re.Match[str], day: Day) -> str | None:
    if day.day is None:
        return None
    which = (match["turn_which"] or "").lower()
    step = -1 if which.startswith(("dern", "pass")) else 1 if which.startswith("proch") else 0
    return _shifted(day.day, step, (match["turn_this"] or match["turn_unit"]).lower())


def _ago(match: re.Match[str], day: Day) -> str | None:
    if day.day is None:
        return None
    side, count = match["ago_side"].lower(), _whole(match["ago_n"])
    ahead = side in ("dans", "d'ici", "sous")
    value = _shifted(day.day, count if ahead else -count, match["ago_unit"].lower())
    return f"{value}/.." if side == "depuis" else f"../{value}" if side in ("d'ici", "sous") else value


def _shifted(day: date, count: int, unit: str) -> str | None:
    """So many units on: as a day where days are counted, else as a week, month or year."""
    if unit in ("an", "année"):
        return str(day.year + count) if 0 < day.year + count < 10_000 else None
    if unit == "mois":
        months = day.year * 12 + day.month - 1 + count
        return f"{months // 12:04}-{months % 12 + 1:02}" if months >= 12 else None
    if unit == "jour":
        return (day + timedelta(count)).isoformat()
    there = day + timedelta(7 * count)
    if unit == "week-end":
        saturday = there - timedelta(there.weekday()) + timedelta(5)
        return f"{saturday}/{saturday + timedelta(1)}"
    year, week, _ = there.isocalendar()
    return f"{year}-W{week:02}"


_READERS: Final[dict[str, Callable[[re.Match[str], Day], str | None]]] = {
    "night": _night, "stretch": _stretch, "years": _years, "dated": _dated, "third": _third, "month": _month,
    "decade": _decade, "century": _century, "season": _season, "year": _year, "named": _named, "near": _near,
    "turn": _turn, "ago": _ago,
}  # fmt: skip


def issue_day(document: Document) -> date | None:
    """The day from which a document counts: its dateline's, else its day of issue."""
    return (document.dateline.day if document.dateline else None) or document.published


class Times:
    """The expressions of time of one document, and which of them a word has."""

    def __init__(self, parsed: Parsed) -> None:
        self._found: list[re.Match[str]] | None = None
        self._parsed = parsed
        self._day = issue_day(parsed.document)
        self._starts: list[int] = []

    def of(self, sheet: Sheet, head: int, *, ahead: bool) -> Time | None:
        """The expression that hangs on a word or on the words above it; None: its sentence tells none.

        "ont été arrêtés mardi après une réunion tenue en mai" -> arrêtés: mardi; réunion: en mai
        """
        if self._found is None:
            self._found = list(find_times(self._parsed.document.text))
            self._starts = [match.start() for match in self._found]
        first, last = sheet.sentence(head)
        low = bisect_left(self._starts, sheet.tokens[first].start)
        high = bisect_left(self._starts, sheet.tokens[last].end)
        line = _line(sheet, head)
        ranked = []
        for match in self._found[low:high]:
            inside = [k for k in range(first, last + 1) if match.start() <= sheet.tokens[k].start < match.end()]
            rank = min((r for k in inside if (r := _rank(sheet, k, inside, line)) is not None), default=None)
            if rank is not None:
                ranked.append((rank, abs(inside[0] - head), match))
        if not ranked:
            return None
        match = min(ranked, key=lambda one: one[:2])[2]
        return Time(Span(match.start(), match.end()), value_of(match, Day(self._day, ahead)))

    def features(self, time: Time | None) -> Iterator[str]:
        """What an expression says of whether a thing has happened: "d'ici mardi", a day after that of the dispatch."""
        if time is None:
            yield "when=none"
            return
        words = self._parsed.document.cut(time.span).lower().split()
        yield f"when={words[0]}"
        yield f"when_last={words[-1]}"
        if time.value and self._day:
            start, _, end = time.value.partition("/")
            first = start if start != ".." else end
            today = self._day.isoformat()[: len(first)]
            yield f"when {'before' if first < today else 'after' if first > today else 'now'}"
            yield f"open={start == '..'}{end == '..'}"


def _line(sheet: Sheet, head: int) -> dict[int, int]:
    """A word and those that it hangs on up to the first finite verb, each with its distance."""
    line, at = {head: 0}, head
    for step in range(1, 5):
        token = sheet.tokens[at]
        if token.head == at or (token.dep in ("ccomp", "parataxis", "acl:relcl", "advcl")):
            break
        at = token.head
        line[at] = step
    return line


def _rank(sheet: Sheet, k: int, inside: list[int], line: dict[int, int]) -> int | None:
    """How far up the line the word stands on which an expression's token hangs; None: not on it."""
    at = k
    for _ in range(3):
        head = sheet.tokens[at].head
        if head in line and head not in inside:
            return line[head]
        if head == at:
            return None
        at = head
    return None
