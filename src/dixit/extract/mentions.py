"""Parsed -> mentions: who and what is named, by names, titles, descriptions and pronouns.

A title and the name beside it are two mentions; ``resolve`` ties them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dixit.extract.acronyms import with_spelled
from dixit.extract.names import COMMON, DETERMINERS, Name, names_in
from dixit.extract.people import adjective, civility, first_name, noun, press
from dixit.folding import fold
from dixit.lexicon import cues, words
from dixit.types import Form, Gender, Kind, Mention, Number, Parsed, Sentence, Span, Token

PERSONAL: Final[dict[str, tuple[Gender, Number]]] = {
    **dict.fromkeys(("il", "celui-ci", "celui-là"), ("m", "s")),
    **dict.fromkeys(("elle", "celle-ci", "celle-là"), ("f", "s")),
    **dict.fromkeys(("ils", "ceux-ci", "ceux-là", "eux"), ("m", "p")),
    **dict.fromkeys(("elles", "celles-ci", "celles-là"), ("f", "p")),
    "lui": ("", "s"),
}
_CLITIC: Final = re.compile(r"-(?:t-)?(ils?|elles?)$")
# What follows an impersonal "il".
_IMPERSONAL: Final = frozenset(["falloir", "agir", "pleuvoir", "sembler"])
_OFFICES: Final = frozenset(["head", "minister", "official", "diplomat", "spokesman", "soldier", "church", "elected"])


def mentions(parsed: Parsed) -> tuple[Mention, ...]:
    """Every name, title, description and third-person pronoun, in text order, the longer first.

    "Le ministre, M. Roux, a dit qu'il partait." -> Le ministre | M. Roux | il
    """
    found: list[Mention] = []
    names = with_spelled(parsed, [names_in(parsed, sentence) for sentence in parsed.sentences])
    for sentence, here in zip(parsed.sentences, names, strict=True):
        found += _descriptions(parsed, sentence, here)
    found += _as_mentions(parsed, [name for here in names for name in here])
    return tuple(_outermost(sorted(found, key=lambda m: (m.span.start, -m.span.end))))


def _outermost(found: list[Mention]) -> Iterator[Mention]:
    """Mentions without the parts of a body's name: "Conférence" in "Organisation de la Conférence du Nord"."""
    end = -1
    for mention in found:
        if mention.span.end <= end and mention.form == "name" and mention.kind in ("organisation", "unknown"):
            continue
        yield mention
        if mention.form == "name" and mention.kind == "organisation":
            end = max(end, mention.span.end)


def _as_mentions(parsed: Parsed, names: list[Name]) -> Iterator[Mention]:
    """Names as mentions; a word that is part of a person's name elsewhere makes a person of this one."""
    tokens = parsed.tokens
    parts: set[str] = set()  # all words of persons' names
    surnames: set[str] = set()  # words after "M." and "Mme"
    family: set[str] = set()  # last words of fuller names
    for name in names:
        if name.kind == "person":
            family.update([fold(tokens[name.last].form)] * (name.first < name.last))
            parts.update(fold(tokens[i].form) for i in range(name.first, name.last + 1) if tokens[i].form[0].isupper())
            if name.first and civility(tokens[name.first - 1].form):
                surnames.add(fold(tokens[name.last].form))
    # what the text names as a state: "la France", "en France"
    lands = {fold(tokens[n.last].form) for n in names if n.first == n.last and _at_place(tokens, n.first)}
    for name in names:
        kind, gender, start = name.kind, name.gender, name.first
        if kind == "unknown" and fold(tokens[name.last].form) in (parts if name.first == name.last else surnames):
            kind, gender = "person", ""
        if (
            kind == "state"
            and start == name.last
            and fold(tokens[start].form) in family - lands
            and _speaks_alone(parsed, start)
        ):
            kind, gender = "person", ""  # "Hollande" after "François Hollande"
        before = civility(tokens[start - 1].form) if start else None
        if before:
            start, gender = start - 1, before[0] or gender
        number: Number = "p" if before and before[1] == "p" and name.first == name.last else "s"
        if not before and start and tokens[start - 1].form.lower() in ("les", "des", "aux", "ces", "certains"):
            number = "p"  # "les Verts"
        yield Mention(parsed.span(start, name.last), name.last, "name", kind, gender, number)


def _at_place(tokens: tuple[Token, ...], k: int) -> bool:
    """Whether a name has an article or a preposition of place before it: "la Hollande", "à Paris"."""
    return k > 0 and (tokens[k - 1].form.lower() in DETERMINERS or tokens[k - 1].form.lower() in ("à", "en", "vers"))


