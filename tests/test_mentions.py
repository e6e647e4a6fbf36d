"""What is named: mentions of frozen parses, and what single words say."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dixit.extract.mentions import mentions
from dixit.extract.people import adjective, civility, first_name, noun, office, seat, state
from dixit.types import Mention, Parsed

CASES: dict[str, dict[str, Any]] = {
    case["name"]: case
    for case in tomllib.loads((Path(__file__).parent / "cases" / "actors.toml").read_text(encoding="utf-8"))["case"]
}
Frozen = Callable[..., Parsed]


def found(name: str, frozen: Frozen) -> list[tuple[str, Mention]]:
    """Text and mention of all that a case names."""
    case = CASES[name]
    parsed = frozen(case["text"], case["parse"], title=case["title"])
    return [(parsed.document.cut(mention.span), mention) for mention in mentions(parsed)]


def test_a_title_and_a_name_are_two_mentions(frozen: Frozen) -> None:
    """The title ends where the name begins; a civility belongs to the name."""
    given = [
        (text, mention.form) for text, mention in found("a surname joins the full name, from the title too", frozen)
    ]

    assert ("Le Premier ministre", "title") in given
    assert ("Paul Valmont", "name") in given
    assert ("M. Valmont", "name") in given


def test_a_surname_alone_is_a_person_where_the_full_name_stands_elsewhere(frozen: Frozen) -> None:
    """The tagger takes the title's "Valmont" for a place; the text knows better."""
    kinds = {text: mention.kind for text, mention in found("a surname joins the full name, from the title too", frozen)}

    assert kinds["Valmont"] == "person"


def test_a_civility_gives_the_gender(frozen: Frozen) -> None:
    """Mme is a woman's, a first name gives the rest."""
    genders = {text: mention.gender for text, mention in found("a civility keeps two of one surname apart", frozen)}

    assert genders["Mme Valmont"] == "f"
    assert genders["Paul Valmont"] == "m"


def test_the_words_of_an_acronym_are_a_name(frozen: Frozen) -> None:
    """What an acronym in brackets stands for is the name of a body."""
    given = {
        text: (mention.form, mention.kind)
        for text, mention in found("an acronym in brackets is what it stands beside", frozen)
    }

    assert given["Union des ports du Nord"] == ("name", "organisation")
    assert given["UPN"] == ("name", "organisation")


def test_a_clitic_is_a_mention_without_its_hyphen(frozen: Frozen) -> None:
    """Of "a-t-elle", the mention is "elle"."""
    given = [text for text, _ in found("a pronoun after its verb goes on with who spoke last", frozen)]

    assert "elle" in given


def test_a_seat_is_a_state(frozen: Frozen) -> None:
    """Oslo is the seat of a state as Norway is its name."""
    given = {text: mention.kind for text, mention in found("a seat speaks for its state", frozen)}

    assert given["Oslo"] == "state"
    assert given["Norvège"] == "state"


# The tagger tears the first names in two, as the parser does; the last has no first name beside it.
PARTICLES = """
Ursula Ursula NOUN nsubj 6 _ _
von von X flat 1 _ _
der der PROPN flat 1 B-PER _
Leyen Leyen PROPN flat 3 I-PER _
a avoir AUX aux 6 _ _
vu voir VERB root 0 _ _
Jean Jean PROPN obj 6 B-PER _
Van van PROPN flat 7 _ _
den den X flat 7 _ _
Berg Berg PROPN flat 7 B-LOC _
et et CCONJ cc 13 _ _
Mme madame NOUN conj 7 _ _
van van X flat 12 _ _
der der X flat 12 _ _
Meer Meer PROPN flat 12 B-PER _
. . PUNCT punct 6 _ _
"""


def test_a_name_goes_on_over_particles(frozen: Frozen) -> None:
    """Whatever the tagger makes of them."""
    parsed = frozen("Ursula von der Leyen a vu Jean Van den Berg et Mme van der Meer.", PARTICLES)
    given = [(parsed.document.cut(mention.span), mention.kind) for mention in mentions(parsed)]

    assert [
        ("Ursula von der Leyen", "person"),
        ("Jean Van den Berg", "person"),
        ("Mme van der Meer", "person"),
    ] == given


IMPERSONAL = """
Il il PRON expl 2 _ _
faut falloir VERB root 0 _ _
partir partir VERB xcomp 2 _ _
. . PUNCT punct 2 _ _
"""


def test_an_impersonal_pronoun_names_nobody(frozen: Frozen) -> None:
    """In "il faut", nobody is named."""
    assert mentions(frozen("Il faut partir.", IMPERSONAL)) == ()


@pytest.mark.parametrize("name", CASES)
def test_mentions_are_in_text_order(name: str, frozen: Frozen) -> None:
    """From the first to the last, of two that begin together the longer first."""
    spans = [mention.span for _, mention in found(name, frozen)]

    assert spans == sorted(spans, key=lambda span: (span.start, -span.end))


@pytest.mark.parametrize(
    ("form", "base", "sort"),
    [
        ("Présidentes", "president", "person"),
        ("ex-ministre", "ministre", "person"),
        ("généraux", "general", "person"),
        ("ministères", "ministere", "body"),
        ("communiqué", "communique", "document"),
    ],
)
def test_a_noun_is_known_in_all_its_forms(form: str, base: str, sort: str) -> None:
    """Gender, number, capitals and "ex-" change nothing."""
    known = noun(form)

    assert known is not None
    assert (base, sort) == (known.base, known.sort)


def test_offices_have_one_name() -> None:
    """Other ways to name an office give the same office."""
    plain = office(("le", "ministre", "russe", "des", "Affaires", "étrangères"))

    assert plain == office(("la", "cheffe", "de", "la", "diplomatie", "russe"))
    assert office(("le", "chef", "de", "l'", "Etat")).head == "president"
    assert office(("la", "Première", "ministre")).head == "premier ministre"


def test_states_have_adjectives_and_seats() -> None:
    """Name, adjective and seat lead to one state."""
    assert "norvege" == state("Norvège") == seat("Oslo")
    assert ("norvege", "f", "s") == adjective("norvégienne")


def test_a_civility_has_a_capital() -> None:
    """With it, "Me" is a lawyer's title, "me" a pronoun."""
    assert civility("Me") is not None
    assert civility("me") is None


def test_first_names_have_a_gender() -> None:
    """Compounds go by their first part."""
    assert ("m", "f", None) == (first_name("Jean-Hugues"), first_name("Éléonore"), first_name("Port"))
