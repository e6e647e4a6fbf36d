"""Acts, hearers and targets: on frozen parses, and the weights that are shipped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.extract import acts
from dixit.extract.acts import ACTS, judge, probabilities, weights
from dixit.extract.aims import hearers, phrase
from dixit.extract.encoder import Word
from dixit.extract.inflect import forms
from dixit.extract.traits import cue_lists, parts_of, traits
from dixit.folding import fold
from dixit.types import Document, Draft, Evidence, Parsed, Sentence, Span, Statement, Token


def parsed(rows: str) -> Parsed:
    """Rows of ``form lemma POS relation head features``, head counted from 1 and 0 for the root -> a parse."""
    tokens: list[Token] = []
    at = 0
    for i, row in enumerate(rows.strip().splitlines()):
        form, lemma, pos, dep, head, *rest = row.split()
        governor = int(head) - 1 if int(head) else i
        tokens.append(Token(i, at, at + len(form), form, lemma, pos, "".join(rest), dep, governor, "", ent_begin=False))
        at += len(form) + 1
    text = " ".join(t.form for t in tokens)
    whole = Span(0, len(text))
    document = Document("sha256:0", "case", "fr", text, None, (whole,), None)
    children = tuple(tuple(t.i for t in tokens if t.head == i and t.i != i) for i in range(len(tokens)))
    return Parsed(document, tuple(tokens), (Sentence(0, len(tokens), 0),), children, (0,) * len(tokens))


def draft(case: Parsed, *, speaker: str, cue: str, head: int, content: tuple[str, ...]) -> Draft:
    """A draft of an indirect statement, its parts given as strings."""

    def span(words: str) -> Span:
        start = case.document.text.index(words)
        return Span(start, start + len(words))

    pieces = tuple(span(piece) for piece in content)
    lemma = case.tokens[head].lemma
    return Draft(span(speaker), span(cue), head, lemma, pieces, "indirect", False, None, Evidence("case", 0.8))


URGES = parsed("""
La       le       DET   det    2
mairie   mairie   NOUN  nsubj  3
exhorte  exhorter VERB  root   0
les      le       DET   det    5
usagers  usager   NOUN  obj    3
à        à        ADP   mark   7
patienter patienter VERB xcomp 3
""")
TELLS = parsed("""
Elle   lui    PRON nsubj 3
a      avoir  AUX  aux   3
promis promettre VERB root 0
au     à      ADP  case  5
maire  maire  NOUN obl   3
de     de     ADP  mark  7
réparer réparer VERB xcomp 3
le     le     DET  det   9
pont   pont   NOUN obj   7
""")
WELCOMES = parsed("""
Le       le       DET   det    2
conseil  conseil  NOUN  nsubj  4
a        avoir    AUX   aux    4
salué    saluer   VERB  root   0
le       le       DET   det    6
courage  courage  NOUN  obj    4
des      de       ADP   case   8
pompiers pompier  NOUN  nmod   6
""")

URGING = draft(URGES, speaker="La mairie", cue="exhorte", head=2, content=("patienter",))
PROMISING = draft(TELLS, speaker="Elle", cue="a promis", head=2, content=("réparer le pont",))
WELCOMING = draft(WELCOMES, speaker="Le conseil", cue="a salué", head=3, content=("le courage des pompiers",))


@pytest.mark.parametrize(
    ("case", "given_draft", "act"),
    [(URGES, URGING, "demand"), (TELLS, PROMISING, "commit"), (WELCOMES, WELCOMING, "praise")],
)
def test_a_telling_cue_gives_the_act(case: Parsed, given_draft: Draft, act: str) -> None:
    """A cue that names the act decides it."""
    assert [s.act for s in judge(case, [given_draft])] == [act]


@pytest.mark.parametrize(
    ("case", "given_draft", "hearer"), [(URGES, URGING, "les usagers"), (TELLS, PROMISING, "maire")]
)
def test_hearers_are_objects_and_datives(case: Parsed, given_draft: Draft, hearer: str) -> None:
    """As in: "exhorte X à" and "promis à X" are said to X; the preposition stays outside."""
    heard = hearers(parts_of(case, given_draft))
    assert [case.document.cut(phrase(case, token)) for token in heard] == [hearer]


def test_a_draft_keeps_all_that_is_not_judged() -> None:
    """Speaker, cue, content, mode and rule are the draft's own; confidence only falls."""
    (statement,) = judge(URGES, [URGING])
    assert isinstance(statement, Statement)
    for name in ("speaker", "cue", "cue_lemma", "content", "mode", "negated", "continues"):
        assert getattr(statement, name) == getattr(URGING, name)
    assert statement.evidence.rule == "case"
    assert 0 < statement.evidence.confidence <= URGING.evidence.confidence


