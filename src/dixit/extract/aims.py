"""A statement's draft and act -> whom it is said to, and whom it is about.

Hearers are found by rules on the cue's dependents; the target is the best of several candidates, chosen by learned
weights (training/acts.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dixit.extract.traits import SUBJECTS, Parts, finite, folded_list, subject_kind
from dixit.folding import fold
from dixit.types import Act, Parsed, Span, Token

# Acts that have a target (annotation.md); of the others none is asked.
AIMED: Final[frozenset[Act]] = frozenset(
    {"demand", "criticise", "accuse", "praise", "commit", "warn", "refuse", "deny"}
)
NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
# What a phrase leaves out of its head's tree: clauses, and what is only set beside it.
CLAUSES: Final = frozenset(
    {"acl:relcl", "acl", "parataxis", "ccomp", "advcl", "csubj", "cop", "nsubj", "mark", "discourse"}
)
BESIDE: Final = frozenset({"case", "cc", "advmod", "punct", "conj"})
TO: Final = frozenset({"a", "au", "aux", "aupres", "devant"})
DATIVES: Final = frozenset({"lui", "leur", "me", "m'", "nous", "vous", "te", "t'"})
OBJECTS: Final = frozenset({"le", "la", "l'", "les", "me", "m'", "nous", "vous", "te", "t'"})
LETTERS: Final = frozenset(
    {"lettre", "message", "interview", "entretien", "appel", "courrier", "discours", "allocution", "communique", "mail"}
)
SENT: Final = frozenset({"adresser", "accorder", "envoyer", "destiner"})
# Verbs that take a place's name as their hearer: "demande à Berlin de fournir", but "a déclaré à Berlin".
ASKING: Final = frozenset({"demander", "enjoindre", "ordonner", "reprocher", "interdire", "conseiller", "promettre"})
RELATIVE: Final = frozenset(
    {"que", "qui", "qu'", "dont", "ou", "ce", "c'", "se", "s'", "y", "en", "cela", "quoi", "rien"}
)
LONGEST: Final = 80  # tokens of a content that are looked through for a target


def phrase(parsed: Parsed, head: Token) -> Span:
    """A nominal with its determiners and complements, without preposition and relative clauses."""
    kept, todo = [head.i], [head.i]
    while todo:
        governor = todo.pop()
        for at in parsed.children[governor]:
            child = parsed.tokens[at]
            clause = child.dep in CLAUSES or _is_participle(child)
            if not clause and not (governor == head.i and child.dep in BESIDE):
                kept.append(at)
                todo.append(at)
    first, last = _unbroken(parsed, head.i, sorted(kept))
    return parsed.span(first, last)


def _is_participle(token: Token) -> bool:
    """Whether a word is a present participle, which the parser may take for an apposition: "Luc, l'accusant de"."""
    return token.pos == "VERB" and token.form.endswith("ant")


def _unbroken(parsed: Parsed, head: int, kept: list[int]) -> tuple[int, int]:
    """The first and last token of the stretch round the head in which no token is missing."""
    low = high = kept.index(head)
    while low > 0 and kept[low] - kept[low - 1] == 1:
        low -= 1
    while high + 1 < len(kept) and kept[high + 1] - kept[high] == 1:
        high += 1
    while kept[high] > head and parsed.tokens[kept[high]].pos == "PUNCT" and parsed.tokens[kept[high]].form not in ")]":
        high -= 1
    while kept[low] < head and parsed.tokens[kept[low]].pos == "PUNCT":
        low += 1
    return kept[low], kept[high]


def _under(parts: Parts, token: Token) -> Iterator[Token]:
    """A token's dependents."""
    return (parts.parsed.tokens[at] for at in parts.parsed.children[token.i])


# --- hearers


def hearers(parts: Parts) -> list[Token]:
    """Heads of the phrases that name whom the cue's act is said to.

    "a-t-il dit à l'AFP" -> AFP; "leur a demandé de" -> leur; "exhorte Ankara à" -> Ankara
    """
    if parts.draft.cue_head is None:
        return []
    head = parts.parsed.tokens[parts.draft.cue_head]
    others = (t for t in parts.cue if t.i != head.i and t.pos in ("VERB", "NOUN"))
    found = [t for word in (head, *others) for t in _hearers_of(parts, word)] or list(_passive_hearer(parts, head))
    own = {t.i for t in parts.cue}  # "a mis l'accent sur" is said to nobody
    if parts.speaker and fold(parts.speaker[0].form) == "on":
        own |= {t.i for t in found if t.i < parts.speaker[0].i}  # "à la préfecture, on dit": whose side it is
    return list({t.i: t for t in found if t.i not in own}.values())[:2]


