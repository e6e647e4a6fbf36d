"""Tokens: cut as Universal Dependencies cuts French, and blind to typographic clothes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.tokens import tokenize

CASES = [
    ("le Royaume-Uni et son porte-parole", "le|Royaume-Uni|et|son|porte-parole"),
    ("Oui, a-t-il dit.", "Oui|,|a|-t-il|dit|."),
    ("a‑t‑elle ajouté", "a|-t-elle|ajouté"),
    ("dit-il, dit-elle, ont-ils, dit-on", "dit|-il|,|dit|-elle|,|ont|-ils|,|dit|-on"),
    ("Kim Jong-il est-il là-bas ?", "Kim|Jong-il|est|-il|là-bas|?"),
    ("ce jour-là, celui-ci", "ce|jour|-là|,|celui-ci"),
    ("Dites-le-moi. Assurez-vous.", "Dites|-le|-moi|.|Assurez|-vous|."),
    ("un rendez-vous", "un|rendez-vous"),
    ("Qu'est-ce qu'il dit ?", "Qu'|est|-ce|qu'|il|dit|?"),
    ("l’OTAN jusqu’à aujourd’hui", "l'|OTAN|jusqu'|à|aujourd'hui"),
    ("c'est-à-dire quelqu'un, l'on", "c'est-à-dire|quelqu'un|,|l'on"),
    ("Sainte-Anne-d'Auray et M. O'Neill", "Sainte-Anne-d'Auray|et|M.|O'Neill"),
    ("MM. Dupont, Mme Leroy, etc.", "MM.|Dupont|,|Mme|Leroy|,|etc."),
    ("l'O.N.U. en 30 av. J.-C.", "l'|O.N.U.|en|30|av.|J.-C."),
    ("George W. Bush", "George|W.|Bush"),
    ("10 000 euros, 10\u202f000, 3,5%, 12.500", "10 000|euros|,|10 000|,|3,5|%|,|12.500"),
    ("le 1er mai à 20h30", "le|1er|mai|à|20h30"),
    ("(+20%) de -0,8", "(|+|20|%|)|de|-0,8"),
    ("du pays, aux élus", "du|pays|,|aux|élus"),
    ("et/ou la loi n° 5", "et|/|ou|la|loi|n°|5"),
    ("voir www.afp.com/fr, @afpfr et a.b@c.fr", "voir|www.afp.com/fr|,|@afpfr|et|a.b@c.fr"),
    ("Attendez... encore…", "Attendez|...|encore|..."),
    ("TÉHÉRAN, 25 fév (AFP) — Oui", "TÉHÉRAN|,|25|fév|(|AFP|)|-|Oui"),
    ('Il a dit: "Non".', "Il|a|dit|:|«|Non|»|."),
    ('" Non ", dit-elle', "«|Non|»|,|dit|-elle"),
    ('l\'"absurde" loi', "l'|«|absurde|»|loi"),
    ("un protocole +ours violent+ pour", "un|protocole|«|ours|violent|»|pour"),
    ("hausse de +5% puis +3%", "hausse|de|+|5|%|puis|+|3|%"),
]


@pytest.mark.parametrize(("text", "forms"), CASES)
def test_cut_as_universal_dependencies(text: str, forms: str) -> None:
    """Compounds stay whole, clitics and elisions are cut, quotation marks have a direction."""
    assert [token.form for token in tokenize(text)] == forms.split("|")


CLOTHES = [
    "« L’accord est bon », a-t-il dit.",
    "«\u00a0L'accord est bon\u202f», a-t-il dit.",
    "“L’accord est bon”, a-t-il dit.",
    '"L\'accord est bon", a-t-il dit.',
    "„L'accord est bon“, a-t-il dit.".replace("“", "”"),
    "''L'accord est bon'', a-t-il dit.",
]


@pytest.mark.parametrize("text", CLOTHES)
def test_same_words_in_other_clothes_have_the_same_forms(text: str) -> None:
    """Kind of apostrophe, space and quotation mark makes no difference to the model."""
    assert [token.form for token in tokenize(text)] == [
        *["«", "L'", "accord", "est", "bon", "»", ",", "a", "-t-il", "dit", "."]
    ]


def test_offsets_count_the_whole_text() -> None:
    """A part of a text has the same offsets as in the whole."""
    text = "Oui. « Non », dit-il."

    assert [text[t.start : t.end] for t in tokenize(text, 5, 12)] == ["«", "Non", "»"]
    assert tokenize(text, 5, 12)[0].start == 5


PRESS = st.text(
    alphabet=st.one_of(
        st.sampled_from("aeélstdilMT019 .,;:-'’\"«»“”+…\u00a0\u202f\n/@°%()"),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


@given(PRESS)
def test_tokens_lie_in_order_and_leave_out_only_whitespace(text: str) -> None:
    """Tokens never overlap, are never empty, and what is between them is whitespace."""
    at = 0
    for token in tokenize(text):
        assert at <= token.start < token.end <= len(text)
        assert not text[at : token.start].strip()
        assert token.form.strip()
        at = token.end
    assert not text[at:].strip()


@given(PRESS, st.integers(0, 80), st.integers(0, 80))
def test_a_range_keeps_to_itself(text: str, one: int, two: int) -> None:
    """Tokens of text[start:end] are those of the part alone, moved."""
    start, end = sorted((min(one, len(text)), min(two, len(text))))

    assert tokenize(text, start, end) == [
        token._replace(start=token.start + start, end=token.end + start) for token in tokenize(text[start:end])
    ]
