"""Which words of a sentence can report a statement: verbs and verb phrases of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dixit.extract.syntax import Range, Sheet
from dixit.lexicon import Entry, cue_forms, cues

_REFLEXIVE = frozenset({"se", "s'", "me", "m'", "nous", "te"})
_BESIDE_VERB = frozenset({"AUX", "ADV", "PRON", "PART", "VERB"})
CLITICS = frozenset(
    [
        "se",
        "s'",
        "me",
        "m'",
        "te",
        "t'",
        "nous",
        "vous",
        "lui",
        "leur",
        "en",
        "y",
        "le",
        "la",
        "l'",
        "les",
        "ne",
        "n'",
        "pas",
        "jamais",
    ]
)
_GAP = 4  # words that may stand inside a phrase ("fait officiellement état"); not measured
_NO_ENTRY = Entry("", (), ())


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb in the text."""

    main: int  # the verb's token
    nodes: tuple[int, ...]  # the verb and the words of its phrase
    entry: Entry
    span: Range  # from auxiliaries and clitics beside it to its phrase's last word

    @property
    def last(self) -> int:
        """The last token of the cue."""
        return self.span[1]


def find_cues(sheet: Sheet) -> Iterator[Cue]:
    """Every verb form whose lemma, reflexive or with its phrase, is in the lexicon."""
    for i, token in enumerate(sheet.tokens):
        if token.pos == "PUNCT" or token.pos in _NEVER:
            continue
        lemma = _lemma(sheet, i)
        if lemma is None or _is_noun(sheet, i):
            continue
        for entry in _entries(sheet, i, lemma):
            nodes = _phrase(sheet, i, entry.rest)
            if nodes is not None:
                yield Cue(i, nodes, entry, _extent(sheet, i, nodes))
                break


_ARTICLES = frozenset(
    "le la l' les un une ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre vos du au aux".split()
)


_OBJECTS = frozenset({"le", "la", "l'", "les"})


def _is_noun(sheet: Sheet, i: int) -> bool:
    """Whether a verb's form right behind an article is a noun: "un communiqué", "l'accusé", "de la menace".

    "la" and its like may be an object before a finite verb, but not behind a verb or preposition.
    """
    before = sheet.form(i - 1).lower()
    if before not in _ARTICLES:
        return False
    participle = sheet.form(i).lower().endswith(("é", "és", "ée", "ées"))
    return participle or (
        before in _OBJECTS
        and i > 1
        and sheet.finite(i)
        and sheet.tokens[i - 2].pos in ("VERB", "ADP")
        and sheet.tokens[i - 2].feature("VerbForm") != "Inf"
        and sheet.tokens[i - 2].dep not in ("acl", "amod")
    )


_MARKERS = frozenset({"-", "--", "•", "*", "·"})  # of a list's item


def _begins_item(sheet: Sheet, i: int) -> bool:
    """Whether a token is a list item's first after its marker: "2. Demande", "- Demande"."""
    numbered = sheet.form(i - 1) in (".", ")", "°") and sheet.form(i - 2).isdigit()
    marker = i - 2 if numbered else i - 1
    return (numbered or sheet.form(i - 1) in _MARKERS) and not sheet.same_paragraph(marker - 1, marker)


_NEVER = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PRON", "NUM", "SYM"})


def _lemma(sheet: Sheet, i: int) -> str | None:
    """The lemma of a verb that may report; where the parser sees no verb or an unknown one, by its form."""
    language = sheet.parsed.document.language
    token = sheet.tokens[i]
    lexicon = cues(language)
    if token.pos in ("VERB", "AUX") and (token.lemma in lexicon or f"se {token.lemma}" in lexicon):
        return token.lemma
    item = token.form[:1].isupper() and _begins_item(sheet, i)
    if item and f"{token.form.lower()}r" in lexicon:  # "2. Demande aux parties": the parser sees a noun
        return f"{token.form.lower()}r"
    form = token.form if item or i == sheet.sentence(i)[0] else token.form.lower() if token.form.islower() else ""
    return cue_forms(language).get(form.lower())


