"""Who speaks by a cue: the likeliest of the noun phrases and pronouns of its sentence, or nobody.

The rules' own choice is one trait among others; the weights are learned by ``training/voice.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Final

from dixit.extract.candidates import Candidate
from dixit.extract.classes import sorts_of
from dixit.extract.cues import left_edge
from dixit.extract.linear import Logistic
from dixit.extract.ngrams import plain_form, word_at
from dixit.extract.people import noun, press
from dixit.extract.quotes import OPENING
from dixit.extract.syntax import VERBAL, Sheet

# Constructions whose cue stands beside its speaker, or that have no cue: nothing is chosen anew there.
SETTLED: Final = frozenset(
    {"quotative", "inserted", "source", "title_source", "as_told", "bare", "loose", "heading", "answer"}
    | {"nominal_clause", "nominal_infinitive"}
)
_REACH: Final = 60  # tokens between a cue and who may speak; not measured
_PRONOUNS: Final = frozenset(
    "il elle ils elles je j' nous vous tu on celui-ci celle-ci ceux-ci celles-ci celui celle ceux celles certains "
    "certaines plusieurs beaucoup tous toutes lui eux l'un l'une d'autres autres quelqu'un chacun chacune aucun".split()
)
_INSIDE: Final = frozenset({"flat", "fixed", "amod", "det", "case", "punct", "cc", "mark", "compound", "goeswith"})
_STEPS: Final = 7  # of a path that are told one by one
_CLIMB: Final = 12  # relations up from a cue that are looked at
_HAVING: Final = frozenset({"ayant", "étant"})
_LEADS: Final = frozenset({"qui", "et", ",", "en", "pour", "tout", "de", "à", "mais", "ou", "puis", ":"})
_GAPS: Final = (1, 3, 7, 15, 30)  # upper ends of the classes of distance, in tokens
_TITLE: Final = 30  # tokens between a title and the name that it leads to; not measured
_MOST: Final = 3  # counts above are not told apart


@dataclass(frozen=True, slots=True)
class _Cue:
    """What all who may speak by one cue have in common."""

    main: int
    first: int  # of its verb group
    shape: str  # finite, gerund, infinitive, passive, participle, noun
    number: str  # of its finite verb; "" for none
    line: frozenset[int]  # the cue and all that it hangs on


def with_voices(sheet: Sheet, chosen: Sequence[Candidate], judge: Logistic) -> list[Candidate]:
    """The same statements, each with its likeliest speaker."""
    heads: dict[int, list[int]] = {}
    for one in chosen:
        if one.speaker is not None and one.main is not None and leads(sheet, one):
            heads.setdefault(sheet.sentence(one.main)[0], []).append(one.speaker.head)
    return [_with_voice(sheet, one, judge, heads) for one in chosen]


def _with_voice(sheet: Sheet, one: Candidate, judge: Logistic, heads: dict[int, list[int]]) -> Candidate:
    if one.main is None or one.rule in SETTLED or _is_plain(sheet, one):
        return one
    own = one.speaker.head if one.speaker is not None else None
    if own is not None and not sheet.same_paragraph(own, one.main):  # who leads a list speaks in its items
        return one
    others = list(heads.get(sheet.sentence(one.main)[0], ()))
    if own is not None and leads(sheet, one):
        others.remove(own)
    able = voices(sheet, one)
    chances = weigh(judge, traits(sheet, one, able, frozenset(others)))
    best = able[chances.index(max(chances))]
    head = None if best is None else _with_title(sheet, best)
    if own in (best, head) or (best is not None and _leads_to(sheet, one, best)):
        return one
    return replace(one, speaker=None if head is None else sheet.speaker(head))


def _leads_to(sheet: Sheet, one: Candidate, k: int) -> bool:
    """Whether the title that the rules choose leads to a token's name: "Le maire de Calvi (sud) Paul Petit"."""
    speaker = with_name(sheet, one).speaker
    return speaker is not None and speaker.head < k <= speaker.last


def _is_plain(sheet: Sheet, one: Candidate) -> bool:
    """Whether the rules' choice is the cue's own subject right before it: "Anna Petit a dit que"."""
    if one.main is None or one.speaker is None:
        return False
    token = sheet.tokens[one.speaker.head]
    own = token.dep == "nsubj" and token.head == one.main and token.pos in ("PRON", "NOUN", "PROPN")
    return own and one.speaker.last + 1 == left_edge(sheet, one.main) and not sheet.is_passive(one.main)


