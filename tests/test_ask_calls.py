"""What came of calls and promises: who may answer, when, with which words, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dixit.ask import Asked, calls, promises
from dixit.ask.sentences import sentence_of
from dixit.ask.weighing import Weights, bag, cosine
from dixit.store import Store
from tests.asked import Do, Say, add

CALL = Say("Léo Roc", "demand", "réparer le quai nord", "Conseil du Ponant")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """One with some statements about other things, so that words have weights."""
    with Store.open(tmp_path / "s.db") as opened:
        for n, words in enumerate(("école ouverte", "budget voté", "musée fermé", "gare rénovée", "train retardé")):
            add(opened, f"2024-01-0{n + 1}", Say(f"Habitant {n}", "assert", f"{words} hors saison"))
        yield opened


def test_a_promise_of_the_one_called_on_is_an_answer(store: Store) -> None:
    """With the words that both share, the rule and the score."""
    asked = add(store, "2024-03-04", CALL)
    promised = add(store, "2024-03-11", Say("Conseil du Ponant", "commit", "la réparation du quai"))
    (row,) = calls(store)

    assert (asked, "s1", "Léo Roc", ("Conseil du Ponant",), "answered") == (
        *row[:2],
        row.speaker,
        row.called,
        row.state,
    )
    (later,) = row.later
    assert (promised, "commit", "Conseil du Ponant") == (later.dispatch, later.kind, later.by)
    assert ("same", {"réparer", "quai"}) == (later.why.rule, set(later.why.words))
    assert 0.2 <= later.why.score == later.why.overlap <= 1


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("2024-03-03", Say("Conseil du Ponant", "commit", "réparer le quai nord")),  # before
        ("2024-04-04", Say("Conseil du Ponant", "commit", "réparer le quai nord")),  # after the horizon
        ("2024-03-05", Say("Syndicat des pilotes", "commit", "réparer le quai nord")),  # somebody else
        ("2024-03-05", Say("Conseil du Ponant", "commit", "ouvrir la piscine")),  # something else
        ("2024-03-05", Say("Conseil du Ponant", "assert", "réparer le quai nord")),  # no answer
        ("2024-03-05", Say("Conseil du Ponant", "refuse", "réparer le quai nord", negated=True)),
    ],
)
def test_what_is_no_answer(store: Store, day: str, answer: Say) -> None:
    """Too early, too late, by another, about another matter, or no act that answers."""
    add(store, "2024-03-04", CALL)
    add(store, day, answer)

    assert () == calls(store)[0].later


def test_a_call_is_open_once_its_horizon_is_over(store: Store) -> None:
    """Before that it is running."""
    add(store, "2024-03-04", CALL)
    assert ["running"] == [row.state for row in calls(store)]
    assert 1 == len(calls(store, Asked(state="unanswered")))

    add(store, "2024-05-01", Say("Habitant 1", "assert", "mairie repeinte"))
    assert [("open", "2024-04-03")] == [(row.state, row.until) for row in calls(store)]
    assert [] == calls(store, Asked(state="answered"))


def test_a_call_without_a_day_is_undated(store: Store) -> None:
    """No horizon can be counted, so it is neither open nor running."""
    add(store, None, CALL)

    assert [("undated", None)] == [(row.state, row.until) for row in calls(store)]
    assert ["undated"] == [row.state for row in calls(store, Asked(state="unanswered"))]
    assert [] == calls(store, Asked(state="open"))


def test_whoever_bears_a_title_of_the_body_answers_for_it(store: Store) -> None:
    """And not the body for the person."""
    roles = {"Ana Bel": "Conseil du Ponant"}
    add(store, "2024-03-04", CALL)
    add(
        store,
        "2024-03-05",
        Say("Ana Bel", "refuse", "réparer le quai nord", "Conseil du Ponant"),
        roles=roles,
    )
    assert ["title"] == [later.why.rule for later in calls(store)[0].later]

    add(store, "2024-03-06", Say("Léo Roc", "demand", "publier le budget", "Ana Bel"))
    add(store, "2024-03-07", Say("Conseil du Ponant", "commit", "publier le budget"))
    (row,) = calls(store, Asked(terms=("budget",), on="Ana Bel"))
    assert () == row.later


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        ("cela", True),
        ("cette demande", True),
        ("ce", True),
        ("le faire avant mai", True),
        ("donner plus de détails", False),
        ("toute responsabilité", False),
    ],
)
def test_a_refusal_soon_after_the_call_needs_no_word_of_it(store: Store, content: str, refused: bool) -> None:
    """As in "Y a refusé cela" in the same dispatch, where it points at what was asked."""
    add(store, "2024-03-04", CALL, Say("Conseil du Ponant", "refuse", content))

    assert [(True, True, ())] * refused == [
        (later.why.refused, later.why.near, later.why.words) for later in calls(store)[0].later
    ]


def test_the_title_names_the_matter(store: Store) -> None:
    """As "régler cette affaire" is answered by a word on the affair."""
    call = Say("Léo Roc", "demand", "régler cette affaire", "Conseil du Ponant")
    add(store, "2024-03-04", call, title="Le naufrage du bac")
    add(store, "2024-03-05", Say("Conseil du Ponant", "deny", "toute faute dans le naufrage du bac"))
    (later,) = calls(store)[0].later

    assert ((), {"naufrage", "bac"}) == (later.why.words, set(later.why.title))


def test_one_word_of_the_title_is_no_answer_but_of_a_refusal(store: Store) -> None:
    """A promise shares a word with most titles; a refusal has few words."""
    call = Say("Léo Roc", "demand", "régler cette affaire", "Conseil du Ponant")
    add(store, "2024-03-04", call, title="Le naufrage du bac")
    add(store, "2024-03-05", Say("Conseil du Ponant", "commit", "acheter un bac"))
    refused = add(store, "2024-03-06", Say("Conseil du Ponant", "refuse", "payer un bac"))

    assert [refused] == [later.dispatch for later in calls(store)[0].later]


def test_names_alone_are_no_answer(store: Store) -> None:
    """All that is said of a place shares its name."""
    add(store, "2024-03-04", Say("Léo Roc", "demand", "respecter les pêcheurs de Port Luz", "Conseil du Ponant"))
    add(store, "2024-03-05", Say("Conseil du Ponant", "commit", "fleurir les rues de Port Luz"))

    assert [()] == [row.later for row in calls(store)]


def test_a_thing_calls_on_nobody(store: Store) -> None:
    """As a situation that pushes the council to act."""
    add(store, "2024-03-04", Say("une situation tendue", "demand", "réparer le quai", "Conseil du Ponant"))
    assert 1 == len(calls(store))

    store.run("UPDATE appearances SET kind = 'unknown', actor_id = NULL WHERE name = 'une situation tendue'")
    assert [] == calls(store)


def test_an_event_by_the_one_called_on_is_an_answer(store: Store) -> None:
    """With its sentence; the names of those who act count for nothing."""
    add(store, "2024-03-04", CALL)
    add(store, "2024-03-06", Do("Conseil du Ponant", "AID", "répare", "le quai nord", "2024-03-05"))
    add(store, "2024-03-07", Do("Conseil du Ponant", "CONSULT", "rencontre", "Léo Roc à Ponant"))
    (later,) = calls(store)[0].later

    assert ("AID", "2024-03-05", "Conseil du Ponant répare le quai nord ce jour.") == (
        later.kind,
        later.day,
        later.content,
    )


def test_a_call_on_oneself_calls_on_nobody(store: Store) -> None:
    """As "nous devons" is no call on another."""
    add(store, "2024-03-04", Say("Léo Roc", "demand", "agir vite", "Léo Roc"))

    assert [] == calls(store)


def test_a_need_that_is_only_stated_calls_on_nobody(store: Store) -> None:
    """Neither a verb of calling nor somebody spoken to."""
    add(store, "2024-03-04", Say("Léo Roc", "demand", "le conseil doit agir", "Conseil du Ponant", to=False))
    assert ["answered" if row.later else row.state for row in calls(store)] == ["running"]

    store.run("UPDATE statements SET cue_lemma = 'estimer'")
    assert [] == calls(store)


def test_questions_narrow_the_calls(store: Store) -> None:
    """By who calls, who is called on, words and days."""
    add(store, "2024-03-04", CALL, Say("Ana Bel", "demand", "lever la grève", "Syndicat des pilotes"))

    assert ["s2"] == [row.statement for row in calls(store, Asked(by="Bel"))]
    assert ["s1"] == [row.statement for row in calls(store, Asked(on="conseil-du-ponant"))]
    assert ["s2"] == [row.statement for row in calls(store, Asked(terms=("grève",)))]
    assert [] == calls(store, Asked(since="2024-03-05"))
    assert 1 == len(calls(store, Asked(limit=1)))


def test_promises_are_followed(store: Store) -> None:
    """By what whoever promised did, or took back; the same promise on its day is not what came of it."""
    promise = Say("Conseil du Ponant", "commit", "réparer le quai nord")
    add(store, "2024-03-04", promise)
    add(store, "2024-03-04", promise, Say("Habitant 1", "assert", "vent fort"))
    add(store, "2024-03-20", Say("Conseil du Ponant", "refuse", "réparer le quai nord"))
    rows = promises(store, Asked(by="Ponant"))

    assert [["refuse"], ["refuse"]] == [[later.kind for later in row.later] for row in rows]


def test_words_weigh_by_how_rare_they_are() -> None:
    """Small words count for nothing, forms of one stem for the same."""
    known = Weights.of(100, {"quai": 1, "port": 50})

    assert {"repar": "réparer", "quai": "quai"} == bag("réparer le quai")
    assert 0.0 == cosine(bag("le et de"), bag("quai"), known)
    assert 1.0 == pytest.approx(cosine(bag("quai port"), bag("port quai"), known))
    assert cosine(bag("quai port"), bag("quai"), known) > cosine(bag("quai port"), bag("port"), known)


@pytest.mark.parametrize(
    ("before", "trigger", "sentence"),
    [
        ("Il pleut. Le conseil ", "répare le quai. Il vente.", "Le conseil répare le quai."),
        ("Un titre\nLe conseil ", "répare le quai", "Le conseil répare le quai"),
        ("", "Réparation du quai. Fin.", "Réparation du quai."),
        ("Il pleut. Selon Mme. Bel, M. ", "Roc viendra. Il vente.", "Selon Mme. Bel, M. Roc viendra."),
        ("Il pleut. Le conseil ", "élit le Dr. J.-P. Roc. Il vente.", "Le conseil élit le Dr. J.-P. Roc."),
        ("", "Réparation du quai No. 5, selon l'art. L. 12. Fin.", "Réparation du quai No. 5, selon l'art. L. 12."),
        ("Le musée d'art. Le conseil ", "de l'O.N.U. Fin.", "Le conseil de l'O.N.U."),
    ],
)
def test_the_sentence_of_an_event_is_found_in_the_text(before: str, trigger: str, sentence: str) -> None:
    """Between the stops around its trigger."""
    start, found = sentence_of(before, trigger, len(before))

    assert sentence == found
    assert found == (before + trigger)[start : start + len(found)]
