"""Whom and what wordings name: the list of cases, what abstains, terms and members, a table of one's own."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.errors import KnowledgeError
from dixit.knowledge import identify, led, members, packaged, with_table
from dixit.knowledge.spelling import key, plain
from dixit.types import Kind

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cases" / "identities.toml").read_text(encoding="utf-8"))
SHARE = 0.97  # of the cases, at least


def named(text: str, day: str = "", kind: Kind | None = None) -> str:
    """Key of the identity, "-" for none."""
    found = identify(text, day=date.fromisoformat(day) if day else None, kind=kind)
    return found.key if found else "-"


@pytest.mark.parametrize("part", CASES)
def test_cases(part: str) -> None:
    """In each part of the list nearly every wording names whom it should, and nobody where that is not certain."""
    wrong = [(text, day, key, named(text, day)) for text, day, key in CASES[part] if key != named(text, day)]

    assert len(wrong) <= (1 - SHARE) * len(CASES[part]), wrong


def test_list_is_long_enough() -> None:
    """A share means something only over many cases, each of which stands there once."""
    rows = [(text, day) for part in CASES.values() for text, day, _ in part]

    assert len(rows) == len(set(rows))
    assert len(rows) >= 320


@pytest.mark.parametrize(
    ("text", "day", "name", "office"),
    [
        ("le président français", "2009-02-25", "Nicolas Sarkozy", "président français"),
        ("la présidente brésilienne", "2013-02-25", "Dilma Rousseff", "présidente brésilienne"),
        ("l'OCI", "2009-02-25", "Organisation de la Conférence islamique", None),
        ("l'OCI", "2015-02-25", "Organisation de la coopération islamique", None),
        ("l'armée afghane", "2009-02-25", "armée afghane", None),
        ("M. Ban", "2009-02-25", "Ban Ki-moon", "secrétaire général de l'ONU"),
        ("le président iranien", "", "président iranien", "président iranien"),
    ],
)
def test_names_are_those_of_the_day(text: str, day: str, name: str, office: str | None) -> None:
    """The French name and the office are those of the day of the dispatch."""
    found = identify(text, day=date.fromisoformat(day) if day else None)

    assert found is not None
    assert (name, office) == (found.name, found.office)


def test_identifiers() -> None:
    """A state has its ISO code; an organ belongs to a state and has no code of its own."""
    state, organ = identify("Téhéran", day=None), identify("la diplomatie iranienne", day=None)

    assert state is not None
    assert organ is not None
    assert ("IR", "Q794", "IR") == (state.iso3166, state.wikidata, state.state)
    assert (None, None, "IR") == (organ.iso3166, organ.wikidata, organ.state)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Dominique", "state", "state/DM"),
        ("Dominique", "person", "-"),
        ("Hollande", None, "-"),
        ("Hollande", "state", "state/NL"),
        ("Washington", "person", "-"),
        ("Boris Johnson", "state", "-"),
    ],
)
def test_kind_narrows(text: str, kind: Kind | None, expected: str) -> None:
    """With a kind only actors of that kind are told."""
    assert expected == named(text, "2014-02-25", kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("les autorités", "organ/IR/gouvernement"),
        ("le président", "person/mahmoud-ahmadinejad"),
        ("le Premier ministre", "-"),
        ("l'armée turque", "organ/TR/armee"),
        ("l'ancien président", "-"),
    ],
)
def test_within_a_state(text: str, expected: str) -> None:
    """Where the state that is spoken of is known, its organs and offices need not be told with it."""
    found = identify(text, day=date(2009, 2, 25), within="IR")

    assert expected == (found.key if found else "-")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-05-13", "person/francois-hollande"),
        ("2017-05-14", "office/FR/head-of-state"),
        ("2017-05-15", "person/emmanuel-macron"),
    ],
)
def test_day_of_a_handover_is_nobodys(day: str, expected: str) -> None:
    """On the day on which an office changes hands the holder is left open."""
    assert expected == named("le président français", day)


def test_after_the_tables_nobody_is_guessed() -> None:
    """After the day of the tables an open term tells nothing, and a term with an end does until then."""
    assert "office/RU/foreign-minister" == named("le ministre russe des Affaires étrangères", "2026-06-01")
    assert "person/donald-trump" == named("le président américain", "2026-06-01")
    assert "office/US/head-of-state" == named("le président américain", "2029-06-01")


def test_designation_tells_that_it_takes_sides() -> None:
    """A wording that takes a side names the same actor as the neutral one, and says so."""
    loaded, neutral = identify("le régime sioniste", day=None), identify("Israël", day=None)

    assert loaded is not None
    assert neutral is not None
    assert (True, False) == (loaded.sides, neutral.sides)
    assert neutral.key == loaded.key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la république autoproclamée de Transnistrie", True),
        ("la Transnistrie", False),
        ("la région séparatiste d'Abkhazie", True),
        ("l'Etat islamique autoproclamé", True),
        ("l'Etat islamique", False),
    ],
)
def test_disputed_name_takes_a_side(text: str, expected: bool) -> None:
    """A word that disputes what a body calls itself takes a side, whatever the body."""
    found = identify(text, day=None)

    assert found is not None
    assert expected == found.sides


def test_members_over_time() -> None:
    """Members are those of the day."""
    assert 57 == len(members("body/oci", day=date(2020, 1, 1)))
    assert "GB" in members("body/ue", day=date(2020, 1, 1))
    assert "GB" not in members("body/ue", day=date(2021, 1, 1))
    assert 27 == len(members("body/ue", day=date(2021, 1, 1)))
    assert 32 == len(members("body/otan", day=date(2025, 1, 1)))
    assert 22 == len(members("body/ligue-arabe", day=date(2020, 1, 1)))
    assert 55 == len(members("body/ua", day=date(2020, 1, 1)))


def test_members_are_known_states_of_known_bodies() -> None:
    """Each membership is of a state and a body of the tables."""
    known = packaged()
    bodies = {name.identity.key for names in known.names.values() for name in names}

    assert [] == [m for m in known.members if m.state not in known.states or m.body not in bodies]


def test_holders_are_of_known_places_and_in_order() -> None:
    """Each term is of a known state or body, and does not end before it begins."""
    known = packaged()
    bodies = {name.identity.key.partition("/")[2] for names in known.names.values() for name in names}
    terms = [term for terms in known.terms.values() for term in terms]

    assert [] == [t for t in terms if (p := t.office.partition(".")[0]) not in known.states and p not in bodies]
    assert [] == [t for t in terms if t.until and t.until.last < t.since.first]


def test_an_office_has_one_holder_at_a_time() -> None:
    """No term surely begins before the one before it surely ends, unless it is the same person's."""
    doubles = []
    for office, terms in packaged().terms.items():
        ordered = sorted(terms, key=lambda t: t.since.first)
        for one, other in pairwise(ordered):
            end = one.until.first if one.until else date.max
            if one.person != other.person and other.since.last < end:
                doubles.append((office, one.name, other.name))

    assert [] == doubles