def _with_title(sheet: Sheet, k: int) -> int:
    """The title that a name stands right behind: "M." for Petit, "ministre" for Olivier."""
    tokens = sheet.tokens
    while tokens[k].dep in ("flat", "appos", "nmod") and tokens[tokens[k].head].pos in ("NOUN", "PROPN"):
        title = tokens[k].head
        between = any(t.form == "," or t.pos in ("VERB", "ADP") for t in tokens[title + 1 : k])
        if title > k or between:
            break
        k = title
    return k


def leads(sheet: Sheet, one: Candidate) -> bool:
    """Whether a cue is no participle on a noun: who has censured a "règlement prévoyant des péages" goes on."""
    return one.main is not None and not (sheet.tokens[one.main].dep in ("acl", "amod") and one.rule not in SETTLED)


def voices(sheet: Sheet, one: Candidate) -> list[int | None]:
    """Who may speak by a cue: nobody, then heads of noun phrases and pronouns of its sentence, in text order."""
    if one.main is None:
        return [None]
    first, end = sheet.sentence(one.main)
    own = one.speaker.head if one.speaker is not None else None
    near = range(max(first, one.main - _REACH), min(end, one.main + _REACH) + 1)
    found: list[int | None] = [None, *(k for k in near if k == own or _may_speak(sheet, k))]
    return found if own in found else [*found, own]


def _may_speak(sheet: Sheet, k: int) -> bool:
    token = sheet.tokens[k]
    if token.pos == "PRON":
        return token.form.lower().lstrip("-").removeprefix("t-") in _PRONOUNS
    if token.dep in _INSIDE:
        return False
    if token.pos in ("NOUN", "PROPN"):
        return True
    noun_like = token.dep.startswith("nsubj") or (k > 0 and sheet.tokens[k - 1].pos == "DET")
    return token.pos in ("ADJ", "NUM", "X", "VERB") and noun_like and token.dep != "nummod"


def traits(sheet: Sheet, one: Candidate, able: Sequence[int | None], others: frozenset[int]) -> list[list[str]]:
    """For each of who may speak what tells for or against; ``others`` are who speaks by the sentence's other cues."""
    if one.main is None:
        return [[] for _ in able]
    cue = _cue(sheet, one.main)
    return [
        [*_of_nobody(sheet, one, cue), *_words_of_nobody(sheet, cue)]
        if k is None
        else [*_of_choice(one, cue, k, others), *_of(sheet, one, cue, k), *_words(sheet, cue, k)]
        for k in able
    ]


def weigh(judge: Logistic, rows: Sequence[Sequence[str]]) -> list[float]:
    """The chance of each of who may speak: a softmax over their summed weights."""
    scores: list[float] = [sum(filter(None, map(judge.weights.get, row))) for row in rows]
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def with_name(sheet: Sheet, one: Candidate) -> Candidate:
    """A speaker's phrase with the name that its title, brackets and appositions lead to.

    "L'ancien maire (sud), président du port, Paul Petit, a dit" -> the whole of it
    """
    speaker = one.speaker
    if speaker is None or one.cue is None or sheet.tokens[speaker.head].pos != "NOUN":
        return one
    known = noun(sheet.form(speaker.head))
    inside = range(speaker.first, speaker.last + 1)
    named = any(_begins_name(sheet, k) and sheet.tokens[k - 1].pos != "ADP" for k in inside)
    if known is None or known.sort != "person" or known.number == "p" or named:
        return one
    end = one.cue[0] if speaker.last < one.cue[0] else sheet.sentence(speaker.last)[1] + 1
    last = _name_after(sheet, speaker.last + 1, end)
    return one if last is None else replace(one, speaker=replace(speaker, last=last))


def _name_after(sheet: Sheet, first: int, end: int) -> int | None:
    """Last token of a person's name that a title leads to; None: a verb, another noun or nothing stands there."""
    tokens = sheet.tokens
    for k in range(first, min(end, first + _TITLE)):
        token = tokens[k]
        if _begins_name(sheet, k) and tokens[k - 1].pos != "ADP":
            last = k
            while last + 1 < end and tokens[last + 1].ent == "PER" and not tokens[last + 1].ent_begin:
                last += 1
            alone = k == first or (tokens[k - 1].form in (",", ")") and _closes(sheet, last + 1, end))
            return last if alone else None
        if token.feature("VerbForm") == "Fin" or token.feature("PronType") == "Rel" or token.form in (":", ";", "«"):
            return None
    return None


