"""Stances, the side of a group, an actor over time, what outlets call it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.ask import Outlets, Stretch, Wanted, convergence, designations, judged, matrix, stances, timeline
from dixit.ask.intervals import difference, wilson
from dixit.ask.periods import period
from dixit.errors import UnknownError
from dixit.store import Store
from dixit.types import Act
from tests.asked import Do, Say, add

STATES = {"France": "FR", "Italie": "IT", "Autriche": "AT", "Suisse": "CH", "Allemagne": "DE"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with Store.open(tmp_path / "s.db") as opened:
        yield opened


def test_a_stance_counts_acts_and_leads_to_the_statements(store: Store) -> None:
    """By pair of actors; what is negated, neutral or about oneself does not count."""
    one = add(
        store,
        "2024-03-04",
        Say("Léo Roc", "praise", "le travail des pilotes", "Syndicat des pilotes"),
        Say("Léo Roc", "accuse", "avoir menti", "Conseil du Ponant"),
        Say("Léo Roc", "criticise", "sa lenteur", "Conseil du Ponant", negated=True),
        Say("Léo Roc", "demand", "agir", "Conseil du Ponant"),
        Say("Léo Roc", "criticise", "ses propres retards", "Léo Roc"),
    )
    two = add(store, "2024-03-09", Say("Léo Roc", "criticise", "sa lenteur", "Conseil du Ponant"))
    rows = stances(store)

    assert [("Conseil du Ponant", 0, 1, 1, 2), ("Syndicat des pilotes", 1, 0, 0, 1)] == [
        (row.target, row.praise, row.criticise, row.accuse, row.total) for row in rows
    ]
    assert (("2024-03-04", "2024-03-09"), (f"{one}:s2", f"{two}:s1")) == (
        (rows[0].first, rows[0].last),
        rows[0].statements,
    )
    assert ["sa lenteur", "avoir menti"] == [row.content for row in judged(store, Wanted(on="Conseil"))]
    assert ["avoir menti"] == [row.content for row in judged(store, Wanted(on="Conseil", until="2024-03-05"))]
    assert ["avoir menti"] == [row.content for row in judged(store, Wanted(terms=("menti",)))]


def test_a_matrix_sets_who_judges_against_who_is_judged(store: Store) -> None:
    """A cell counts for and against, and is empty where nothing is said."""
    add(
        store,
        "2024-03-04",
        Say("Léo Roc", "praise", "le travail", "Ana Bel"),
        Say("Léo Roc", "warn", "un retard", "Ana Bel"),
        Say("Ana Bel", "refuse", "cette demande", "Conseil du Ponant"),
    )
    table = matrix(stances(store), 5)

    assert (("Léo Roc", "Ana Bel"), ("Ana Bel", "Conseil du Ponant")) == (table.speakers, table.targets)
    assert (((1, 1), None), (None, (0, 1))) == table.cells


def test_all_that_speak_for_a_state_are_counted_as_it(store: Store) -> None:
    """On request; and a state's name means them all."""
    add(store, "2024-03-04", Say("France", "praise", "l'accord", "Suisse"), states=STATES)

    assert [("state/FR", "state/CH", "Suisse")] == [
        (row.speaker_key, row.target_key, row.target) for row in stances(store, by="state")
    ]
    assert [("france", "suisse")] == [(row.speaker_key, row.target_key) for row in stances(store, Wanted(by="France"))]


def _night_trains(store: Store, acts: dict[str, Act], days: int, *, since: int = 1) -> None:
    """Each state judges the railway of the Ponant once a day, in a dispatch of its own."""
    for day in range(since, since + days):
        for state, act in acts.items():
            said = Say(state, act, f"trains de nuit numéro {day} {state}", "Rail du Ponant")
            add(store, f"2024-03-{day:02}", said, states=STATES)


def test_members_on_one_side_are_together(store: Store) -> None:
    """With enough statements; who is no member on the day does not count."""
    _night_trains(store, {"France": "praise", "Italie": "praise", "Autriche": "praise", "Suisse": "criticise"}, 10)
    found = convergence(store, "UE", Wanted(on="Rail du Ponant"))

    assert ("together", 30, 3, 27) == (found.whole.verdict, found.whole.statements, found.whole.heard, found.size)
    assert found.whole.agreement is not None
    assert (1.0, True) == (found.whole.agreement.value, 0.68 <= found.whole.agreement.low < 1)
    assert [("AT", 10, 0), ("FR", 10, 0), ("IT", 10, 0)] == [(m.member, m.favour, m.against) for m in found.members]
    assert 30 == len(found.statements)


def test_members_on_two_sides_are_divided(store: Store) -> None:
    """However sure each of them is of its own."""
    _night_trains(store, {"France": "praise", "Italie": "criticise", "Autriche": "praise"}, 10)
    found = convergence(store, "France, Italie, AT", Wanted(terms=("trains",)))

    assert "divided" == found.whole.verdict
    assert found.whole.agreement is not None
    assert 0.333 == found.whole.agreement.value


def test_there_is_no_verdict_from_too_few(store: Store) -> None:
    """Nor a figure of agreement; the counts stand."""
    _night_trains(store, {"France": "praise", "Italie": "praise"}, 3)
    found = convergence(store, "UE", Wanted())

    assert ("too few", None, "too few", 6) == (
        found.whole.verdict,
        found.whole.agreement,
        found.turn,
        found.whole.favour,
    )


