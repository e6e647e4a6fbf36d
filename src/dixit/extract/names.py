"""Capitalised words -> names with their kind, sentence by sentence.

Names come from capitals and word lists as much as from the entity tagger, so that a name that the tagger
misses is still found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from dixit.extract.people import adjective, civility, first_name, noun, portfolio, seat, state, state_length
from dixit.folding import fold
from dixit.lexicon import words
from dixit.types import Gender, Kind, Number, Parsed, Sentence, Token

# Acronyms that are common nouns.
COMMON: Final = frozenset(("ong", "pdg", "drh", "chu", "ehpad", "pme"))
# Parties as a label before a name, "le sénateur LR Anna Roux"; other pairs of letters are initials, "JD Roux".
_LABELS: Final = frozenset(("LR", "PS", "RN", "FN", "PC"))
_PARTICLES: Final = words("people-particles")
_ARTICLES: Final = frozenset(("le", "la", "y", "e"))  # particles that are words of French or other languages too
_OF: Final = frozenset(("de", "du", "des", "d'", "d"))
_OPENERS: Final = frozenset(("«", '"', "+", "-", ":", "(", "--", "»", "•"))  # after these a capital says little
_SMALL: Final = frozenset(("ADP", "ADV", "PRON", "CCONJ", "SCONJ"))
_FUNCTION: Final = frozenset(["DET", "PRON", "ADP", "ADV", "CCONJ", "SCONJ", "VERB", "AUX", "NUM", "INTJ", "PUNCT"])
DETERMINERS: Final[dict[str, tuple[Gender, Number]]] = {
    **dict.fromkeys(("le", "un", "ce", "cet", "du", "au", "quel", "certain", "mon"), ("m", "s")),
    **dict.fromkeys(("la", "une", "cette", "sa", "ma", "certaine"), ("f", "s")),
    **dict.fromkeys(("l'", "son", "leur", "notre", "votre", "chaque"), ("", "s")),
    **dict.fromkeys(
        ("les", "des", "ces", "ses", "leurs", "aux", "plusieurs", "quelques", "certains", "nos", "vos", "deux"),
        ("", "p"),
    ),
}


_APPOSITION: Final = 9  # tokens from a title to the comma before its name


class Name(NamedTuple):
    """Tokens [first, last] of a name, with what is known of it."""

    first: int
    last: int
    kind: Kind
    gender: Gender


def names_in(parsed: Parsed, sentence: Sentence) -> list[Name]:
    """Stretches of capitalised words, cut where one name ends and the next begins."""
    found: list[Name] = []
    tokens, i = parsed.tokens, sentence.first
    while i < sentence.last:
        form = tokens[i].form
        if form[0].isupper():
            if civility(form) and _has_bracket(parsed, sentence, i):
                found.append(Name(i + 2, i + 4, "person", first_name(tokens[i + 2].form) or ""))
                i += 4
            elif _may_begin(parsed, sentence, i):
                last = _name_end(parsed, sentence, i)
                found += _cut(parsed, sentence, i, last)
                i = last
        elif (capital := _after_particles(parsed, sentence, i)) and form not in _ARTICLES:
            last = _name_end(parsed, sentence, capital)
            found += _one(parsed, sentence, i, last)  # "Mme von der Leyen"
            i = last
        elif form == "(" and i + 2 < sentence.last and _is_acronym(tokens[i + 1].form):
            long = _spelled_out(parsed, sentence, i)
            if long:
                found = [*(name for name in found if name.last < long.first), long]
        i += 1
    return found


def _has_bracket(parsed: Parsed, sentence: Sentence, i: int) -> bool:
    """Whether a first name in brackets follows: "Mme (Anna) Roux"."""
    if i + 4 >= sentence.last:
        return False
    opening, first, closing, last = (token.form for token in parsed.tokens[i + 1 : i + 5])
    return opening == "(" and closing == ")" and first[0].isupper() and last[0].isupper()


def _spelled_out(parsed: Parsed, sentence: Sentence, bracket: int) -> Name | None:
    """The words before a bracket whose first letters make the acronym in it: "Reporters sans Frontières (RSF)"."""
    tokens = parsed.tokens
    letters = [fold(c) for c in tokens[bracket + 1].form if c.isalpha()]
    left = len(letters) - 1
    for k in range(bracket - 1, max(sentence.first, bracket - 3 * len(letters) - 2) - 1, -1):
        form = tokens[k].form
        if form in ",;:.()«»":
            return None
        if left >= 0 and fold(form[0]) == letters[left]:
            left -= 1
            if left < 0:
                return Name(k, bracket - 1, "organisation", "") if form[0].isupper() else None
    return None


def _may_begin(parsed: Parsed, sentence: Sentence, i: int) -> bool:
    """Whether a capital begins a name here, and is not only that of a sentence, a title or an office."""
    token = parsed.tokens[i]
    form = token.form
    if civility(form) or form.endswith("'") or (len(form) == 1 and not token.ent):
        return False
    if form.lower() in COMMON and (i + 1 == sentence.last or not parsed.tokens[i + 1].form[0].isupper()):
        return False
    opening = i == sentence.first or parsed.tokens[i - 1].form in _OPENERS
    known = first_name(form) is not None or state(form) is not None or seat(form) is not None
    following = parsed.tokens[i + 1] if i + 1 < sentence.last else None
    if opening and not known and not form.isupper() and (token.pos in ("VERB", "AUX") or _is_participle(parsed, i)):
        return False  # "Soutenir Anna Roux", "Née à Brume"
    if opening and not known and (token.pos in _SMALL or (token.pos != "PROPN" and not form.isupper())):
        return token.pos not in _SMALL and _goes_on(token, following)
    after = following is not None and following.form[0].isupper()
    if token.pos == "ADJ" and not token.ent and not after and not form.isupper():
        return False
    common = noun(form) is not None or adjective(form) is not None or portfolio(form)
    return not common or after or form.isupper() or (bool(token.ent) and known)


def _is_participle(parsed: Parsed, i: int) -> bool:
    """Whether a word that opens a sentence looks like a participle with its complement: "Née à Brume"."""
    following = parsed.tokens[i + 1] if i + 1 < len(parsed.tokens) else None
    return parsed.tokens[i].form.endswith(_PARTICIPLES) and following is not None and following.pos == "ADP"


def _goes_on(token: Token, following: Token | None) -> bool:
    """Whether a word with the capital of its sentence opens a name: the next one is in it, or has a capital too."""
    if following is None:
        return bool(token.ent)
    if token.ent:
        return following.ent == token.ent and not following.ent_begin
    return token.pos not in _FUNCTION and noun(token.form) is None and following.form[0].isupper()


def _name_end(parsed: Parsed, sentence: Sentence, i: int) -> int:
    """Last token of the capitalised stretch that begins at ``i``, with particles inside."""
    tokens = parsed.tokens
    length = state_length([tokens[k].form for k in range(i, min(i + 4, sentence.last))])
    last = i + length - 1 if length > 1 else i
    if length == 1 and last + 1 < sentence.last and tokens[last + 1].form.isdigit() and tokens[i - 1].form != "en":
        last += len(tokens[last + 1].form) < 3  # "France 2", "Europe 1"
    while last + 1 < sentence.last:
        form = tokens[last + 1].form
        capital = _after_particles(parsed, sentence, last + 1)
        if form[0].isupper() and not civility(form):
            last += 1
        elif capital > last + 2 and form not in _ARTICLES and not _is_acronym(tokens[last].form):
            last = capital  # "Ursula von der Leyen"
        elif last + 2 < sentence.last and tokens[last + 2].form[0].isupper() and _joins(parsed, i, last + 1):
            last += 2
        elif form == "de" and _joins_with_article(parsed, sentence, i, last + 1):
            last += 3  # "Amis de la Mer"
        else:
            break
    return last


def _after_particles(parsed: Parsed, sentence: Sentence, k: int) -> int:
    """The capitalised word behind the particles that begin at ``k``: Leyen behind "von der"; 0: there is none."""
    tokens, first = parsed.tokens, k
    while k + 1 < sentence.last and tokens[k].form in _PARTICLES:
        k += 1
    capital = k > first and tokens[k].form[0].isupper() and not civility(tokens[k].form)
    return k if capital else 0


def _joins(parsed: Parsed, first: int, k: int) -> bool:
    """Whether the small word ``k`` stands inside a name that began at ``first``."""
    tokens = parsed.tokens
    form = tokens[k].form.lower()
    if form in _PARTICLES:
        before, after = tokens[k - 1].form, tokens[k + 1].form
        return after.lower() != form and not civility(after) and not _is_acronym(before)
    return form in _OF and _is_inside(tokens, first, k + 1)


def _joins_with_article(parsed: Parsed, sentence: Sentence, first: int, k: int) -> bool:
    """Whether "de la" at ``k`` stands inside a name that began at ``first``."""
    tokens = parsed.tokens
    if k + 2 >= sentence.last or tokens[k + 1].form not in ("la", "l'") or not tokens[k + 2].form[0].isupper():
        return False
    return _is_inside(tokens, first, k + 2)


def _is_inside(tokens: tuple[Token, ...], first: int, k: int) -> bool:
    """Whether the entity tagger lets one name go on from one token to another: "société Béton du Large"."""
    label = tokens[first].ent
    return bool(label) and all(tokens[j].ent == label and not tokens[j].ent_begin for j in range(first + 1, k + 1))


def _cut(parsed: Parsed, sentence: Sentence, first: int, last: int) -> Iterator[Name]:
    """A stretch as one name or several: "Paris | Rachida Dati", "Docteur | Yair Schindel"."""
    tokens = parsed.tokens
    while first < last and (civility(tokens[first].form) or _is_title(tokens[first])):
        first += 1
    first = _after_document(parsed, first, last)
    body = noun(tokens[first].form)
    if first > sentence.first and civility(tokens[first - 1].form):
        yield from _one(parsed, sentence, first, last)  # "M. Yann Le Goff", whatever the tagger makes of "Le Goff"
        return
    is_body = body is not None and body.sort == "body" and not portfolio(tokens[first].form)
    if not is_body or _governed_by_person(parsed, sentence, first):
        for k in range(first + 1, last + 1):
            before, token = tokens[k - 1].form, tokens[k]
            if k == last and not (_is_acronym(before) and token.ent == "PER" and token.ent_begin):
                break  # "LDM | Roux" is cut, "Anna | Roux" is not
            fresh = first_name(token.form) is not None or (token.ent == "PER" and token.ent_begin)
            fresh = fresh and (not is_body or (token.ent == "PER" and token.ent_begin))
            fresh = fresh and token.form not in _PARTICLES and before.lower() not in _PARTICLES
            apart = _is_complement(parsed, sentence, first) or (before.isupper() and first_name(before) is None)
            apart = apart or _is_town(tokens, first - 1)
            if fresh and first_name(before) is None and (len(before) > 2 or before in _LABELS) and apart:
                yield from _one(parsed, sentence, first, k - 1)
                first = k
                break
    yield from _one(parsed, sentence, first, last)


def _is_town(tokens: tuple[Token, ...], k: int) -> bool:
    """Whether a word is the noun for a place whose name follows: "la région Hauts-du-Lac Anna Roux"."""
    known = noun(tokens[k].form) if k >= 0 else None
    return known is not None and "town" in known.classes


def _after_document(parsed: Parsed, first: int, last: int) -> int:
    """Where the body begins in a heading: MINISTÈRE in "COMMUNIQUÉ DU MINISTÈRE DES PORTS"."""
    tokens = parsed.tokens
    known = noun(tokens[first].form)
    if known is None or known.sort != "document" or first + 2 > last or tokens[first + 1].form.lower() not in _OF:
        return first
    after = first + 2
    while after < last and tokens[after].form.lower() in ("la", "l'"):
        after += 1
    return after


def _is_title(token: Token) -> bool:
    """Whether a capitalised word before a name is an office or a people: "Américain", "Docteur"."""
    known = noun(token.form)
    called = (known is not None and known.sort == "person") or adjective(token.form) is not None
    return called and first_name(token.form) is None  # "Marine" is a first name too


def _is_complement(parsed: Parsed, sentence: Sentence, first: int) -> bool:
    """Whether "de", "à" or an article stands before, so that the stretch opens with no person's name."""
    if first == sentence.first:
        return False
    before = parsed.tokens[first - 1]
    return before.pos in ("ADP", "DET") or before.form.lower() in _OF or before.form.lower() in DETERMINERS


