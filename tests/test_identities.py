"""What the knowledge base adds to the actors of a text: identities, doubles made one, wrong titles taken apart."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from dixit.assemble import assemble
from dixit.knowledge import packaged, with_table
from dixit.record import ReaderRecord, Record
from dixit.resolve.identities import with_identities
from dixit.types import Actor, Cast, Dateline, Document, Evidence, Form, Kind, Mention, Role, Span, Statement
from dixit.wordings import wordings

READER = ReaderRecord("test", "test")


def spans(text: str, wanted: str) -> Span:
    """Where a string stands; "Israël@2" is the second one."""
    plain, _, nth = wanted.partition("@")
    at = -1
    for _ in range(int(nth or 1)):
        at = text.index(plain, at + 1)
    return Span(at, at + len(plain))


def actor(text: str, kind: Kind, **mentions: Sequence[str]) -> Actor:
    """An actor with names, titles, descriptions and pronouns in a text."""
    forms: dict[str, Form] = {"name": "name", "title": "title", "description": "description", "pronoun": "pronoun"}
    found = [
        Mention(spans(text, wanted), 0, form, kind, "", "s")
        for word, form in forms.items()
        for wanted in mentions.get(word, ())
    ]
    found.sort(key=lambda mention: mention.span)
    names = [m for m in found if m.form == "name"] or found
    return Actor(text[names[0].span.start : names[0].span.end], kind, (), tuple(found))


def document(text: str, day: date | None = None, place: str | None = None) -> Document:
    """A text on a day, from a place."""
    at = spans(text, place) if place else None
    line = Dateline(at, at, None, None) if at else None
    key = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return Document(key, "<test>", "fr", text, None, (Span(0, len(text)),), line, day)


def said(text: str, speaker: str) -> Statement:
    """A statement by whoever a string names."""
    at = Span(len(text) - 1, len(text))
    return Statement(
        spans(text, speaker), at, None, (at,), "mention", "assert", (), (), False, None, Evidence("t", 1.0)
    )


def silent(*actors: Actor) -> Cast:
    """Actors in a text in which nobody speaks."""
    return Cast(actors, (), (), ())


def keys(cast: Cast) -> list[str | None]:
    """Keys of the identities, None where there is none."""
    return [a.identity.key if a.identity else None for a in cast.actors]


DAY = date(2009, 2, 25)


@pytest.mark.parametrize(
    ("kind", "form", "words", "expected"),
    [
        ("person", "title", "Le président français", "person/nicolas-sarkozy"),
        ("person", "name", "Nicolas Sarkozy", "person/nicolas-sarkozy"),
        ("person", "name", "Ségolène Sarkozy", None),
        ("organisation", "name", "OCI", "body/oci"),
        ("organisation", "name", "Fédération internationale de ski", None),
        ("unknown", "description", "la diplomatie iranienne", "organ/IR/affaires-etrangeres"),
        ("document", "description", "la diplomatie iranienne", None),
        ("person", "name", "Washington", None),
        ("group", "description", "Les autorités", None),
    ],
)
def test_identity_of_an_actor(kind: Kind, form: str, words: str, expected: str | None) -> None:
    """An actor is whom its wording surely names on the day; a person is no town."""
    text = f"{words} a parlé."

    cast = with_identities(document(text, DAY), (), silent(actor(text, kind, **{form: [words]})))

    assert [expected] == keys(cast)


def test_identity_gives_the_kind() -> None:
    """What is known of an actor's kind is surer than what was read."""
    text = "Union européenne"

    cast = with_identities(document(text), (), silent(actor(text, "state", name=["Union européenne"])))

    assert ["organisation"] == [a.kind for a in cast.actors]


def test_name_counts_for_more_than_a_title() -> None:
    """Who bears another name is not the known holder; who bears a part of the holder's name is."""
    text = "Le Premier ministre britannique Johnson ; le Premier ministre britannique, Anna Roux."
    day = date(2020, 5, 1)
    one = actor(text, "person", name=["Johnson"], title=["Le Premier ministre britannique"])
    other = actor(text, "person", name=["Anna Roux"], title=["le Premier ministre britannique"])

    cast = with_identities(document(text, day), (), silent(one, other))

    assert ["person/boris-johnson", None] == keys(cast)


