"""A day or a week as one page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

import dixit
from dixit import cli
from dixit.plots import Cell, Part, bars, matrix
from dixit.report import Period, latest, report
from dixit.store.putting import Origin, put

REPORTS = sorted((Path(__file__).parent.parent / "examples" / "reports").glob("*.txt"))
HOSTILE = (
    "LUZ, 5 mars 2024 (Presse-Littoral) - Le maire Léo Roc a critiqué Ana Bel : « <script>alert(1)</script> & "
    "<img src=x onerror=alert(2)> est son programme ». Ana Bel a salué Léo Roc."
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dixit.Store]:
    """The reports of examples/, and a text that would like to be more than text."""
    with dixit.Store.open(tmp_path_factory.mktemp("store") / "dixit.db") as opened:
        for path in REPORTS:
            opened.put(dixit.read(path.read_bytes(), name=path.name))
        put(opened, dixit.read(HOSTILE), origin=Origin('https://a.test/"><script>', "a", "b"))
        yield opened


class Page(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collects them."""
        self.tags.append((tag, dict(attrs)))


def test_a_week_is_from_monday_to_sunday() -> None:
    """Whatever day of it is named."""
    week = Period.week(date(2024, 3, 6))

    assert (date(2024, 3, 4), date(2024, 3, 10)) == (week.first, week.last)
    assert 7 == len(week.days)
    assert "du 4 mars 2024 au 10 mars 2024" == str(week)
    assert "vendredi 1er mars 2024" == str(Period(date(2024, 3, 1), date(2024, 3, 1)))


def test_a_page_holds_what_was_said_on_its_days(store: dixit.Store) -> None:
    """And nothing of other days."""
    day = report(store, Period(date(2024, 3, 4), date(2024, 3, 4)))
    around = report(store, Period(date(2024, 3, 3), date(2024, 3, 5)))

    assert date(2024, 3, 20) == latest(store)
    assert "réparer le quai des Brumes" in day
    assert "financer les travaux du quai" not in day
    assert "Énoncés par jour" not in day
    assert "financer les travaux du quai" in around
    assert "Énoncés par jour" in around
    assert "dixit compare" in around


def test_a_page_needs_nothing_and_runs_nothing(store: dixit.Store) -> None:
    """Text stays text; the policy names the one style; nothing is loaded."""
    text = report(store, Period(date(2024, 3, 3), date(2024, 3, 20)))
    page = Page(text)
    loads = [(tag, attrs) for tag, attrs in page.tags if {"src", "srcset", "style", "onerror", "onload"} & set(attrs)]
    (policy,) = [attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv")]

    assert [] == loads
    assert [] == [tag for tag, _ in page.tags if tag in ("script", "img", "link", "iframe", "object", "form")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert ["noreferrer nofollow"] == list({attrs["rel"] for tag, attrs in page.tags if tag == "a"})


def test_plots_are_svg(store: dixit.Store) -> None:
    """Whole ones, with what they show in words for whoever does not see them."""
    text = report(store, Period(date(2024, 3, 3), date(2024, 3, 5)))
    plots = [fromstring(plot) for plot in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]

    assert 3 < len(plots)
    assert all(plot.get("aria-label") for plot in plots)
    assert any("Léo Roc → Ana Bel : +0 −1" in str(plot.get("aria-label")) for plot in plots)


def test_bars_are_as_long_as_their_numbers() -> None:
    """Parts one after the other; the longest row fills the room."""
    rows = [("a & b", [Part("dire", 3, "x"), Part("louer", 1, "y")]), ("c", [Part("dire", 2, "x")])]
    svg = fromstring(bars("T", rows))
    widths = [float(str(rect.get("width"))) for rect in svg.iter("rect")]
    starts = [float(str(rect.get("x"))) for rect in svg.iter("rect")]

    assert pytest.approx(widths[0] / 3) == widths[1]
    assert pytest.approx((widths[0] + widths[1]) / 2, abs=0.1) == widths[2]
    assert pytest.approx(starts[0] + widths[0], abs=0.1) == starts[1]
    assert "T : a & b 4; c 2" == svg.get("aria-label")


def test_nothing_is_no_plot() -> None:
    """Not an empty frame."""
    assert "" == bars("T", [])
    assert "" == bars("T", [("a", [Part("dire", 0, "x")])])
    assert "" == matrix("T", ["a"], ["b"], {("a", "b"): Cell(0, 0)})


def test_the_command_writes_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: dixit.Store
) -> None:
    """Of the latest day where none is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["dixit", "report", "--week", "--store", str(store.path)])
    with pytest.raises(SystemExit) as left:
        cli.main()

    assert not left.value.code
    assert "report.html\n" == capsys.readouterr().out
    assert "du 18 mars 2024 au 24 mars 2024" in Path("report.html").read_text(encoding="utf-8")


def test_a_day_of_an_empty_store_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With one line, and no page."""
    monkeypatch.chdir(tmp_path)
    dixit.Store.open("dixit.db").close()
    monkeypatch.setattr(sys, "argv", ["dixit", "report"])
    with pytest.raises(SystemExit):
        cli.main()

    assert 1 == len(capsys.readouterr().err.splitlines())
    assert not Path("report.html").exists()