def _one(parsed: Parsed, sentence: Sentence, first: int, last: int) -> Iterator[Name]:
    """One name with its kind, unless its words are none."""
    tokens = parsed.tokens
    if first == last and portfolio(tokens[first].form) and not tokens[first].form.isupper():
        return
    office = _governor(parsed, sentence, first)
    if first == last and office in _MINISTRIES and not state(tokens[first].form) and not seat(tokens[first].form):
        return  # "le ministre des Ports"
    kind = _kind(parsed, sentence, first, last)
    if kind == "person" and fold(tokens[first].form) in _PLACES:
        kind = "unknown"  # "Mont Blanc"
    if kind == "person" and first == last and office in _REALMS and first_name(tokens[first].form) is None:
        kind = "unknown"  # "chancelière de Thuringie"
    gender: Gender = ""
    if kind == "person":
        gender = (first_name(tokens[first].form) or "") if first < last else ""
        before = noun(tokens[first - 1].form) if first > sentence.first else None
        if not gender and before and before.sort == "person" and before.number == "s":
            gender = before.gender
    elif first > sentence.first:
        gender = DETERMINERS.get(tokens[first - 1].form.lower(), ("", ""))[0]
    yield Name(first, last, kind, gender)


# Whose complement is what he is in charge of, or the place that he rules, and no person.
_MINISTRIES: Final = frozenset(("ministre", "vice-ministre", "ministere"))
_PARTICIPLES: Final = ("é", "ée", "és", "ées")
_PLACES: Final = frozenset(
    "mont lac ile iles cap golfe baie rue place avenue boulevard pont vallee glacier massif mer ocean col pic".split()
)
_REALMS: Final = frozenset("president chancelier roi reine prince sultan emir maire gouverneur prefet".split())