def test_acronym_of_another_body_is_not_taken() -> None:
    """The fullest name tells what an acronym stands for here."""
    text = "La Fédération internationale de ski (FIS) a parlé."
    body = actor(text, "organisation", name=["Fédération internationale de ski", "FIS"])

    assert [None] == keys(with_identities(document(text), (), silent(body)))


def test_part_of_a_longer_name_is_nobody_else() -> None:
    """Juan Carlos Roux, also called Juan Carlos, is no king; a second given name in between does not matter."""
    text = "Juan Carlos Roux, dit Juan Carlos ; Sergueï Ivan Lavrov, Sergueï Lavrov."
    roux = actor(text, "person", name=["Juan Carlos Roux", "Juan Carlos@2"])
    known = actor(text, "person", name=["Sergueï Ivan Lavrov", "Sergueï Lavrov"])

    assert [None, "person/serguei-lavrov"] == keys(with_identities(document(text), (), silent(roux, known)))


def test_town_is_its_state_only_where_it_speaks() -> None:
    """Kaboul, where something happens, is a town; Kaboul that says something is Afghanistan."""
    text = "Un train est parti de Kaboul. Kaboul a démenti."
    town, state = actor(text, "unknown", name=["Kaboul"]), actor(text, "unknown", name=["Kaboul@2"])

    cast = with_identities(document(text), [said(text, "Kaboul@2")], Cast((town, state), (1,), ((),), ((),)))

    assert [None, "state/AF"] == keys(cast)


def test_doubles_are_one() -> None:
    """Two actors that are certainly the same are one, under the better name, and all that points at them follows."""
    text = "Moscou a démenti. La Russie attend. Ivan Roux, chef de la marine russe, a parlé."
    moscow, russia = actor(text, "unknown", name=["Moscou"]), actor(text, "state", name=["Russie"])
    sailor = actor(text, "person", name=["Ivan Roux"])
    role = Role("chef", spans(text, "chef de la marine russe"), 1)
    sailor = Actor(sailor.name, sailor.kind, (role,), sailor.mentions)
    statements = [said(text, "Moscou"), said(text, "Ivan Roux")]
    cast = Cast((moscow, russia, sailor), (0, 2), ((), ()), ((), (1,)))

    merged = with_identities(document(text), statements, cast)

    assert ["Russie", "Ivan Roux"] == [a.name for a in merged.actors]
    assert ["Moscou", "Russie"] == [text[m.span.start : m.span.end] for m in merged.actors[0].mentions]
    assert ((0, 1), ((), (0,))) == (merged.speakers, merged.targets)
    assert [0] == [role.of for role in merged.actors[1].roles]


def test_a_house_keeps_its_name() -> None:
    """A presidency that the text names by its house is an actor of its own beside its state, with its identity."""
    text = "La Maison Blanche a salué l'accord, que les Etats-Unis ont signé."
    cast = with_identities(
        document(text),
        (),
        silent(actor(text, "organisation", name=["Maison Blanche"]), actor(text, "state", name=["Etats-Unis"])),
    )

    assert ["Maison Blanche", "Etats-Unis"] == [one.name for one in cast.actors]
    assert {"state/US"} == {one.identity.key for one in cast.actors if one.identity}


def test_organs_stay_apart() -> None:
    """Two wordings for a government may name two bodies."""
    text = "Le gouvernement turc et les autorités turques."
    actors = (
        actor(text, "organisation", description=["Le gouvernement turc"]),
        actor(text, "organisation", description=["les autorités turques"]),
    )

    assert ["organ/TR/gouvernement"] * 2 == keys(with_identities(document(text), (), silent(*actors)))


