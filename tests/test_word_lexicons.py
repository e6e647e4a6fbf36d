"""What single words carry and name: the lists judged word by word, and what is made of them."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from dixit.extract.classes import sorts_of
from dixit.extract.ngrams import lexical_traits, plain_form
from dixit.extract.tones import tone_of, word_traits
from dixit.folding import fold
from dixit.lexicon import TONES, governors, noun_sorts, tones, words
from dixit.types import Token


def _token(i: int, form: str, pos: str = "NOUN", lemma: str = "") -> Token:
    return Token(i, 0, len(form), form, lemma or form.lower(), pos, "", "root", i, "", ent_begin=False)


def test_lists_hold_what_they_should() -> None:
    """Strengths from 0 to 4, nouns of the eleven sorts, governors of the four statuses."""
    assert {len(TONES)} == {len(tone) for tone in tones("fr").values()}
    assert {0, 1, 2, 3, 4} == {strength for tone in tones("fr").values() for strength in tone}
    assert all(any(tone) for tone in tones("fr").values())
    assert set("HCBLTDSAEOMX") == set("".join(noun_sorts("fr").values()))
    assert set("APHD") == set("".join(governors("fr").values()))
    assert all(1 <= len(code) <= 2 for code in (*noun_sorts("fr").values(), *governors("fr").values()))


@pytest.mark.parametrize(
    ("form", "carried"), [("honteux", "N"), ("exemplaire", "P"), ("menace", "D"), ("corruption", "C"), ("exiger", "O")]
)
def test_a_word_carries(form: str, carried: str) -> None:
    """Each what it says, in capitals without accents too."""
    tone = tone_of(form)
    assert tone is not None
    assert tone[TONES.index(carried)] > 0
    assert tone == tone_of(form.upper())


def test_a_plain_word_carries_nothing() -> None:
    """Neither a thing nor an unknown word."""
    assert (None, None) == (tone_of("table"), tone_of("xyzzy"))


def test_a_negation_turns_round() -> None:
    """What stands within three words of "pas" has a name of its own."""
    plain = [_token(0, "une"), _token(1, "décision"), _token(2, "honteuse", "ADJ")]
    denied = [_token(0, "pas", "ADV"), *(_token(t.i + 1, t.form, t.pos) for t in plain)]
    assert "word1 N" in word_traits(plain, {2}, ("direct",))
    assert "wordtop1 N" in word_traits(plain, {2}, ("direct",))
    assert "word1 N|direct" in word_traits(plain, {2}, ("direct",))
    turned = word_traits(denied, {3}, ("direct",))
    assert ("word1 N" in turned, "word1 !N" in turned) == (False, True)


def test_nothing_carried() -> None:
    """An empty content has the two traits of nothing."""
    assert {"wordmost -": 1.0, "wordset ": 1.0} == word_traits([], set(), ("direct",))


@pytest.mark.parametrize(
    ("form", "sort"), [("ministre", "H"), ("Communiqué", "D"), ("frontière", "L"), ("FRONTIERE", "L"), ("année", "T")]
)
def test_what_a_noun_names(form: str, sort: str) -> None:
    """By its form, whatever its capitals."""
    assert sort == sorts_of(_token(0, form))[0]


def test_a_word_that_is_no_known_noun() -> None:
    """It has its part of speech."""
    assert "?NOUN" == sorts_of(_token(0, "xyzzy"))
    assert "?VERB" == sorts_of(_token(0, "ministre", "VERB"))


def test_words_pairs_and_the_beginning() -> None:
    """Words of weight by their lemma, neighbours by their forms, the first words without marks."""
    content = [
        _token(0, "Cette", "DET"),
        _token(1, "décision", lemma="décision"),
        _token(2, "est", "AUX", "être"),
        _token(3, "honteuse", "ADJ", "honteux"),
        _token(4, ".", "PUNCT"),
    ]
    expected = {"w=decision", "w=honteux", "first cette", "first cette decision", "first cette decision est"}
    expected |= {"bi=cette decision", "bi=decision est", "bi=est honteuse", "bi=honteuse ."}
    assert expected == set(lexical_traits(content))
    assert [] == list(lexical_traits([]))


@pytest.mark.parametrize(
    ("form", "pos", "ent", "plain"),
    [
        ("Morel", "PROPN", "PER", "@PER"),
        ("Luz", "PROPN", "", "@name"),
        ("russes", "ADJ", "", "@side"),
        ("Russes", "NOUN", "", "@side"),
        ("séparatistes", "NOUN", "", "@side"),
        ("socialiste", "ADJ", "", "@side"),
        ("républicaines", "ADJ", "", "@side"),
        ("musulmane", "ADJ", "", "@side"),
        ("juifs", "NOUN", "", "@side"),
        ("chrétiennes", "ADJ", "", "@side"),
        ("sunnites", "ADJ", "", "@side"),
        ("fasciste", "ADJ", "", "@side"),
        ("talibans", "ADJ", "", "@side"),
        ("\u064b", "X", "", "\u064b"),
        ("démocrates", "NOUN", "", "@side"),
        ("ministre", "NOUN", "", "@H"),
        ("armée", "NOUN", "", "@B"),
        ("ville", "NOUN", "", "@L"),
        ("1.200", "NUM", "", "#"),
        ("honteux", "ADJ", "", "honteux"),
        ("accord", "NOUN", "", "accord"),
    ],
)
def test_who_is_named_tells_no_act(form: str, pos: str, ent: str, plain: str) -> None:
    """Names, peoples, camps, persons and bodies count as what they are."""
    assert plain == plain_form(replace(_token(0, form, pos), ent=ent))


def test_sides_carry_nothing() -> None:
    """No state, people, religion, party or side of a conflict is judged by its name."""
    names = [part for line in words("people-states") for part in line.split(";")[:3]]
    peoples = {form for name in names for form in name.lower().split("/") if form}
    sides = set(
        "islamiste laïcité sioniste catholique musulman juif chrétien démocrate républicain socialiste communiste "
        "écologiste progressiste conservateur populiste nationaliste séparatiste rebelle insurgé résistant taliban "
        "milice terroriste djihadiste jihadiste occupation annexion libération macronie lepéniste".split()
    )
    judged = {fold(form) for form in tones("fr")}
    assert set() == {form for form in peoples | sides if {fold(form), fold(form) + "s"} & judged}


def test_the_tables_of_people_are_the_same_in_every_process() -> None:
    """A form that two entries give has the first one's noun, whatever the seed of Python's hashes."""
    code = (
        "from dixit.extract import people\n"
        "print([(form, one.base, one.gender, sorted(one.classes)) for form, one in people._nouns().items()])\n"
        "print(people._states().names, people._synonyms(), people.first_name('Camille'))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert 1 == len(printed)
