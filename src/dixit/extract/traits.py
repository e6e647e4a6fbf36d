"""A statement's draft -> what can be seen of it, as named numbers: the input of the model that tells acts apart.

Names and values are the same in training (training/acts.py) and in reading. Words are folded (lower case, no accents),
so that ``ÉTATS``, ``Etats`` and ``états`` are one trait.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from dixit.extract.inflect import forms
from dixit.extract.ngrams import lexical_traits
from dixit.extract.tones import NEGATIONS, word_traits
from dixit.folding import fold
from dixit.lexicon import words
from dixit.types import Draft, Parsed, Span, Token

Traits = dict[str, float]

CUE_LISTS: Final = (
    "assert", "demand", "commit", "criticise", "accuse", "praise", "deny", "refuse", "warn", "express",
)  # fmt: skip
CONTENT_LISTS: Final = ("good", "bad", "wrong", "danger", "measure", "denial")
# Forms of listed words that are far more often forms of others.
MISLEADING: Final = frozenset(
    "sommes somme est es attend prise prises engage porte pointe charge compte comptes part".split()
)
FIRST: Final = {
    "je": "je",
    "j'": "je",
    "me": "je",
    "m'": "je",
    "moi": "je",
    "nous": "nous",
    "notre": "nous",
    "nos": "nous",
}
SECOND: Final = frozenset({"vous", "tu", "te", "votre", "vos", "toi", "ton", "ta", "tes"})
FUNCTION: Final = frozenset({"DET", "ADP", "PUNCT", "AUX", "PRON", "CCONJ", "SCONJ", "SYM"})
SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
OWN: Final = frozenset({"je", "nous", "on", "self"})
MUST: Final = frozenset(
    "doit doivent devrait devraient devra devront devons devez dois faut faudra faudrait necessaire imperatif urgent"
    " indispensable besoin obligatoire devait devaient devrions devriez".split()
)
PLANS: Final = frozenset(
    "allons vais va vont allait allaient veux voulons voulait voulaient vouloir souhaite compte comptons entend apprete"
    " appretent prevoit prevoient aller prepare preparons pret prets prete pretes decide decidons".split()
)
PLAIN_CUES: Final = frozenset(
    "annoncer assurer affirmer estimer juger ajouter declarer dire indiquer souligner insister selon preciser".split()
)
# Performatives are rare and telling: a larger value is a smaller penalty on their weights (grouped cross-validation).
LOUD: Final = 3.0
BESIDE_CUE: Final = frozenset(
    (
        "neg",
        "good",
        "bad",
        "wrong",
        "danger",
        "measure",
        "denial",
        "not wrong",
        "not good",
        "not bad",
        "si",
        "net=+",
        "net=-",
    )
)
CLAUSAL: Final = frozenset({"VERB", "AUX"})


@cache
def folded_list(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """A word list in folded letters: its single words, and its phrases with a space on either side."""
    entries = [fold(word) for word in words(f"act-{name}")]
    return frozenset(w for w in entries if " " not in w), tuple(sorted(f" {w} " for w in entries if " " in w))


@cache
def inflected(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Every form of the single words of some lists -> the lists that hold it."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        for form in {form for entry in folded_list(name)[0] for form in forms(entry)}:
            found[form] = (*found.get(form, ()), name)
    return found


@cache
def lemmas_of_forms() -> Mapping[str, str]:
    """Forms of the verbs that are cues -> their infinitive, so that no rare cue hangs on the lemmatiser."""
    verbs = {entry for name in CUE_LISTS for entry in folded_list(name)[0] if entry.endswith(("er", "ir", "re"))}
    return {form: verb for verb in sorted(verbs) for form in forms(verb)}


def lists_of(token: Token, names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of some lists hold a token, by its form or its lemma."""
    held, form = inflected(names), fold(token.form)
    if form in MISLEADING:
        return ()
    return held.get(form) or held.get(fold(token.lemma), ())


@dataclass(frozen=True, slots=True)
class Parts:
    """A draft's tokens."""

    parsed: Parsed
    draft: Draft
    cue: tuple[Token, ...]
    content: tuple[Token, ...]
    speaker: tuple[Token, ...]
    tops: tuple[Token, ...]  # of the content: tokens whose governor lies outside it


def parts_of(parsed: Parsed, draft: Draft) -> Parts:
    """The tokens of a draft's cue, content and speaker."""
    content = [t for piece in draft.content for t in tokens_in(parsed, piece)]
    inside = {t.i for t in content}
    tops = tuple(t for t in content if t.pos != "PUNCT" and (t.head not in inside or t.head == t.i))
    cue = tokens_in(parsed, draft.cue) if draft.cue else []
    speaker = tokens_in(parsed, draft.speaker) if draft.speaker else []
    return Parts(parsed, draft, tuple(cue), tuple(content), tuple(speaker), tops)


def tokens_in(parsed: Parsed, span: Span) -> Sequence[Token]:
    """Tokens that begin in a span."""
    first = bisect_left(parsed.tokens, span.start, key=_start)
    last = bisect_left(parsed.tokens, span.end, key=_start)
    return parsed.tokens[first:last]