def _governor(parsed: Parsed, sentence: Sentence, first: int) -> str:
    """The noun of which a name is the complement with "de": ministre in "ministre des Ports"; "": none."""
    tokens, k = parsed.tokens, first - 1
    while k > sentence.first and tokens[k].form.lower() in ("la", "l'", "le", "les"):
        k -= 1
    if k <= sentence.first or tokens[k].form.lower() not in _OF:
        return ""
    known = noun(tokens[k - 1].form)
    return known.base if known else ""


def _governed_by_person(parsed: Parsed, sentence: Sentence, first: int) -> bool:
    """Whether what a stretch names is the complement of a title: Sénat in "le président du Sénat Gérard Roux"."""
    known = noun(_governor(parsed, sentence, first))
    return known is not None and known.sort == "person"


def _kind(parsed: Parsed, sentence: Sentence, first: int, last: int) -> Kind:
    """What a name names, from the word lists, the words before, and the entity tagger."""
    tokens = parsed.tokens
    text = " ".join(tokens[k].form for k in range(first, last + 1)).replace("' ", "'")
    if state(text) or seat(text):
        return "state"
    opening = noun(tokens[first].form)
    before = tokens[first - 1] if first > sentence.first else None
    called = first - 1
    while called > sentence.first and adjective(tokens[called].form) and tokens[called].pos == "ADJ":
        called -= 1  # "le journal israélien Haaretz"
    title = noun(tokens[called].form) if before else None
    acronym = first == last and _is_acronym(tokens[first].form)
    if before and civility(before.form):
        kind: Kind = "person"
    elif (
        (opening and opening.sort == "body")
        or (title and title.sort == "body" and _names_body(parsed, called))
        or acronym
    ):
        kind = "organisation"
    elif (first < last and first_name(tokens[first].form) is not None) or (
        title and title.sort == "person" and title.number == "s" and tokens[first].ent != "LOC"
    ):
        kind = "person"
    else:
        kind = _tagged(parsed, first, last)
        if kind == "person" and first == last and _is_town(tokens, first - 1):
            kind = "unknown"
        if kind == "unknown" and first < last and _is_apposed(parsed, sentence, first):
            kind = "person"
    return kind