def test_a_group_that_turns_is_seen_to(store: Store) -> None:
    """From the earlier half to the later, and by month."""
    _night_trains(store, {"France": "praise", "Italie": "praise", "Autriche": "praise"}, 10)
    _night_trains(store, {"France": "criticise", "Italie": "criticise", "Autriche": "criticise"}, 10, since=11)
    found = convergence(store, "UE", Wanted(), per="month")

    assert ("away", -1.0) == (found.turn, found.shift.value if found.shift else None)
    assert ("2024-03-01/2024-03-10", "2024-03-11/2024-03-20") == (
        found.before.period if found.before else None,
        found.after.period if found.after else None,
    )
    assert [("2024-03", 60)] == [(row.period, row.statements) for row in found.periods]


def test_a_group_without_known_members_is_refused(store: Store) -> None:
    """With the way out."""
    with pytest.raises(UnknownError, match="name its members with commas"):
        convergence(store, "Ligue du Ponant", Wanted())


def test_nobody_of_a_group_may_be_heard(store: Store) -> None:
    """Then nothing is told, and nothing fails."""
    found = convergence(store, "OCI", Wanted())

    assert (0, (), None, "too few") == (found.whole.statements, found.members, found.shift, found.turn)


@given(st.integers(0, 50), st.integers(1, 50))
def test_intervals_hold_their_share(part: int, more: int) -> None:
    """From 0 to 1, narrower with more of the same; a difference of equals holds 0."""
    whole = part + more
    small, large = wilson(part, whole), wilson(10 * part, 10 * whole)

    assert 0 <= small.low <= small.value <= small.high <= 1
    assert large.high - large.low < small.high - small.low
    assert difference(small, large).low <= 0 <= difference(small, large).high


def test_wilson_gives_what_the_books_give() -> None:
    """Newcombe 1998, table II: 81 of 263, and 56/70 less 48/80."""
    assert (0.2553, 0.3662) == tuple(round(end, 4) for end in wilson(81, 263)[1:])
    assert (0.0524, 0.3339) == tuple(round(end, 4) for end in difference(wilson(48, 80), wilson(56, 70))[1:])


def test_a_timeline_has_what_an_actor_said_heard_and_did(store: Store) -> None:
    """In the order of days; its word about itself once, as what it said."""
    add(
        store,
        "2024-03-04",
        Say("Ana Bel", "assert", "le quai tient"),
        Say("Ana Bel", "commit", "payer", "Ana Bel"),
        Say("Léo Roc", "criticise", "sa lenteur", "Ana Bel"),
        Do("Ana Bel", "CONSULT", "reçoit", "les pilotes", "2024-03-01"),
        Do("Ana Bel", "AID", "aide", "les pilotes", "2030-01-01"),
    )
    rows = timeline(store, "Ana Bel")

    assert [
        ("2024-03-01", "event", "CONSULT"),
        ("2024-03-04", "said", "assert"),
        ("2024-03-04", "said", "commit"),
        ("2024-03-04", "about", "criticise"),
        ("2024-03-04", "event", "AID"),  # told as a fact, so not after the dispatch
    ] == [(row.day, row.kind, row.what) for row in rows]
    assert "Ana Bel reçoit les pilotes ce jour." == rows[0].content
    assert ["criticise"] == [row.what for row in timeline(store, "ana-bel", Stretch(kind="about"))]
    assert ["commit"] == [row.what for row in timeline(store, "ana-bel", Stretch(what="commit"))]
    assert ["CONSULT"] == [row.what for row in timeline(store, "ana-bel", Stretch(until="2024-03-02"))]


def test_a_timeline_of_nobody_is_refused(store: Store) -> None:
    """With what is there."""
    with pytest.raises(UnknownError, match="no actor is called 'Ana'"):
        timeline(store, "Ana")


def test_designations_tell_which_outlet_says_what_and_when(store: Store) -> None:
    """By period, and whether a wording takes a side."""
    add(store, "2024-03-04", Say("France", "assert", "rien"), publisher="Presse-Littoral", states=STATES)
    add(store, "2024-04-05", Say("France", "assert", "tout"), publisher="Gazette du Ponant", states=STATES)
    add(store, "2024-04-06", Say("France", "assert", "peu"), publisher="Gazette du Ponant", states=STATES)
    store.run("UPDATE mentions SET text = 'la République française' WHERE appearance_id = 1")

    assert [
        ("2024-03", "Presse-Littoral", "la République française", 1),
        ("2024-04", "Gazette du Ponant", "France", 2),
    ] == [
        (row.period, row.publisher, row.text, row.dispatches)
        for row in designations(store, "france", Outlets(per="month"))
    ]
    assert ["France"] == [row.text for row in designations(store, "france", Outlets(publisher="Gazette"))]
    assert [] == designations(store, "france", Outlets(sides=True))


def test_a_wording_that_takes_a_side_is_marked(store: Store) -> None:
    """In whichever outlet it stands, by the tables of docs/actors.md."""
    add(store, "2024-03-04", Say("Iles de test", "assert", "rien"), states={"Iles de test": "US"})
    store.run("UPDATE mentions SET text = 'le Grand Satan'")

    assert [("le Grand Satan", True)] == [
        (row.text, row.sides) for row in designations(store, "iles-de-test", Outlets(sides=True))
    ]


@pytest.mark.parametrize(("per", "name"), [("month", "2024-05"), ("quarter", "2024-Q2"), ("year", "2024")])
def test_a_day_lies_in_a_period(per: str, name: str) -> None:
    """As the options of the commands name them."""
    assert name == period("2024-05-31", per)  # type: ignore[arg-type]