def test_spelling_of_capitals_and_accents_is_no_trait() -> None:
    """As in: "ÉTATS", "Etats" and "états" are one word."""
    assert {fold("ÉTATS"), fold("Etats"), fold("états")} == {"etats"}


@pytest.mark.parametrize(
    ("lemma", "form"),
    [("fustiger", "fustigeait"), ("promettre", "promis"), ("dementir", "dement"), ("loyal", "loyaux")],
)
def test_lists_of_lemmas_know_their_forms(lemma: str, form: str) -> None:
    """A list holds the inflected forms of its entries, whatever the lemmatiser thinks."""
    assert form in set(forms(lemma))


def test_a_cue_is_known_by_its_lists() -> None:
    """As in: "exhorte" is a cue of demands."""
    assert cue_lists(parts_of(URGES, URGING)) == ("demand",)


def test_a_bare_quotation_has_an_act() -> None:
    """No cue and no speaker: the content alone is judged."""
    bare = Draft(None, None, None, None, (Span(0, 9),), "direct", False, None, Evidence("case", 0.5))
    (statement,) = judge(URGES, [bare])
    assert statement.act in ACTS
    assert statement.addressees == ()


def test_judging_twice_gives_the_same() -> None:
    """The same drafts always give the same statements."""
    assert judge(WELCOMES, [WELCOMING]) == judge(WELCOMES, [WELCOMING])


def test_every_row_of_weights_has_one_weight_for_each_act() -> None:
    """The shipped weights fit the ten acts."""
    assert {len(row) for row in weights().acts.values()} == {len(ACTS)}


@given(st.dictionaries(st.sampled_from(["mode=direct", "list=demand", "neg", "never seen"]), st.floats(-3, 3)))
def test_chances_sum_to_one(seen: dict[str, float]) -> None:
    """Whatever is seen, the chances of the acts are a distribution."""
    assert sum(probabilities(weights(), seen)) == pytest.approx(1)


def test_traits_never_depend_on_the_text_around() -> None:
    """Traits are sums of what is seen: finite numbers, each with a name."""
    seen = traits(parts_of(WELCOMES, WELCOMING))
    assert seen["mode=indirect"] == 1.0
    assert all(isinstance(value, float) for value in seen.values())


def test_the_transformer_is_asked_only_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the traits are sure of an act, nothing else is read; where they are not, both are heard."""
    asked: list[int] = []

    class Reader:
        def read(self, words: list[Word]) -> list[float]:
            asked.append(len(words))
            return [9.0 if act == "warn" else 0.0 for act in ACTS]

    monkeypatch.setattr(acts, "encoder", lambda language: Reader())
    for sure, act, times in ((0.95, "praise", 0), (0.3, "warn", 1)):
        rest = (1 - sure) / (len(ACTS) - 1)
        chances = [sure if act == "praise" else rest for act in ACTS]
        monkeypatch.setattr(acts, "probabilities", lambda learned, seen, chances=chances: chances)
        assert [act] == [one.act for one in judge(WELCOMES, [WELCOMING])]
        assert times == len(asked)