def _hearers_of(parts: Parts, verb: Token) -> Iterator[Token]:
    lemma = fold(verb.lemma)
    takes_object = lemma in folded_list("hearers")[0] and _has_task(parts, verb)
    reflexive = lemma != "adresser" and any(fold(t.form) in ("se", "s'") for t in _under(parts, verb))
    for child in _under(parts, verb):
        if child.pos == "PRON" and child.i < verb.i:
            own = any(fold(t.form) == fold(child.form) and t.i != child.i for t in _under(parts, verb))
            if _is_clitic(child, takes_object) and not own:  # not "nous nous engageons"
                yield child
        elif child.pos in NOMINAL and child.dep in ("obl", "iobj", "nmod"):
            if not reflexive and _is_hearer(parts, verb, child):
                yield child
        elif takes_object and child.dep in ("obj", "xcomp") and child.pos in NOMINAL:
            yield child
        elif fold(child.lemma) in LETTERS and child.dep in ("obl", "obj"):
            yield from _letter_to(parts, child)


def _is_clitic(pronoun: Token, takes_object: bool) -> bool:
    """As in: "leur" a demandé; of verbs that take their hearer as an object, "les" a exhortés too."""
    form = fold(pronoun.form)
    dative = form in DATIVES and pronoun.dep in ("iobj", "obl")
    return dative or (takes_object and form in OBJECTS and pronoun.dep in ("obj", "iobj"))


def _has_task(parts: Parts, verb: Token) -> bool:
    """Whether the verb takes more than the object: "appelle X à", "prévient X que"; not "appelle X"."""
    return any(t.dep in ("xcomp", "ccomp", "obl", "advcl") for t in _under(parts, verb))


def _is_hearer(parts: Parts, verb: Token, noun: Token) -> bool:
    """Whether the phrase begins with "à", "auprès de" or "devant", and names people or a body."""
    cases = [fold(t.form) for t in _under(parts, noun) if t.dep == "case"]
    if not cases or cases[0] not in TO or noun.form[:1].isdigit():
        return False
    if any(piece.start <= noun.start < piece.end for piece in parts.draft.content):
        return False
    if noun.pos == "PRON":
        return fold(noun.form) not in RELATIVE
    if noun.ent == "LOC":
        return fold(verb.lemma) in ASKING
    return noun.pos == "PROPN" or fold(noun.lemma) not in folded_list("not-hearers")[0]


def _letter_to(parts: Parts, letter: Token) -> Iterator[Token]:
    """As in: "a écrit dans une lettre à X", "dans un entretien accordé au Figaro": X."""
    for child in _under(parts, letter):
        if child.pos in NOMINAL and _is_hearer(parts, letter, child):
            yield child
        elif fold(child.lemma) in SENT:
            yield from (t for t in _under(parts, child) if t.pos in NOMINAL and _is_hearer(parts, letter, t))


def _passive_hearer(parts: Parts, head: Token) -> Iterator[Token]:
    """As in: "X est prié de", "X a été appelé à": X."""
    if fold(head.lemma) in folded_list("hearers")[0] and _has_task(parts, head):
        yield from (t for t in _under(parts, head) if t.dep == "nsubj:pass" and t.pos in NOMINAL)


def addressed(parts: Parts, heard: list[Token]) -> tuple[Span, ...]:
    """The hearers' phrases."""
    return tuple(phrase(parts.parsed, token) for token in heard)


