"""Lemmas by tables."""

import pytest

from dixit.lemmas import Lemmas, LemmaTables

LEMMAS = Lemmas(
    {
        "VERB": LemmaTables(
            known={"dit": ["dire"], "suis": ["être", "suivre"]},
            lemmas={"dire": 1, "parler": 1, "lire": 1},
            rules=[("lions", "ler"), ("lions", "lire"), ("ions", "er"), ("t", "")],
        ),
        "NOUN": LemmaTables(known={}, lemmas={"fois": 1}, rules=[("s", "")]),
    }
)


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("Dire", "VERB", "dire"),
        ("dit", "VERB", "dire"),
        ("suis", "VERB", "être"),
        ("parlions", "VERB", "parler"),
        ("chantions", "VERB", "chanter"),
        ("filions", "VERB", "filer"),
        ("lut", "VERB", "lu"),
        ("fois", "NOUN", "fois"),
        ("lois", "NOUN", "loi"),
        ("s", "NOUN", "s"),
        ("Parlions", "PROPN", "Parlions"),
    ],
)
def test_a_lemma_is_known_or_guessed_by_its_suffix(form: str, pos: str, lemma: str) -> None:
    """A lemma stays, a known form has its own, and a guess that is a lemma is believed before a longer suffix's."""
    assert lemma == LEMMAS.lemma(form, pos)
    assert lemma == LEMMAS.lemma(form, pos)