def _start(token: Token) -> int:
    return token.start


def traits(parts: Parts) -> Traits:
    """All that can be seen of a draft."""
    found: Traits = {}
    mode = parts.draft.mode
    found[f"mode={mode}"] = 1.0
    for name in (
        *_cue_traits(parts),
        *_speaker_traits(parts),
        *_shape_traits(parts),
        *lexical_traits(parts.content),
    ):
        found[name] = 1.0
    found.update(word_traits(parts.content, {t.i for t in parts.tops[:4]}, (mode, _own_cue(parts))))
    tone = _tone_traits(parts)
    found.update(tone)
    found.update((f"{name}|{cue}", 1.0) for cue in _cue_sorts(parts) for name in tone if name in BESIDE_CUE)
    for name in (*_clause_traits(parts), *_force_traits(parts)):
        found[name] = LOUD if name.startswith(("self=", "order")) else 1.0
    return found


def _own_cue(parts: Parts) -> str:
    """The lemma of the cue; "-" where there is none."""
    head = parts.draft.cue_head
    return "-" if head is None else cue_lemma(parts.parsed.tokens[head])


def _cue_sorts(parts: Parts) -> tuple[str, ...]:
    """Cues whose content tells the act only together with them."""
    if parts.draft.cue_head is None:
        return ("nocue",)
    lemma = cue_lemma(parts.parsed.tokens[parts.draft.cue_head])
    return (lemma,) if lemma in PLAIN_CUES else ()


def _cue_traits(parts: Parts) -> Iterator[str]:
    draft, tokens = parts.draft, parts.parsed.tokens
    if draft.cue_head is None:
        yield "nocue"
        yield f"nocue|{draft.mode}"
        return
    head = tokens[draft.cue_head]
    lemma = cue_lemma(head)
    yield f"cue={lemma}"
    yield f"cue={lemma}|{draft.mode}"
    yield f"cueform={fold(head.form)}"
    yield f"cuepos={head.pos}"
    for token in parts.cue:
        if token.pos not in FUNCTION and token.i != head.i:
            yield f"cue+={cue_lemma(token)}"
            yield f"cue={lemma}+{cue_lemma(token)}"
    if any(fold(t.form) in ("se", "s'") for t in parts.cue):
        yield f"cue=se {lemma}"
    yield from _construction(parts, lemma)
    listed = cue_lists(parts)
    for name in listed:
        yield f"list={name}"
        yield f"list={name}|{draft.mode}"
    yield "lists=" + "+".join(name for name in listed if name != "assert")


def _construction(parts: Parts, lemma: str) -> Iterator[str]:
    """What follows the cue: ``appeler à``, ``insister sur``; and whether the cue is passive."""
    last, tokens = parts.cue[-1].i, parts.parsed.tokens
    if last + 1 < len(tokens) and tokens[last + 1].pos in ("ADP", "SCONJ"):
        after = fold(tokens[last + 1].lemma)
        yield f"cue={lemma} {after}"
        yield f"after={after}"
    for child in parts.parsed.children[parts.draft.cue_head or 0]:
        if tokens[child].dep == "aux:pass":
            yield "cuepass"


def cue_lists(parts: Parts) -> tuple[str, ...]:
    """The lists of cues that hold a word of the cue, or a phrase of it."""
    single = {name for t in parts.cue if t.pos not in FUNCTION for name in lists_of(t, CUE_LISTS)}
    plain = " " + " ".join(cue_lemma(t) for t in parts.cue if t.pos != "PUNCT") + " "
    return tuple(n for n in CUE_LISTS if n in single or any(p in plain for p in folded_list(n)[1]))


def cue_lemma(token: Token) -> str:
    """A cue word's lemma, folded: by the lists of cues, else as the parser has it."""
    if token.pos in ("VERB", "AUX", "ADJ"):
        return lemmas_of_forms().get(fold(token.form)) or fold(token.lemma)
    return fold(token.lemma)


def _speaker_traits(parts: Parts) -> Iterator[str]:
    if not parts.speaker:
        yield "speaker=none"
        return
    inside = {t.i for t in parts.speaker}
    head = next((t for t in parts.speaker if t.head not in inside), parts.speaker[0])
    yield f"speakerpos={head.pos}"


def _shape_traits(parts: Parts) -> Iterator[str]:
    """Length and marks of the content."""
    size = len(parts.content)
    yield "size=" + ("1" if size < 4 else "2" if size < 9 else "3" if size < 20 else "4" if size < 40 else "5")
    for token in parts.content:
        if token.form in ("?", "!"):
            yield "mark=" + token.form