def _entries(sheet: Sheet, i: int, lemma: str) -> tuple[Entry, ...]:
    """What the lexicon knows of a verb, reflexive or not, phrases first."""
    lexicon = cues(sheet.parsed.document.language)
    plain = lexicon.get(lemma, ())
    if not reflexive(sheet, i):
        return plain
    found = lexicon.get(f"se {lemma}", ())
    if any(_is_of_it(sheet, k) for k in range(max(i - 4, 1), i)):
        found = lexicon.get(f"se en {lemma}", ()) + found
    return found + tuple(e for e in plain if e.rest) or plain


def _is_of_it(sheet: Sheet, k: int) -> bool:
    """Whether a token is the pronoun of "s'en féliciter", and not the preposition of "en se félicitant"."""
    return sheet.form(k).lower() == "en" and sheet.form(k - 1).lower() in _REFLEXIVE


def cue_at(sheet: Sheet, i: int) -> Cue:
    """A verb that the lexicon need not know, as a cue."""
    return Cue(i, (i,), _NO_ENTRY, _extent(sheet, i, (i,)))


def reflexive(sheet: Sheet, i: int) -> bool:
    """Whether a verb has a reflexive clitic of its own ("s'est félicité")."""
    if any(_is_reflexive(sheet, k) for k in sheet.children[i] if k < i):
        return True
    k = i - 1
    while k > 0 and i - k < 5 and (sheet.tokens[k].pos in ("AUX", "ADV") or sheet.form(k).lower() in ("en", "y")):
        k -= 1
    return sheet.form(k).lower() in ("se", "s'") and sheet.tokens[k].pos == "PRON"


def _is_reflexive(sheet: Sheet, k: int) -> bool:
    """Whether a token is a reflexive clitic: se always, me and nous where the parser says so."""
    token = sheet.tokens[k]
    form = token.form.lower()
    if token.pos != "PRON" or form not in _REFLEXIVE:
        return False
    return form in ("se", "s'") or token.dep.startswith("expl") or token.feature("Reflex") == "Yes"


def _phrase(sheet: Sheet, i: int, rest: tuple[str, ...]) -> tuple[int, ...] | None:
    """Tokens of a phrase that begins with the verb i, or None where the rest does not follow."""
    nodes = [i]
    at = i + 1
    for word in rest:
        for k in range(at, min(at + _GAP, len(sheet.tokens))):
            token = sheet.tokens[k]
            if token.form.lower() == word or (token.lemma == word and token.pos in ("VERB", "NOUN", "ADJ")):
                nodes.append(k)
                at = k + 1
                break
            if token.pos in ("PUNCT", "NOUN", "SCONJ") and token.form != ",":
                return None
        else:
            return None
    return tuple(nodes)


def _extent(sheet: Sheet, i: int, nodes: tuple[int, ...]) -> Range:
    """The cue's tokens: auxiliaries and clitics directly before the verb, its phrase after it."""
    tokens = sheet.tokens
    first = i
    while first > 0:
        token = tokens[first - 1]
        auxiliary = token.pos == "AUX"
        clitic = token.form.lower() in ("se", "s'") and token.pos == "PRON"
        inverted = token.form.startswith("-") and token.pos == "PRON"
        if not (auxiliary or clitic or inverted):
            break
        first -= 1
    last = nodes[-1] if nodes[-1] - i <= _GAP + 2 else i
    return first, last


def head_of_chain(sheet: Sheet, i: int) -> int:
    """The verb that carries a cue's finite form: "a tenu à saluer" -> tenu."""
    tokens = sheet.tokens
    for _ in range(3):
        token = tokens[i]
        if token.dep != "xcomp" or not 0 < i - token.head <= 5 or tokens[token.head].pos not in ("VERB", "AUX", "ADJ"):
            break
        i = token.head
    return i


def left_edge(sheet: Sheet, i: int) -> int:
    """First token of a verb group: clitics, auxiliaries and the adverbs between them."""
    tokens = sheet.tokens
    first = i
    k = i - 1
    start = sheet.sentence(i)[0]
    while k >= start and (tokens[k].pos in _BESIDE_VERB or tokens[k].form.lower() in CLITICS):
        token = tokens[k]
        if token.pos == "VERB":
            break
        if token.pos == "AUX" or token.form.lower() in CLITICS or token.form.startswith("-"):
            first = k
        elif token.pos != "ADV":
            break
        k -= 1
    return first