def _speaks_alone(parsed: Parsed, k: int) -> bool:
    """Whether a name beside no other is who says something, or a person for the tagger: "a dit Hollande"."""
    tokens = parsed.tokens
    here, above = tokens[k], tokens[tokens[k].head]
    beside = (tokens[h] for h in range(max(k - 6, 0), min(k + 7, len(tokens))))
    if here.dep == "conj" or any(other.dep == "conj" and other.head == k for other in beside):
        return False
    told = k > 0 and tokens[k - 1].form.lower() == "selon"
    says = here.dep == "nsubj" and above.lemma in cues(parsed.document.language)
    return here.ent == "PER" or told or (says and above.feature("Number") != "Plur")


def _descriptions(parsed: Parsed, sentence: Sentence, names: list[Name]) -> Iterator[Mention]:
    """Noun phrases for persons, bodies and documents, and third-person pronouns."""
    tokens = parsed.tokens
    taken = {k for name in names for k in range(name.first, name.last + 1)}
    for i in range(sentence.first, sentence.last):
        token = tokens[i]
        pos = token.pos
        if pos == "PRON":
            pronoun = _pronoun(parsed, sentence, i)
            if pronoun:
                yield pronoun
        elif pos in _NOMINAL and i not in taken:
            latter = _latter(parsed, sentence, i) if token.form.startswith("derni") else None
            if latter:
                yield latter
                continue
            phrase = noun_phrase(parsed, sentence, i, taken)
            if phrase:
                yield phrase


_NOMINAL: Final = frozenset(("NOUN", "PROPN", "ADJ"))


def _pronoun(parsed: Parsed, sentence: Sentence, i: int) -> Mention | None:
    """A third-person pronoun that may stand for somebody; None: another, or an impersonal one."""
    token = parsed.tokens[i]
    form = token.form.lower()
    clitic = _CLITIC.search(form)
    word = clitic[1] if clitic else form
    shape = PERSONAL.get(word)
    if shape is None or token.dep == "expl" or (word == "lui" and token.dep in ("iobj", "obj", "expl")):
        return None
    if word == "il" and _is_impersonal(parsed, sentence, token):
        return None
    span = Span(token.end - len(word), token.end)
    return Mention(span, i, "pronoun", "unknown", *shape)


def _latter(parsed: Parsed, sentence: Sentence, i: int) -> Mention | None:
    """The pronoun in "ce dernier" and "ces dernières"; None: "ce dernier mot"."""
    tokens = parsed.tokens
    pointing = tokens[i - 1].form.lower() if i > sentence.first else ""
    if pointing not in ("ce", "cette", "ces") or (i + 1 < sentence.last and tokens[i + 1].pos in ("NOUN", "PROPN")):
        return None
    gender: Gender = "f" if "ère" in tokens[i].form else "m"
    return Mention(parsed.span(i - 1, i), i, "pronoun", "unknown", gender, "p" if pointing == "ces" else "s")


def _is_impersonal(parsed: Parsed, sentence: Sentence, token: Token) -> bool:
    """Whether "il" is nobody: "il faut", "il y a", "il s'agit"."""
    head = parsed.tokens[token.head]
    if head.lemma in _IMPERSONAL:
        return True
    following = token.i + 1
    return following < sentence.last and parsed.tokens[following].form.lower() == "y" and head.lemma == "avoir"


def noun_phrase(parsed: Parsed, sentence: Sentence, head: int, taken: set[int]) -> Mention | None:
    """The phrase around a noun for a person, a body or a document; None: another noun.

    "a dit mardi le ministre turc de la Défense que" -> le ministre turc de la Défense
    """
    tokens = parsed.tokens
    token = tokens[head]
    known = noun(token.form)
    people = adjective(token.form) if known is None and token.form[0].isupper() else None
    if (known is None and people is None) or (token.pos == "ADJ" and token.dep == "amod"):
        return None
    if token.pos == "PROPN" and token.form[0].isupper() and first_name(token.form) is not None:
        return None  # Marine
    before = tokens[head - 1].form.lower() if head > sentence.first else ""
    if before == "en" or (before == "au" and token.form == "cours"):
        return None  # "la mise en garde", "au cours de"
    first, shape = _one_of(parsed, sentence, *_phrase_start(parsed, sentence, head))
    last = _phrase_end(parsed, sentence, head, taken)
    gender: Gender = shape[0] or (known.gender if known else people[1] if people else "")
    marked: Number = "p" if token.feature("Number") == "Plur" else "s" if token.feature("Number") else ""
    number: Number = shape[1] or marked or (known.number if known else people[2] if people else "s") or "s"
    kind: Kind = "person"
    form: Form = "description"
    capital = token.form[0].isupper() and token.form.lower() not in COMMON
    if known and known.sort == "body" and capital and first < head and (last > head or not known.wider):
        form = "name"  # "le Conseil des ministres"
        first += tokens[first].pos == "DET" or tokens[first].form.lower() in ("du", "des", "au", "aux")
    age = [token.form for token in tokens[last + 1 : last + 4]]
    aged = number == "s" and len(age) > 2 and age[0] == "de" and age[1].isdigit() and age[2] == "ans"
    if known and known.sort != "person" and not aged:  # a word for a body may name a person, who has an age
        kind = "organisation" if known.sort == "body" else "document"
    elif number == "p":
        kind = "group"
    elif known and known.classes & _OFFICES:
        form = "title"
    return Mention(parsed.span(first, last), head, form, kind, gender, number)


