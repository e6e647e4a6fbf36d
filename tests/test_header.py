"""Titles, paragraphs and datelines."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.header import dateline, layout, paragraphs, place_name
from dixit.types import Span

ISSUED = date(2009, 2, 26)


@pytest.mark.parametrize(
    ("line", "place", "day", "agency"),
    [
        ("TÉHÉRAN, 25 fév (AFP) - Le ministre", "TÉHÉRAN", date(2009, 2, 25), "AFP"),
        ("29 mai 2012. - Le ministre", None, date(2012, 5, 29), None),
        ("1er novembre 2012. - Le ministre", None, date(2012, 11, 1), None),
        ("21 septembre 2012, France. - Le ministre", None, date(2012, 9, 21), None),
        ("PARIS (Reuters) - Le ministre", "PARIS", None, "Reuters"),
        ("(AFP) - Le ministre", None, None, "AFP"),
        ("PARIS - Le ministre", "PARIS", None, None),
        ("Genève, le 3 mars 2021 – Le ministre", "Genève", date(2021, 3, 3), None),
        ("Genève, le 3 mars 2021", "Genève", date(2021, 3, 3), None),
        ("NEW YORK (Nations unies), 12 janvier - Le ministre", "NEW YORK", date(2009, 1, 12), "Nations unies"),
        ("Téhéran, 25 février 2009, IRNA - Le ministre", "Téhéran", date(2009, 2, 25), "IRNA"),
        ("ALEP (Syrie), 3 mai (AFP) — Le ministre", "ALEP", date(2008, 5, 3), "AFP"),
        ("AIX-EN-PROVENCE (France), 1er mars 2020 (AFP) - Il", "AIX-EN-PROVENCE", date(2020, 3, 1), "AFP"),
        ("BEYROUTH/DAMAS, 3 mai (Reuters) - Le ministre", "BEYROUTH", date(2008, 5, 3), "Reuters"),
        ("MARSANE, 4 oct (Presse-Littoral) - Le port", "MARSANE", date(2008, 10, 4), "Presse-Littoral"),
        ("Moscou, 12.03.2015 (TASS) -- Le ministre", "Moscou", date(2015, 3, 12), "TASS"),
        ("Paris, 31 février 2015 - Le ministre", "Paris", None, None),
        ("PARIS, 25 avrıl 2009 (AFP) - Le ministre", "PARIS", None, "AFP"),
        ("PARIS, 25 ſept 2009 (AFP) - Le ministre", "PARIS", None, "AFP"),
        ("PARIS, 12 mai (AFP) - Le ministre", "PARIS", date(2008, 5, 12), "AFP"),
        ("PARIS, 27 fév (AFP) - Le ministre", "PARIS", date(2009, 2, 27), "AFP"),
    ],
)
def test_a_dateline_says_where_when_and_who(line: str, place: str | None, day: date | None, agency: str | None) -> None:
    """Place, day and agency stand in any of the usual orders; the year left out is the nearest one."""
    found = dateline(line, Span(0, len(line)), published=ISSUED)

    assert found is not None
    assert place == (line[found.place.start : found.place.end] if found.place else None)
    assert (day, agency) == (found.day, found.agency)


@pytest.mark.parametrize(
    "line",
    [
        "Le président - qui part demain - a dit oui.",
        "L'Iran - pays membre - a protesté.",
        '- "Pas de confrontation" -',
        "Le Conseil de sécurité, réuni le 3 mars 2012, a dit oui.",
        "Le 3 mars 2012, il est parti.",
        "UE - Chine : le sommet",
        "Paris",
        "",
    ],
)
def test_a_sentence_is_no_dateline(line: str) -> None:
    """A dash in a sentence makes no dateline of what stands before it."""
    assert dateline(f"{line} ", Span(0, len(line) + 1)) is None


def test_a_day_without_a_year_needs_the_day_of_issue() -> None:
    """No year is guessed."""
    found = dateline("PARIS, 31 déc (AFP) - Il", Span(0, 24))

    assert found is not None
    assert found.day is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un titre\n\nUn.\n\nDeux.", ["Un titre", "Un.", "Deux."]),
        ("  Un.  \n \t\n\n  Deux.  \n", ["Un.", "Deux."]),
        ("Un titre\n" + "Long " * 40 + ".\n" + "Court.", ["Un titre", "Long " * 40 + ".", "Court."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_blank_lines_or_lines_part_paragraphs(text: str, expected: list[str]) -> None:
    """Blank lines part paragraphs; where there are none and no machine broke the lines, each line is one."""
    assert expected == [text[span.start : span.end] for span in paragraphs(text)]


WRAPPED = """\
Le ministre rencontre son homologue