def _tone_traits(parts: Parts) -> Traits:
    """Judging words, each turned round by a negation shortly before it; persons; conditions."""
    found: Traits = {}
    last_negation = -9
    for at, token in enumerate(parts.content):
        form = fold(token.form)
        if form in NEGATIONS:
            last_negation = at
            found["neg"] = 1.0
            found[f"neg={form}"] = 1.0
        if form in FIRST:
            found["person=" + FIRST[form]] = 1.0
        elif form in SECOND:
            found["person=vous"] = 1.0
        elif form in ("si", "s'il", "s'ils") and token.pos == "SCONJ":
            found["si"] = 1.0
        if token.pos in FUNCTION:
            continue
        for name in lists_of(token, CONTENT_LISTS):
            key = f"not {name}" if at - last_negation <= 3 else name
            found[key] = found.get(key, 0.0) + 1.0
    for key in ("good", "bad", "wrong", "danger"):
        if key in found:
            found[f"{key}|{parts.draft.mode}"] = 1.0
            found[key] = min(found[key], 3.0) / 2
    if "bad" in found or "good" in found:
        net = found.get("good", 0.0) - found.get("bad", 0.0)
        found["net=" + ("+" if net > 0 else "-" if net < 0 else "0")] = 1.0
    return found


def _clause_traits(parts: Parts) -> Iterator[str]:
    """The main clauses of the content: tense, mood, modal, subject, attribute."""
    mode = parts.draft.mode
    for nth, top in enumerate(parts.tops[:4]):
        yield from _top_traits(parts, top, "top" if nth == 0 else "other")
    if parts.tops:
        first = parts.tops[0]
        yield f"toppos={first.pos}|{mode}"
        yield f"topdep={first.dep}"
    for token in parts.content:
        tense = finite(token)
        if tense in ("Fut", "Cnd", "Imp"):
            yield f"any={tense}"


def _force_traits(parts: Parts) -> Iterator[str]:
    """Performatives of the first person, obligations, own plans: signs of what the words do, whoever reports them."""
    tokens, children = parts.parsed.tokens, parts.parsed.children
    tops = {t.i for t in parts.tops}
    for token in parts.content:
        form = fold(token.form)
        where = "top" if token.i in tops else "low"
        if form in MUST:
            yield "must"
            yield f"must|{where}"
            yield f"must={form}"
        if token.pos not in ("VERB", "ADJ", "NOUN"):
            continue
        subject = next((tokens[c] for c in children[token.i] if tokens[c].dep in SUBJECTS), None)
        who = subject_kind(parts, subject) if subject else "none"
        if who in OWN:
            for name in lists_of(token, CUE_LISTS):
                yield f"self={name}"
                yield f"self={name}|{where}"
        if finite(token) in ("Fut", "Cnd") or form in PLANS:
            yield "plan"
            yield f"plan:{who}"
            yield f"plan:{who}|{where}"
            if parts.draft.cue_head is not None:
                yield f"plan|{cue_lemma(tokens[parts.draft.cue_head])}"
        if finite(token) == "Order" and where == "top":
            yield "order"


def finite(token: Token) -> str:
    """``Fut``, ``Pres``, ``Past``, ``Imp`` (imparfait), ``Cnd``, ``Sub`` or ``Order`` of a finite verb, else ""."""
    if token.pos not in CLAUSAL:
        return ""
    mood = token.feature("Mood")
    if mood in ("Cnd", "Sub"):
        return mood
    if mood == "Imp":
        return "Order"
    return token.feature("Tense") if mood else ""


def _top_traits(parts: Parts, top: Token, place: str) -> Iterator[str]:
    tokens, lemma = parts.parsed.tokens, fold(top.lemma)
    yield f"{place}={lemma}"
    verb, subject, link = finite(top), None, ""
    for child in (tokens[c] for c in parts.parsed.children[top.i]):
        if child.pos == "AUX" and child.dep in ("aux", "aux:pass", "cop") and not verb:
            verb = finite(child)
        if child.dep in SUBJECTS:
            subject = child
        elif child.dep == "cop":
            link = "cop"
        elif child.dep in ("xcomp", "ccomp") and place == "top":
            link = fold(child.lemma)
            yield f"under={link}"
        elif child.dep == "advmod" and fold(child.form) in ("pas", "jamais"):
            yield f"{place}neg"
    if verb:
        yield f"{place}tense={verb}"
        yield f"{place}={lemma}:{verb}"
    elif top.pos == "VERB":
        yield f"{place}form={top.feature('VerbForm')}"
    if link == "cop":
        yield f"attribute={lemma}"
        for name in lists_of(top, CONTENT_LISTS):
            yield f"attribute:{name}"
    if subject is not None:
        who = subject_kind(parts, subject)
        yield f"subject={who}"
        yield f"subject={who}:{verb}"
        yield f"subject={who}:{lemma}"
    for name in lists_of(top, CONTENT_LISTS):
        yield f"{place}:{name}"


def subject_kind(parts: Parts, subject: Token) -> str:
    """``je``, ``nous``, ``vous``, ``self`` (the speaker by name), ``il``, ``ce``, ``on`` or ``other``."""
    form = fold(subject.form).lstrip("-").removeprefix("t-")
    if form in FIRST:
        return FIRST[form]
    if form in SECOND:
        return "vous"
    if subject.pos == "PRON":
        return {"ils": "il", "elle": "il", "elles": "il", "c'": "ce", "cela": "ce", "ca": "ce"}.get(form, form)
    if any(form == fold(t.form) for t in parts.speaker if t.pos in ("PROPN", "NOUN")):
        return "self"
    return "other"
