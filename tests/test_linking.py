"""Who is who over all dispatches, and what a person says about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from dixit.errors import ChangeError, UnknownError
from dixit.record import (
    SCHEMA,
    ActorRecord,
    DocumentRecord,
    Identifiers,
    IdentityRecord,
    NamedQuote,
    Party,
    Quote,
    ReaderRecord,
    Record,
    RoleQuote,
    StatementRecord,
)
from dixit.store import Store, linking
from dixit.store.changes import merge, rename, split
from dixit.store.queries import names, roles
from dixit.types import Form, Kind


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with Store.open(tmp_path / "s.db") as opened:
        yield opened


@dataclass(frozen=True)
class Who:
    """An actor of a made record: its names, the fullest first; its title and the state that it is of."""

    name: str
    kind: Kind = "person"
    also: tuple[str, ...] = ()
    title: str = ""
    of: str = ""
    wikidata: str | None = None
    described: bool = False
    identity: IdentityRecord | None = None


def record(number: int, people: Sequence[Who]) -> Record:
    """A dispatch in which each of them says something."""
    text, actors, statements = f"Dépêche {number}. ", list[ActorRecord](), list[StatementRecord]()

    def quote(words: str) -> Quote:
        nonlocal text
        start = len(text)
        text += words + " "
        return Quote(start, start + len(words), words)

    for n, who in enumerate(people, 1):
        mentions = [quote(name) for name in (who.name, *who.also)]
        form: Form = "description" if who.described else "name"
        title, state = (quote(who.title) if who.title else None), f"b{n}" if who.of else None
        if state:
            place = quote(who.of)
            named = NamedQuote(place.start, place.end, place.text, "name")
            actors.append(ActorRecord(state, who.of, "state", Identifiers(), (), (named,)))
        held = (RoleQuote(title.text, state, title.start, title.end, title.text),) if title else ()
        found = tuple(NamedQuote(m.start, m.end, m.text, form) for m in mentions)
        actors.append(
            ActorRecord(f"a{n}", who.name, who.kind, Identifiers(None, who.wikidata), held, found, who.identity)
        )
        said = quote(f"parole {n}")
        party = Party(f"a{n}", mentions[0])
        statements.append(StatementRecord(f"s{n}", party, None, (said,), "direct", "assert", (), (), False, None, 0.9))
    digest = "sha256:" + sha256(text.encode()).hexdigest()
    document = DocumentRecord(digest, f"{number}.txt", "fr", None, None, f"2024-01-{number:02}", None, text)
    return Record(SCHEMA, document, tuple(actors), tuple(statements), (), ReaderRecord("0", "test"))


def put(store: Store, *dispatches: Sequence[Who]) -> list[Record]:
    """Each as a dispatch of its own."""
    made = [record(n, people) for n, people in enumerate(dispatches, 1)]
    for one in made:
        store.put(one)
    linking.tidy(store)
    return made


def speakers(store: Store) -> list[str]:
    """The actor of each statement, by dispatch."""
    return [row.actor or "-" for row in sorted(store.find(), key=lambda row: (row.date or "", row.statement))]


ANA = Who("Ana Bel", title="la ministre", of="Valmérie")
ORPP = Who("ORPP", "organisation")
LONG_ORPP = Who("Organisation régionale des pêches du Ponant", "organisation", ("ORPP",))
OFFICE = "office-du-riz-et-des-pois-de-la-plaine"
LONG = "organisation-regionale-des-peches-du-ponant"


@pytest.mark.parametrize(
    ("dispatches", "actors"),
    [
        # The same name, however it is written.
        ([[ANA], [Who("ANA BEL")], [Who("Mme Ana Bel")]], ["ana-bel"] * 3),
        # Two of the same name stay two where both countries and roles are known and differ ...
        ([[ANA], [Who("Ana Bel", title="cycliste", of="Lusance")]], ["ana-bel", "ana-bel-2"]),
        # ... and one where only one of them does: people change offices.
        ([[ANA], [Who("Ana Bel", title="la présidente", of="Valmérie")]], ["ana-bel", "ana-bel"]),
        ([[ANA], [Who("Ana Bel", title="cycliste")]], ["ana-bel", "ana-bel"]),
        # The third of the same name goes to the one that it agrees with.
        ([[ANA], [Who("Ana Bel", title="cycliste", of="Lusance")], [ANA]], ["ana-bel", "ana-bel-2", "ana-bel"]),
        # Identifiers are surer than names.
        ([[Who("Ana Bel", wikidata="Q1")], [Who("A. Bel", wikidata="Q1")]], ["ana-bel", "ana-bel"]),
        ([[Who("Ana Bel", wikidata="Q1")], [Who("Ana Bel", wikidata="Q2")]], ["ana-bel", "ana-bel-2"]),
        # A lone family name, before and after the whole one; not where two bear it.
        ([[Who("Bel")], [ANA], [Who("Bel")]], ["ana-bel"] * 3),
        ([[ANA], [Who("Léa Bel")], [Who("Bel")]], ["ana-bel", "lea-bel", "bel"]),
        ([[ANA], [Who("Bel")], [Who("Léa Bel")]], ["ana-bel", "ana-bel", "lea-bel"]),
        ([[Who("de Luz")], [Who("Ana de Luz")], [Who("Luz")]], ["ana-de-luz"] * 3),
        # Bodies by their acronym, where one dispatch gives both.
        ([[ORPP], [LONG_ORPP]], ["orpp"] * 2),
        ([[LONG_ORPP], [Who("l'ORPP", "organisation")]], [LONG] * 2),
        ([[ORPP], [Who(LONG_ORPP.name, "organisation")], [LONG_ORPP]], [LONG] * 3),
        ([[LONG_ORPP], [Who("Office du riz et des pois de la plaine", "organisation", ("ORPP",))]], [LONG, OFFICE]),
        # A person and a body of the same name are two, unless one is by far the commoner. Who is described is nobody.
        ([[Who("Marsane")], [Who("Marsane", "state")]], ["marsane", "marsane-2"]),
        ([[Who("Marsane")], *[[Who("Marsane", "state")]] * 3], ["marsane-2"] * 4),
        ([[Who("une source", described=True)], [Who("une source", described=True)]], ["-", "-"]),
    ],
)
def test_who_is_the_same(store: Store, dispatches: list[list[Who]], actors: list[str]) -> None:
    """Over several dispatches."""
    put(store, *dispatches)

    assert actors == speakers(store)


def test_an_actor_is_called_by_the_name_most_used(store: Store) -> None:
    """All its names are kept, and its roles."""
    put(store, [Who("ANA BEL")], [ANA], [ANA], [Who("Ana Bel", title="la présidente", of="Valmérie")])
    (row,) = store.actors(name="bel")

    assert ("ana-bel", "Ana Bel", 4, 4) == (row.actor, row.name, row.dispatches, row.statements)
    assert [("Ana Bel", 3), ("ANA BEL", 1)] == names(store, "ana-bel")
    assert [("la ministre", "Valmérie", 2), ("la présidente", "Valmérie", 1)] == roles(store, "ana-bel")


def test_an_actor_is_called_by_more_than_a_family_name(store: Store) -> None:
    """However often the family name stands alone."""
    put(store, [ANA], [Who("Bel")], [Who("Bel")], [Who("de Luz")], [Who("de Luz")], [Who("Jo de Luz")])

    assert [("ana-bel", "Ana Bel"), ("jo-de-luz", "Jo de Luz")] == sorted(
        (row.actor, row.name) for row in store.actors(kind="person")
    )


def test_an_actor_is_called_as_the_knowledge_base_calls_it(store: Store) -> None:
    """A new slug is made of that name too; a name that a person gave stays."""
    seat = Who("Port-Valmer", "state", identity=IdentityRecord("state/VM", "Valmérie", "VM", None))
    ana = Who("Bel", identity=IdentityRecord("person/ana-bel", "Ana Bel", "VM", None))
    leo = Who("Roc", identity=IdentityRecord("person/leo-roc", "Léo Roc", "VM", None))
    put(store, [seat, ana, Who("Roc")], [seat, ana], [leo])

    assert [("ana-bel", "Ana Bel"), ("roc", "Léo Roc"), ("valmerie", "Valmérie")] == sorted(
        (row.actor, row.name) for row in store.actors()
    )
    assert 2 == len(store.find(speaker="Valmérie"))
    rename(store, "valmerie", "République de Valmérie", by="léa")
    put(store, [seat], [seat])
    assert ["République de Valmérie"] == [row.name for row in store.actors(name="valmerie")]


def again(store: Store, made: Sequence[Record]) -> None:
    """Every dispatch in another reading, and one more of each."""
    for n, one in enumerate(made):
        store.put(replace(one, reader=ReaderRecord("1", "test")))
        people = [Who(actor.name) for actor in one.actors if actor.kind == "person"]
        store.put(record(20 + n, people))
    linking.tidy(store)


def test_a_merge_is_remembered(store: Store) -> None:
    """In dispatches that are there, read anew, and to come."""
    made = put(store, [Who("Ana Bel")], [Who("Anna Belle")])
    merge(store, "anna-belle", "Ana Bel", by="léa")
    assert ["ana-bel", "ana-bel"] == speakers(store)
    again(store, made)

    assert ["ana-bel"] * 4 == speakers(store)
    assert [("merge", "ana-bel", "léa")] == store.rows("SELECT action, actor, by FROM actor_changes")


def test_a_split_of_a_name_is_remembered(store: Store) -> None:
    """The name is somebody else from now on."""
    made = put(store, [Who("Ana Bel")], [Who("Anna Belle")])
    merge(store, "anna-belle", "ana-bel", by="léa")
    assert "anna-belle" == split(store, "ana-bel", name="Anna Belle", by="léa")
    again(store, made)

    assert ["ana-bel", "anna-belle", "ana-bel", "anna-belle"] == speakers(store)


def test_a_split_of_dispatches_is_remembered(store: Store) -> None:
    """Of two persons of one name; the next of that name goes to the first."""
    made = put(store, [Who("Ana Bel")], [Who("Ana Bel")])
    assert "ana-bel-2" == split(store, "ana-bel", dispatches=["2.txt"], by="léa")
    again(store, made)

    assert ["ana-bel", "ana-bel-2", "ana-bel", "ana-bel"] == speakers(store)


def test_an_acronym_that_was_split_off_stays_apart(store: Store) -> None:
    """Whatever the next dispatch gives as its long name."""
    long = Who("Organisation régionale des pêches", "organisation", ("ORP",))
    put(store, [long], [Who("ORP", "organisation")])
    split(store, "organisation-regionale-des-peches", name="ORP", by="léa")
    store.put(record(7, [long]))

    assert ["organisation-regionale-des-peches", "orp", "organisation-regionale-des-peches"] == speakers(store)


def test_a_new_name_is_remembered(store: Store) -> None:
    """Whatever the dispatches say."""
    made = put(store, [Who("Ana Bel")])
    rename(store, "ana-bel", "Ana Bel (Valmérie)", by="léa")
    again(store, made)

    assert ["Ana Bel (Valmérie)"] == [row.name for row in store.actors()]


def test_what_cannot_be_changed_is_said(store: Store) -> None:
    """With what there is."""
    put(store, [Who("Ana Bel")], [Who("Léa Bel")])

    with pytest.raises(UnknownError, match="there is ana-bel, lea-bel"):
        merge(store, "bel", "ana-bel", by="léa")
    with pytest.raises(ChangeError, match="itself"):
        merge(store, "ana-bel", "Ana Bel", by="léa")
    with pytest.raises(ChangeError, match="all of it"):
        split(store, "ana-bel", name="Ana Bel", by="léa")
    with pytest.raises(ChangeError, match="nothing of it fits"):
        split(store, "ana-bel", name="Zoé", by="léa")
    with pytest.raises(ChangeError, match="a letter"):
        rename(store, "ana-bel", " - ", by="léa")
