"""Expressions of time: what they mean from the day of the dispatch."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.extract.syntax import Sheet
from dixit.extract.times import Day, Times, find_times, issue_day, value_of
from dixit.parse import Parser
from dixit.read import read

FRIDAY = date(2009, 2, 27)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mardi", "2009-02-24"),
        ("vendredi", "2009-02-27"),
        ("mercredi dernier", "2009-02-25"),
        ("vendredi dernier", "2009-02-20"),
        ("lundi prochain", "2009-03-02"),
        ("lundi matin", "2009-02-23"),
        ("le 27 juin", "2008-06-27"),
        ("le 1er janvier", "2009-01-01"),
        ("le 11 septembre 2001", "2001-09-11"),
        ("mardi 3 mars", "2009-03-03"),
        ("du 3 au 5 mai", "2008-05-03/2008-05-05"),
        ("du 28 décembre au 3 janvier", "2008-12-28/2009-01-03"),
        ("dans la nuit de lundi à mardi", "2009-02-23/2009-02-24"),
        ("fin mai", "2008-05-21/2008-05-31"),
        ("début février", "2009-02-01/2009-02-10"),
        ("mi-2021", "2021-05/2021-08"),
        ("d'ici mi-2021", "../2021-08"),
        ("en avril 2019", "2019-04"),
        ("en septembre", "2008-09"),
        ("depuis 2013", "2013/.."),
        ("depuis mardi", "2009-02-24/.."),
        ("depuis trois semaines", "2009-W06/.."),
        ("jusqu'au 5 juin", "../2009-06-05"),
        ("entre 2003 et 2005", "2003/2005"),
        ("la semaine dernière", "2009-W08"),
        ("cette semaine", "2009-W09"),
        ("le mois dernier", "2009-01"),
        ("l'an prochain", "2010"),
        ("le week-end dernier", "2009-02-21/2009-02-22"),
        ("il y a deux ans", "2007"),
        ("dans dix jours", "2009-03-09"),
        ("hier soir", "2009-02-26"),
        ("Aujourd’hui", "2009-02-27"),
        ("à l'été 2011", "2011"),
        ("dans les années 90", "1990/1999"),
        ("au XXe siècle", "1901/2000"),
        ("le 31 février 2009", None),
    ],
)
def test_an_expression_has_its_value(text: str, value: str | None) -> None:
    """Told as done, from a Friday."""
    (match,) = find_times(text)

    assert value == value_of(match, Day(FRIDAY, ahead=False))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mardi", "2009-03-03"),
        ("le 27 juin", "2009-06-27"),
        ("en janvier", "2010-01"),
        ("depuis mardi", "2009-02-24/.."),
    ],
)
def test_what_is_planned_lies_ahead(text: str, value: str) -> None:
    """The first such day from the dispatch on; "depuis" still looks back."""
    (match,) = find_times(text)

    assert value == value_of(match, Day(FRIDAY, ahead=True))


@pytest.mark.parametrize(
    "text", ["mai", "mars", "la semaine", "2009 soldats", "un mardisme", "la ville de 2000 habitants"]
)
def test_what_may_be_anything_is_no_time(text: str) -> None:
    """A month or a figure alone."""
    assert [] == [match.group() for match in find_times(text)]


@pytest.mark.parametrize("text", ["mardi", "le 27 juin", "hier", "il y a deux ans", "la semaine dernière"])
def test_without_a_day_of_issue_nothing_is_made_up(text: str) -> None:
    """An expression that counts from it has no value."""
    (match,) = find_times(text)

    assert value_of(match, Day(None, ahead=False)) is None


def test_each_word_has_the_expression_that_hangs_on_it() -> None:
    """Two events in one sentence, two times; the day is the dateline's."""
    text = "LUZ, 27 fév 2009 (AFP) - Trois hommes ont été arrêtés mardi après une réunion tenue en janvier."
    parsed = Parser.load()(read(text, published=FRIDAY))
    sheet, times = Sheet(parsed), Times(parsed)
    heads = [next(t.i for t in parsed.tokens if t.form == form) for form in ("arrêtés", "réunion")]
    found = [times.of(sheet, head, ahead=False) for head in heads]

    assert issue_day(parsed.document) == FRIDAY
    assert ["2009-02-24", "2009-01"] == [time.value if time else None for time in found]


ISO = re.compile(r"(\d{4}(-\d{2}(-\d{2})?|-W\d{2})?|\.\.)(/(\d{4}(-\d{2}(-\d{2})?|-W\d{2})?|\.\.))?")
PIECES = st.sampled_from(
    "depuis le 1er 3 31 mai juin février en 2013 1999 lundi à mardi du au fin mi - début dans deux semaines ans il y a "
    "la semaine dernière prochaine d'ici les années 90 nuit de".split()
)


@given(st.lists(PIECES, max_size=12).map(" ".join), st.dates(date(1900, 1, 8), date(2100, 1, 1)), st.booleans())
def test_every_value_is_iso_8601(text: str, day: date, ahead: bool) -> None:
    """Whatever words meet, on whatever day."""
    for match in find_times(text):
        value = value_of(match, Day(day, ahead))
        assert value is None or ISO.fullmatch(value)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date.min, "hier"),
        (date.min, "il y a trois semaines"),
        (date.min, "dans la nuit de dimanche à lundi"),
        (date.max, "demain"),
        (date.max, "dans dix jours"),
        (FRIDAY, "au 00e siècle"),
    ],
)
def test_what_the_calendar_does_not_hold_has_no_value(day: date, text: str) -> None:
    """Before the first year and after the last: nothing is said, and the text is read on."""
    (match,) = find_times(text)

    assert value_of(match, Day(day, ahead=False)) is None