def test_each_wikidata_id_is_of_one_actor() -> None:
    """No two actors have the same Wikidata id."""
    known = packaged()
    owners: dict[str, set[str]] = {}
    for name in (name for names in known.names.values() for name in names):
        if name.identity.wikidata:
            owners.setdefault(name.identity.wikidata, set()).add(name.identity.key)
    for person, terms in known.people.items():
        for term in terms:
            if term.wikidata:
                owners.setdefault(term.wikidata, set()).add(person)

    assert {} == {wikidata: keys for wikidata, keys in owners.items() if len(keys) > 1}


@given(st.text(max_size=40), st.dates() | st.none())
def test_any_text_is_answered(text: str, day: date | None) -> None:
    """No text and no day is an error, and the same question has the same answer."""
    assert identify(text, day=day) == identify(text, day=day)


@given(st.text(alphabet="aàAÉéœŒ'’-. «»lL", max_size=30))
def test_key_of_a_spelling(text: str) -> None:
    """Capitals change no key, nor does a second folding."""
    assert key(text) == key(text.upper())
    assert plain(text) == plain(plain(text))


TABLE = "name\tkind\tforms\tstate\twikidata\tsource\n"


def own(folder: Path, rows: str) -> Path:
    """A user's table."""
    path = folder / "acteurs.tsv"
    path.write_text(rows, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "offices"),
    [
        ("Emmanuel Macron", {"head-of-state"}),
        ("EMMANUEL MACRON", {"head-of-state"}),
        ("Macron", set()),
        ("Jean Castex", {"head-of-government"}),
        ("Claire Morel", set()),
    ],
)
def test_highest_offices_ever_held(name: str, offices: set[str]) -> None:
    """Only a full name tells; the day does not count."""
    assert offices == led(packaged(), name)


def test_own_table(tmp_path: Path) -> None:
    """A table of one's own adds actors, and its names win."""
    table = own(
        tmp_path,
        TABLE
        + "Ligue du Ponant\torganisation\tLDP; Ligue ponantaise\tFR\t\tnotre fichier\n"
        + "Odile Karsenty\tperson\n"
        + "Agence de la Lune\torganisation\tAIE\n",
    )
    knowledge = with_table(packaged(), table)

    found = [identify(text, day=None, knowledge=knowledge) for text in ("la LDP", "Odile Karsenty", "l'AIE", "l'ONU")]

    assert ["body/ligue-du-ponant", "person/odile-karsenty", "body/agence-de-la-lune", "body/onu"] == [
        identity.key if identity else "-" for identity in found
    ]
    assert "body/aie" == named("l'AIE")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("nom\tkind\n", "line 1: no column is called 'nom'"),
        (TABLE + "\torganisation\n", "line 2: the column 'name' is empty"),
        (TABLE + "Ligue\tclub\n", "line 2: 'club' is no kind; the kinds are person, organisation"),
        (TABLE + "Ligue\torganisation\t\tFrance\n", "line 2: 'France' is no ISO 3166-1 code"),
        (TABLE + "Ligue\torganisation" + "\tx" * 9 + "\n", "line 2: 11 fields, and the first line names 6 columns"),
        (TABLE, "no actor stands in it"),
        ("", "no actor stands in it"),
    ],
)
def test_own_table_with_a_mistake(tmp_path: Path, rows: str, message: str) -> None:
    """A mistake is told with file, line and way out."""
    table = own(tmp_path, rows)

    with pytest.raises(KnowledgeError) as error:
        with_table(packaged(), table)

    assert str(table) in str(error.value)
    assert message in str(error.value)
    assert "docs/actors.md" in str(error.value)


def test_own_table_that_is_not_there(tmp_path: Path) -> None:
    """A file that cannot be read is told with its name."""
    with pytest.raises(KnowledgeError, match=r"keine\.tsv: No such file or directory; check the path"):
        with_table(packaged(), tmp_path / "keine.tsv")


def test_own_table_that_is_no_text(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are told."""
    path = tmp_path / "acteurs.tsv"
    path.write_bytes(b"name\tkind\nCur\xe9\tperson\n")

    with pytest.raises(KnowledgeError, match="not UTF-8; save it as plain text in UTF-8"):
        with_table(packaged(), path)