PARIS, 3 mai 2009 (AFP) - Le ministre des Affaires étrangères a dit que
la conférence aurait lieu à Genève en présence de toutes les parties du
conflit.
   Il a ajouté que son pays ne participerait pas aux négociations tant que
les combats ne cesseraient pas dans la région.

Une autre ligne, qui vient après un blanc et se poursuit encore un peu sur
la suivante.
"""


def test_lines_that_a_machine_broke_are_one_paragraph() -> None:
    """In a text of 72 columns a paragraph ends at a blank line or before an indent."""
    found = [WRAPPED[span.start : span.end].split() for span in layout(WRAPPED).paragraphs]

    assert ["Le", "Le", "Il", "Une"] == [words[0] for words in found]
    assert ["homologue", "conflit.", "région.", "suivante."] == [words[-1] for words in found]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Le port rouvre\n\nIl rouvre.", "Le port rouvre"),
        ("Rouvrira-t-il ?\n\nIl rouvre.", "Rouvrira-t-il ?"),
        ("Le port rouvre...\n\nIl rouvre.", "Le port rouvre..."),
        ("Le port a rouvert.\n\nIl rouvre.", None),
        ("Le port rouvre", None),
        ("PARIS, 3 mai 2009 - Le port rouvre\n\nIl rouvre.", None),
        ("Genève, le 3 mars 2021\n\nIl rouvre.", None),
        ("Long " * 50 + "\n\nIl rouvre.", None),
    ],
)
def test_a_title_is_a_first_line_that_is_no_sentence(text: str, title: str | None) -> None:
    """A short first paragraph without a full stop, and not the dateline's."""
    found = layout(text).title

    assert title == (text[found.start : found.end] if found else None)


def test_the_dateline_is_left_out_of_its_paragraph() -> None:
    """The first sentence begins after the dash, also where a summary comes first."""
    text = "Un titre\n\nUn résumé.\n\n27 août 2012. - Le port rouvre."
    found = layout(text)

    assert ["Un titre", "Un résumé.", "Le port rouvre."] == [text[s.start : s.end] for s in found.paragraphs]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("TÉHÉRAN", "Téhéran"),
        ("NEW YORK", "New York"),
        ("AIX-EN-PROVENCE", "Aix-en-Provence"),
        ("LE CAIRE", "Le Caire"),
        ("Genève", "Genève"),
        ("VILLENEUVE D'ASCQ", "Villeneuve d'Ascq"),
    ],
)
def test_a_place_in_capitals_is_written_as_a_name(written: str, name: str) -> None:
    """As in a sentence; small words stay small."""
    assert name == place_name(written)


@given(st.text(alphabet=st.sampled_from("aé.\n\t -«(,3 mai)AFP\u0301ıİſ"), max_size=200))
def test_paragraphs_and_dateline_hold_every_word_once(text: str) -> None:
    """Nothing but white space lies outside, nothing lies in two of them, and all are in order."""
    found = layout(text, published=ISSUED)
    spans = sorted([*found.paragraphs, *([found.dateline.span] if found.dateline else [])])

    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join(text.split()) == "".join("".join(text[s.start : s.end].split()) for s in spans)