def _begins_name(sheet: Sheet, k: int) -> bool:
    return sheet.tokens[k].ent == "PER" and sheet.tokens[k].ent_begin


def _closes(sheet: Sheet, k: int, end: int) -> bool:
    """Whether only commas and adverbs stand between a token and the cue."""
    return all(t.form == "," or t.pos in ("ADV", "AUX", "PRON") for t in sheet.tokens[k:end])


# The cue.


def _cue(sheet: Sheet, main: int) -> _Cue:
    tokens = sheet.tokens
    line, at = [main], main
    while tokens[at].head != at and len(line) < _CLIMB:
        at = tokens[at].head
        line.append(at)
    group = [k for k in (main, *sheet.children[main]) if k <= main and tokens[k].feature("VerbForm") == "Fin"]
    number = tokens[group[0]].feature("Number") if group else ""
    return _Cue(main, left_edge(sheet, main), _shape(sheet, main, finite=bool(group)), number, frozenset(line))


def _shape(sheet: Sheet, main: int, *, finite: bool) -> str:
    """The form of a cue's verb."""
    if sheet.is_gerund(main) or any(sheet.form(k).lower() in _HAVING for k in sheet.children[main]):
        return "gerund"
    if sheet.tokens[main].pos not in VERBAL:
        return "noun"
    if sheet.is_infinitive(main):
        return "infinitive"
    if sheet.is_passive(main):
        return "passive"
    return "finite" if finite else "participle"


# Traits.


def _of_nobody(sheet: Sheet, one: Candidate, cue: _Cue) -> Iterator[str]:
    yield "none"
    yield f"none|{cue.shape}"
    yield f"none|{one.rule}"
    if one.speaker is None:
        yield "none|own"
        yield f"none|own|{cue.shape}"
    subject = sheet.child(cue.main, "nsubj", "nsubj:pass")
    if subject is not None:
        yield "none|subject"
        if sheet.form(subject).lower().endswith("on"):
            yield "none|on"


def _of_choice(one: Candidate, cue: _Cue, k: int, others: frozenset[int]) -> Iterator[str]:
    """Whether the rules choose a token, for this cue or another, and whether it stands in what is said."""
    if one.speaker is not None and k == one.speaker.head:
        yield "own"
        yield f"own|{cue.shape}"
        yield f"own|{one.rule}"
    if k in others:
        yield "other"
        yield f"other|{cue.shape}"
        yield f"other|{'before' if k < cue.main else 'after'}|{cue.shape}"
    if any(first <= k <= last for first, last in one.pieces):
        yield "content"
        yield f"content|{one.rule}"


def _of(sheet: Sheet, one: Candidate, cue: _Cue, k: int) -> Iterator[str]:
    token, shape = sheet.tokens[k], cue.shape
    path = _path(sheet, cue, k)
    if one.speaker is not None and k == one.speaker.head:
        yield f"own|path={path}"
    yield f"path={path}"
    yield f"path={path}|{shape}"
    yield f"dep={token.dep}|{shape}"
    side = "before" if k < cue.main else "after"
    distance = abs(cue.first - k) if k < cue.main else k - cue.main
    gap = sum(distance > end for end in _GAPS)
    yield f"gap={side}{gap}|{shape}"
    yield f"gap={side}{gap}|{token.dep}"
    yield from _between(sheet, cue, k, side)
    yield from _agreement(sheet, cue, k)
    yield from _kind(sheet, k, shape)
    case = next((sheet.form(c).lower() for c in sheet.children[k] if c < k and sheet.tokens[c].dep == "case"), "")
    if case:
        yield f"case={case}"
        yield f"case={case}|{side}|{shape}"
    if sheet.quotes.around[k] != sheet.quotes.around[cue.main]:
        yield "ground"
        yield "ground=quoted" if sheet.quotes.around[k] >= 0 else "ground=plain"