# --- targets


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be the target."""

    head: Token
    place: str  # content, speaker, hearer or cue


def candidates(parts: Parts, heard: list[Token]) -> list[Candidate]:
    """Phrases of the content, the cue's other dependents, the hearers, the speaker; each head once."""
    found = {token.i: Candidate(token, "hearer") for token in heard}
    if parts.draft.cue_head is not None:
        for child in _under(parts, parts.parsed.tokens[parts.draft.cue_head]):
            if child.pos in NOMINAL and child.dep in ("obj", "nsubj:pass", "obl", "iobj"):
                found.setdefault(child.i, Candidate(child, "cue"))
    for token in parts.content[:LONGEST]:
        if _names(token) or _stands_alone(parts, token):
            found.setdefault(token.i, Candidate(token, "content"))
    if parts.speaker:
        inside = {t.i for t in parts.speaker}
        head = next((t for t in parts.speaker if t.head not in inside), parts.speaker[0])
        found[head.i] = Candidate(head, "speaker")
    return list(found.values())


def _names(token: Token) -> bool:
    """Whether a token can head a mention of somebody or of some deed."""
    if token.pos in ("PROPN", "NOUN"):
        return token.dep not in ("flat", "fixed")
    if token.pos == "PRON":
        return fold(token.form).lstrip("-") not in RELATIVE
    return token.pos == "DET" and token.feature("Poss") == "Yes"


def _stands_alone(parts: Parts, token: Token) -> bool:
    """Whether a clitic is a piece of the content, whatever the parser takes it for: "l'accusant de partir"."""
    return len(parts.draft.content) > 1 and any(
        piece.start == token.start and piece.end == token.end for piece in parts.draft.content
    )


def candidate_traits(parts: Parts, act: Act, candidate: Candidate) -> Iterator[str]:
    """What can be seen of a candidate, mostly beside the act."""
    head, place, mode = candidate.head, candidate.place, parts.draft.mode
    steps = _steps(parts, head) if place == "content" else head.dep
    sort = _sort(parts, head)
    cue = parts.draft.cue_head
    yield from (f"{act}|{place}", f"{act}|{place}|{steps}", f"{place}|{steps}", f"{act}|{sort}", f"{sort}|{steps}")
    yield from (f"{act}|{place}|{sort}|{head.dep}", f"{act}|{place}|{steps}|{sort}", f"{act}|{mode}|{place}|{steps}")
    yield f"{act}|case={_case(parts, head)}|{head.dep}"
    yield f"{act}|{place}|{mode}|{cue is not None}"
    if cue is not None:
        yield f"{fold(parts.parsed.tokens[cue].lemma)}|{place}|{head.dep}"
    if head.pos in ("NOUN", "PRON"):
        yield f"lemma={fold(head.lemma)}"
        yield f"{act}|lemma={fold(head.lemma)}"
    if parts.tops and place == "content":
        top = parts.tops[0]
        yield f"{act}|{steps}|top={fold(top.lemma)}"
        yield f"{act}|{steps}|{finite(top)}"
        yield f"{act}|first={head.i - parts.content[0].i < 2}"


def _case(parts: Parts, head: Token) -> str:
    return next((fold(t.form) for t in _under(parts, head) if t.dep == "case"), "")


def _sort(parts: Parts, head: Token) -> str:
    """What kind of name it is: a person of speech, an entity, a title with a name, a common noun."""
    if head.pos == "PRON":
        return subject_kind(parts, head)
    if head.pos == "DET":
        return "poss"
    if head.ent:
        return head.ent
    if head.pos == "PROPN":
        return "name"
    titled = any(t.ent == "PER" and t.dep in ("appos", "flat", "nmod") for t in _under(parts, head))
    return "titled" if titled else "noun"


def _steps(parts: Parts, head: Token) -> str:
    """Relations from a token up to the top of the content: "nmod<subj<topV"."""
    tops = {t.i for t in parts.tops}
    steps: list[str] = []
    at = head
    while at.i not in tops and len(steps) < 4 and at.head != at.i:
        steps.append("subj" if at.dep in SUBJECTS else at.dep)
        at = parts.parsed.tokens[at.head]
    if at.i in tops:
        steps.append("topV" if at.pos in ("VERB", "AUX") else "topN")
    return "<".join(steps)


def best_target(parts: Parts, act: Act, heard: list[Token], weights: Mapping[str, float]) -> Span | None:
    """The candidate with the highest sum of weights, if that is above the learned threshold."""
    best, found = weights["threshold"] - weights["bias"], None
    for candidate in candidates(parts, heard):
        score = sum(weights.get(name, 0.0) for name in candidate_traits(parts, act, candidate))
        if score > best:
            best, found = score, candidate
    return phrase(parts.parsed, found.head) if found else None
