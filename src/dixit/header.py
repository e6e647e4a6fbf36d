"""Fixed text -> its layout: title, paragraphs and dateline (``TÉHÉRAN, 25 fév (AFP) -``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from dixit.lexicon import words
from dixit.types import Dateline, Span

# A title fills at most two lines of a page; measured on the 118 gold texts, whose longest has 131.
_LONGEST_TITLE: Final = 200
# No hard-wrapped text is wider: mail, teletype and terminals break at 60 to 100.
_WIDEST_WRAP: Final = 110
# A line that leaves more room than this was broken because something ended there. Not measured.
_SHORT_LINE: Final = 0.75
# A dispatch is dated at most a day after its issue, where the sun rises earlier.
_AHEAD: Final = timedelta(days=1)
# A dateline stands before the first or second paragraph, or after the summary of a Wikinews article.
_DATELINE_WITHIN: Final = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out."""

    title: Span | None  # None: the text has no title line
    paragraphs: tuple[Span, ...]  # in text order: title (if any), then body, the dateline left out
    dateline: Dateline | None  # None: the text has none


def layout(text: str, *, published: date | None = None) -> Layout:
    """Where title, paragraphs and dateline lie; ``published`` gives the year that a dateline leaves out."""
    spans = paragraphs(text)
    found = None
    first_body = 0
    for i, span in enumerate(spans[:_DATELINE_WITHIN]):
        found = dateline(text, span, published=published)
        if found is not None:
            first_body = i
            spans[i : i + 1] = _without(text, span, found.span)
            break
    title = None
    if len(spans) > 1 and not (found and first_body == 0) and _is_title(text[spans[0].start : spans[0].end]):
        title = spans[0]
    return Layout(title, tuple(spans), found)


def _without(text: str, paragraph: Span, front: Span) -> list[Span]:
    """What is left of a paragraph after its dateline; nothing where it was a line of its own."""
    rest = text[front.end : paragraph.end]
    start = paragraph.end - len(rest.lstrip())
    return [Span(start, paragraph.end)] if start < paragraph.end else []


def _is_title(line: str) -> bool:
    """A short first paragraph that does not end as a sentence of the body does."""
    return len(line) <= _LONGEST_TITLE and not re.search(r"(?<!\.)\.[\s»”\"]*$|[:;,]$", line)