def _phrase_start(parsed: Parsed, sentence: Sentence, head: int) -> tuple[int, tuple[Gender, Number]]:
    """First token of a noun phrase, and what its determiner says."""
    tokens, k = parsed.tokens, head
    while k > sentence.first and head - k < 4:
        before = tokens[k - 1]
        form = before.form.lower()
        if form in DETERMINERS and before.pos not in ("PRON", "NUM"):
            shape = DETERMINERS[form]
            # "du" and "au" hold the article: the phrase begins after them
            return (k if form in ("du", "au", "aux") else k - 1), shape
        if before.pos not in ("ADJ", "NUM", "DET") and form not in ("premier", "première", "haut", "ex"):
            break
        k -= 1
    return k, ("", "")


def _one_of(
    parsed: Parsed, sentence: Sentence, first: int, shape: tuple[Gender, Number]
) -> tuple[int, tuple[Gender, Number]]:
    """The start and shape of "l'un de ses avocats" by those of "ses avocats"."""
    tokens, k = parsed.tokens, first
    if k > sentence.first and tokens[k - 1].form.lower() in ("de", "d'", "des"):
        k -= 1
    one = tokens[k - 1].form.lower() if k > sentence.first else ""
    if shape[1] != "p" or one not in ("un", "une") or (k == first and tokens[k].form.lower() != "des"):
        return first, shape
    k -= 1
    if k > sentence.first and tokens[k - 1].form.lower() == "l'":
        k -= 1
    return k, ("m" if one == "un" else "f", "s")


def _phrase_end(parsed: Parsed, sentence: Sentence, head: int, taken: set[int]) -> int:
    """Last token of a noun phrase: adjectives and complements with "de", "à", "en" that hang inside it."""
    tokens, last, k = parsed.tokens, head, head + 1
    while k < sentence.last and k - head < 14:
        token = tokens[k]
        if k in taken and k - 1 in taken and k == last + 1:
            last = k  # the name goes on
        elif token.pos in ("ADJ", "NOUN", "PROPN") and (k not in taken or _is_linked(tokens, k, last)):
            if token.pos == "NOUN" and not _is_linked(tokens, k, last) and tokens[k - 1].pos == "NOUN":
                break
            last = k
        elif token.pos == "VERB" and token.dep == "amod" and k == last + 1:
            last = k
        elif not (token.pos in ("ADP", "DET") and k - last < 3 and _leads_on(tokens, k, head, last)):
            break
        k += 1
    return last


_COMPLEMENT: Final = words("people-complements")


_TO: Final = frozenset(("à", "au", "aux"))


def _is_press(form: str) -> bool:
    """Whether a word names a listener of the press: "AFP", "journalistes", "télévision"."""
    known = noun(form)
    return press((form,)) != "" or (known is not None and "press" in known.classes)


# Who has somebody behind "à" and "au" in his title: "l'adjoint au maire".
_SECOND: Final = frozenset(("adjoint", "conseiller", "delegue", "attache", "suppleant", "assistant", "candidat"))


def tells(tokens: tuple[Token, ...], k: int, head: int) -> bool:
    """Whether a small word after the noun ``head`` opens who is told: "un ministre à l'AFP", "le roi à la reine"."""
    if tokens[k].form.lower() not in _TO:
        return False
    following = tokens[k + 1 : k + 3]
    if any(_is_press(other.form) for other in following):
        return True
    told = next((known for other in following if (known := noun(other.form))), None)
    known = noun(tokens[head].form)
    if told is None or known is None:
        return False
    return told.sort == known.sort == "person" and known.base not in _SECOND


def _leads_on(tokens: tuple[Token, ...], k: int, head: int, last: int) -> bool:
    """Whether a small word opens a complement of the phrase [head, last]."""
    token = tokens[k]
    if token.form.lower() not in _COMPLEMENT or (token.pos == "DET" and k == last + 1):
        return False
    if tells(tokens, k, head):
        return False
    return token.pos == "DET" or head <= tokens[token.head].head <= last


def _is_linked(tokens: tuple[Token, ...], k: int, last: int) -> bool:
    """Whether a name goes on the phrase as a complement ("de l'ONU") and is not set beside it."""
    return (last + 1 < k and tokens[last + 1].form.lower() in _COMPLEMENT) or (
        k == last + 1 and tokens[k].dep == "flat"
    )