def _is_apposed(parsed: Parsed, sentence: Sentence, first: int) -> bool:
    """Whether a name stands between a title and the end of an apposition: "un responsable municipal, Pan Roux,"."""
    tokens, k = parsed.tokens, first - 1
    if k <= sentence.first or tokens[k].form != ",":
        return False
    for j in range(k - 1, max(k - _APPOSITION, sentence.first - 1), -1):
        if tokens[j].pos in ("VERB", "AUX", "PUNCT", "CCONJ", "SCONJ", "PROPN"):
            return False
        known = noun(tokens[j].form)
        if known is not None and known.sort == "person":
            return known.number != "p" and "human" not in known.classes
    return False


def _names_body(parsed: Parsed, k: int) -> bool:
    """Whether a name after the body's noun ``k`` is the body's: "le groupe Roux", not "chef de la diplomatie Roux"."""
    tokens = parsed.tokens
    before = k - 1 if k and tokens[k - 1].pos == "DET" else k
    return not (tokens[k].form[0].isupper() and portfolio(tokens[k].form)) and not (
        before and tokens[before - 1].form.lower() in _OF
    )


def _tagged(parsed: Parsed, first: int, last: int) -> Kind:
    """The entity tagger's word, else a person for two capitalised words without an article."""
    labels = [parsed.tokens[k].ent for k in range(first, last + 1) if parsed.tokens[k].ent]
    if labels:
        label = max(labels, key=labels.count)
        if label == "PER":
            return "person"
        return "organisation" if label == "ORG" else "unknown"
    if first == last and first_name(parsed.tokens[first].form) is not None:
        return "person"
    return "unknown"


def _is_acronym(form: str) -> bool:
    """Capitals, at least two: "OCI", "SUD-PTT", "G20"."""
    return len(form) > 1 and form.isupper() and sum(c.isalpha() for c in form) > 1