# Paragraphs


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text in order, without the white space around them.

    They are parted by blank lines, or each line is one. Lines that a machine broke at the width of a
    page belong together; the break stays in the text and counts as a space.
    """
    blocks = [list(_lines(text, *block)) for block in _blocks(text)]
    width = _wrap_width(text, blocks)
    found = []
    for block in blocks:
        start = block[0].start
        for line, after in pairwise(block):
            if not _goes_on(text, line, after, width):
                found.append(Span(start, line.end))
                start = after.start
        found.append(Span(start, block[-1].end))
    return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines."""
    start = 0
    for gap in re.finditer(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Lines with something on them, without the white space around it."""
    for match in re.finditer(r"\S(?:.*\S)?", text[start:end]):
        yield Span(start + match.start(), start + match.end())


def _wrap_width(text: str, blocks: Sequence[Sequence[Span]]) -> int:
    """The width at which lines were broken by a machine; 0 where each line was ended by a writer."""
    width = max((line.end - line.start for block in blocks for line in block), default=0)
    ends = [text[line.end - 1] for block in blocks for line in block[:-1]]
    broken = sum(end not in '.!?…»”":;' for end in ends)
    return width if width <= _WIDEST_WRAP and 2 * broken > len(ends) else 0


def _goes_on(text: str, line: Span, after: Span, width: int) -> bool:
    """Whether the paragraph goes on in the next line."""
    if not width or _indent(text, after) > _indent(text, line):
        return False
    ended = text[line.end - 1] in '.!?…»”":;'
    if ended and re.match(r"[-–—•*]\s", text[after.start : after.end]):
        return False
    length = line.end - line.start
    first_word = len(text[after.start : after.end].split(maxsplit=1)[0])
    fits = length + 1 + first_word <= width
    return not (fits and (ended or length < _SHORT_LINE * width))


def _indent(text: str, line: Span) -> int:
    return line.start - (text.rfind("\n", 0, line.start) + 1)


# Datelines

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "février fevrier févr fevr fév fev",
            "mars mar",
            "avril avr",
            "mai",
            "juin jun",
            "juillet juil jul",
            "août aout",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "décembre decembre déc dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY: Final = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_DAY: Final = rf"""(?:le\s{{1,4}})?(?:{_WEEKDAY}\s{{1,4}})?
    (?: (?P<d>\d{{1,2}})(?:er)?\s{{1,4}}(?P<month>{_MONTH})\b\.?(?:\s{{1,4}}(?P<y>\d{{4}}))?
      | (?P<nd>\d{{1,2}})[/.-](?P<nm>\d{{1,2}})[/.-](?P<ny>\d{{4}})
      | (?P<iy>\d{{4}})-(?P<im>\d{{2}})-(?P<iday>\d{{2}}) )"""
_NAME_WORD: Final = r"(?:[dl]['’])?[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?"
_GAP: Final = r"\s{0,4}"  # bounded, for a line of blanks would be tried at each of them
_DATELINE: Final = re.compile(
    rf"""(?:(?!{_WEEKDAY}\b|le\s)(?P<place>{_NAME_WORD}(?:[ \xa0]{_NAME_WORD}){{0,5}})
            (?:{_GAP}/{_GAP}{_NAME_WORD})?)?
        (?:{_GAP}\((?P<in>[^()\d]{{2,40}})\))?
        (?:(?P<comma>[,\s]{{0,4}}){_DAY})?
        (?:{_GAP}(?:\((?P<agency>[^()]{{2,40}})\)|,{_GAP}(?P<bare>[^\W\d_][\w -]{{1,30}}?)))?
        {_GAP}\.?{_GAP}(?:(?P<dash>[-–—]{{1,2}})(?:\s+|$)|(?P<alone>$))""",
    re.VERBOSE | re.IGNORECASE,
)
# "ALEP (Syrie)" says where, "PARIS (Reuters)" says who.
_AGENCY_WORD: Final = re.compile(r"(?i)agence|presse?\b|news|info|média|media|wire")
_PARTICLES: Final = frozenset({"de", "du", "des", "la", "le", "les", "sur", "sous", "en", "et", "lès", "aux", "à"})


def dateline(text: str, paragraph: Span, *, published: date | None = None) -> Dateline | None:
    """The dateline at the beginning of a paragraph, or None.

    "TÉHÉRAN, 25 fév (AFP) - Le ministre" -> TÉHÉRAN | 25 February of the year of ``published`` | AFP
    """
    match = _DATELINE.match(text, paragraph.start, paragraph.end)
    if match is None or match.end() == match.start():
        return None
    dated = any(match[name] for name in ("d", "nd", "iy"))
    agency = _agency(match)
    place = match["place"]
    if not (dated or agency or (place and _capitals(place))):
        return None
    if place and not (_capitals(place) or ((dated or agency) and _names_a_place(place))):
        return None
    if match["alone"] is not None and (not dated or (match["bare"] and not agency)):
        return None
    end = match.start("dash") + len(match["dash"]) if match["dash"] else match.end()
    return Dateline(
        Span(match.start(), end), Span(*match.span("place")) if place else None, _day(match, published), agency
    )


def _agency(match: re.Match[str]) -> str | None:
    """Whoever stands in brackets or after the last comma; a country in brackets after the place is none."""
    inside = match["in"]
    if inside and (inside.upper() in words("agencies") or _AGENCY_WORD.search(inside)):
        return inside
    named: str | None = match["agency"]
    if named:
        return named.split("/")[0].strip()
    bare: str | None = match["bare"]
    return bare if bare and bare.upper() in words("agencies") else None


def _capitals(place: str) -> bool:
    """NEW YORK, LE CAIRE; but not the "EU" of "EU - Chine"."""
    return place.isupper() and len(place) > 2


def _names_a_place(place: str) -> bool:
    return all(word in _PARTICLES or word.lstrip("dl'’")[:1].isupper() for word in place.split())


def _day(match: re.Match[str], published: date | None) -> date | None:
    """The day; a year left out is the one that brings it nearest to ``published``, and not past it."""
    if match["iy"]:
        return _date(int(match["iy"]), int(match["im"]), int(match["iday"]))
    if match["ny"]:
        return _date(int(match["ny"]), int(match["nm"]), int(match["nd"]))
    if not match["d"]:
        return None
    month, day = _MONTHS.get(match["month"].lower()), int(match["d"])
    if month is not None and match["y"]:
        return _date(int(match["y"]), month, day)
    if month is None or published is None:  # "avrıl": the pattern takes a dotless i for an i
        return None
    near = (_date(published.year + step, month, day) for step in (-1, 0, 1))
    likely = [found for found in near if found is not None and found <= published + _AHEAD]
    return min(likely, key=lambda found: abs(found - published), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    """None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def place_name(place: str) -> str:
    """A dateline's place as it is written in a sentence: "AIX-EN-PROVENCE" -> "Aix-en-Provence"."""
    if not place.isupper():
        return place
    parts = re.split(r"([\s'’-]+)", place.lower())
    small = _PARTICLES - {"la", "le", "les"} | {"d", "l"}
    return "".join(part if i and part in small else part[:1].upper() + part[1:] for i, part in enumerate(parts))