def test_authorities_of_the_place_spoken_of() -> None:
    """In a dispatch from a capital that speaks most of its state, "les autorités" are that state's."""
    text = "TÉHÉRAN - L'Iran a parlé. Les autorités ont démenti."
    actors = (actor(text, "state", name=["Iran"]), actor(text, "organisation", description=["Les autorités"]))

    assert ["state/IR", "organ/IR/gouvernement"] == keys(
        with_identities(document(text, place="TÉHÉRAN"), (), silent(*actors))
    )
    assert ["state/IR", None] == keys(with_identities(document(text), (), silent(*actors)))


def test_title_of_somebody_else_is_taken_apart() -> None:
    """A title that was given to another known person goes to its holder, with what is said under it."""
    text = "Alexandre Loukachenko a voyagé. Le président russe a démenti."
    wrong = actor(text, "person", name=["Alexandre Loukachenko"], title=["Le président russe"])

    cast = with_identities(
        document(text, date(2020, 9, 1)), [said(text, "Le président russe")], Cast((wrong,), (0,), ((),), ((),))
    )

    assert ["person/alexandre-loukachenko", "person/vladimir-poutine"] == keys(cast)
    assert (1,) == cast.speakers


def test_title_beside_a_name_stays() -> None:
    """What a text calls somebody beside the name holds there: it may tell of another day."""
    text = "Le président français, Jacques Chirac, avait promis. Le président français est parti."
    past = actor(text, "person", name=["Jacques Chirac"], title=["Le président français", "Le président français@2"])

    assert ["person/jacques-chirac"] == keys(with_identities(document(text, DAY), (), silent(past)))


def test_two_regimes_are_two() -> None:
    """Descriptions that name different actors do not stay together."""
    text = "Le régime sioniste et le régime iranien."
    both = actor(text, "organisation", description=["Le régime sioniste", "le régime iranien"])

    cast = with_identities(document(text, DAY), (), silent(both))

    assert ["state/IL", "organ/IR/gouvernement"] == keys(cast)
    assert ["Le régime sioniste", "le régime iranien"] == [a.name for a in cast.actors]


def test_own_table_reaches_the_record(tmp_path: Path) -> None:
    """A user's table tells identities too."""
    table = tmp_path / "acteurs.tsv"
    table.write_text("name\tkind\nLigue du Ponant\torganisation\n", encoding="utf-8")
    text = "La Ligue du Ponant a parlé."
    body = actor(text, "unknown", name=["Ligue du Ponant"])

    cast = with_identities(document(text), (), silent(body), knowledge=with_table(packaged(), table))

    assert ["body/ligue-du-ponant"] == keys(cast)


def recorded() -> Record:
    """A record in which Israël is called by two names."""
    text = "Le régime sioniste menace. Israël a démenti. Le régime sioniste attend."
    names = actor(
        text, "state", name=["Israël"], description=["Le régime sioniste", "Le régime sioniste@2"], pronoun=["a@2"]
    )
    stranger = actor(text, "group", description=["menace"])
    where = document(text, DAY)
    return assemble(where, (), with_identities(where, (), silent(names, stranger)), reader=READER)


def test_record_holds_identities() -> None:
    """Identifiers, kind and identity stand in the record, and come back from JSON; an older record has none."""
    record = recorded()
    state = record.actors[0]
    old = record.to_json().replace(', "identity": null', "")

    assert ("IL", "Q801") == (state.identifiers.iso3166, state.identifiers.wikidata)
    assert state.identity is not None
    assert ("state/IL", "Israël", "IL", None) == (
        state.identity.key,
        state.identity.name,
        state.identity.state,
        state.identity.office,
    )
    assert record == Record.from_json(record.to_json())
    assert record == Record.from_json(old)
    assert old != record.to_json()


def test_wordings_of_each_actor() -> None:
    """The wordings of an actor, each once with its places; those that take a side can be had alone."""
    rows = wordings(recorded())
    loaded = wordings(recorded(), sides=True)

    assert [("Le régime sioniste", True, 2), ("Israël", False, 1), ("menace", False, 1)] == [
        (row.text, row.sides, len(row.starts)) for row in rows
    ]
    assert [("state/IL", "Israël", "Le régime sioniste")] == [(row.key, row.name, row.text) for row in loaded]