def _words_of_nobody(sheet: Sheet, cue: _Cue) -> Iterator[str]:
    """The cue's verb and the words beside it."""
    yield f"none|{sheet.tokens[cue.main].lemma}"
    yield f"none|a1={word_at(sheet, cue.main + 1)}"
    yield f"none|b1={word_at(sheet, cue.main - 1)}"


def _words(sheet: Sheet, cue: _Cue, k: int) -> Iterator[str]:
    """A token's word, those on its two sides, what it hangs on, and the cue's verb."""
    token, verb = sheet.tokens[k], sheet.tokens[cue.main].lemma
    after, before = word_at(sheet, k + 1), word_at(sheet, k - 1)
    yield f"word={plain_form(token)}"
    yield f"after={after}"
    yield f"after={after} {word_at(sheet, k + 2)}"
    yield f"before={before}"
    yield f"before={word_at(sheet, k - 2)} {before}"
    yield f"{verb}|dep={token.dep}"
    yield f"{verb}|before={k < cue.main}"
    above = sheet.tokens[token.head]
    yield f"on={'@' if above.pos == 'PROPN' else above.lemma}|{token.dep}"


def _path(sheet: Sheet, cue: _Cue, k: int) -> str:
    """Relations up from a token to what the cue hangs on too, then down to the cue: "nsubj>", "obl>advcl"."""
    tokens = sheet.tokens
    ups: list[str] = []
    downs: list[str] = []
    at, low = k, cue.main
    while at not in cue.line and tokens[at].head != at and len(ups) < _STEPS:
        ups.append(tokens[at].dep)
        at = tokens[at].head
    if at not in cue.line:
        return "far"
    while low != at and len(downs) < _STEPS:
        downs.append(tokens[low].dep)
        low = tokens[low].head
    return "<".join(ups) + ">" + ">".join(reversed(downs)) if len(ups) + len(downs) <= _STEPS else "long"


def _between(sheet: Sheet, cue: _Cue, k: int, side: str) -> Iterator[str]:
    """Finite verbs, commas, subjects and colons between a token and the cue, and the word before the cue."""
    first, last = (k + 1, cue.first) if k < cue.main else (cue.main + 1, k)
    finite = commas = subjects = 0
    colon = False
    for token in sheet.tokens[first:last]:
        if token.form == ",":
            commas += 1
        elif token.form in (":", ";"):
            colon = True
        elif token.pos in VERBAL and token.feature("VerbForm") == "Fin":
            finite += 1
        subjects += token.dep.startswith("nsubj")
    yield f"finite={min(finite, _MOST)}|{side}|{cue.shape}"
    yield f"commas={min(commas, _MOST)}|{side}|{cue.shape}"
    yield f"subjects={min(subjects, _MOST)}|{side}|{cue.shape}"
    if colon:
        yield f"colon|{side}"
    if side == "before":
        lead = sheet.form(cue.first - 1 - (sheet.form(cue.first - 1) == OPENING)).lower()
        yield f"lead={lead if lead in _LEADS else ''}|finite={min(finite, 2)}|subjects={min(subjects, 2)}"
        if lead == "qui":
            yield f"qui|gap={min(cue.first - 1 - k, _MOST)}|commas={min(commas, 2)}"


def _agreement(sheet: Sheet, cue: _Cue, k: int) -> Iterator[str]:
    """Whether a token agrees in number with the cue's finite verb."""
    if not cue.number:
        return
    token = sheet.tokens[k]
    number = token.feature("Number") or ("Sing" if token.pos == "PROPN" else "")
    if any(sheet.tokens[c].dep == "conj" for c in sheet.children[k]):
        number = "Plur"
    if number:
        yield f"agrees={number == cue.number}"
        yield f"agrees={number == cue.number}|{token.pos}"


def _kind(sheet: Sheet, k: int, shape: str) -> Iterator[str]:
    """What a token names."""
    token = sheet.tokens[k]
    if token.pos == "PRON":
        yield f"pronoun={token.form.lower()}"
        return
    known = noun(token.form)
    sort = known.sort if known is not None else f"name {token.ent}" if token.pos == "PROPN" else "thing"
    yield f"sort={sort}"
    yield f"sort={sort}|{shape}"
    yield f"names={sorts_of(token)}"
    yield f"names={sorts_of(token)}|{shape}"
    if token.pos == "PROPN" and press((token.form,)) == "agency":
        yield "agency"
