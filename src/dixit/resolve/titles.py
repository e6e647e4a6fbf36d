"""Titles and the names beside them are one actor: "le ministre turc Hulusi Roux", "Anna Roux, ministre,"."""

from __future__ import annotations

from typing import Final

from dixit.resolve.entities import Entities
from dixit.resolve.parties import PREPOSITIONS
from dixit.types import Mention, Token

BRACKET: Final = 8  # tokens in brackets between a title and its name: "(sud-ouest)"
PLACE: Final = 6  # tokens of a place between commas: ", dans les Hauts-de-Luz"
REACH: Final = 14  # tokens between the head of a title and the name after it
_BREAKS: Final = frozenset(("VERB", "AUX", "PUNCT", "PRON", "SCONJ", "CCONJ"))
_AFTER: Final = frozenset(("PUNCT", "SCONJ", "ADP", "CCONJ"))
_PLACES: Final = frozenset(("à", "au", "aux", "dans", "en", "près"))
# Pronouns for who was named last.
LATEST: Final = frozenset(
    ("celui-ci", "celle-ci", "ceux-ci", "celles-ci", "ce dernier", "cette dernière", "ces derniers", "ces dernières")
)


def tie_titles(entities: Entities) -> None:
    """Give each title that stands beside a name to the name's entity, and "ce dernier" in "ce dernier, Paul Roux"."""
    latest = {m.head: i for i, m in enumerate(entities.mentions) if entities.text(m).lower() in LATEST}
    titles = {m.head: i for i, m in enumerate(entities.mentions) if m.form in ("title", "description")}
    for index, name in enumerate(entities.mentions):
        number = entities.owner[index]
        if name.form != "name" or number is None:
            continue
        pronoun = latest.get(entities.first_token(name) - 2) if _is_apposed(entities, name) else None
        if pronoun is not None and entities.owner[pronoun] is None and name.kind == "person":
            entities.give(pronoun, number)
        before = _before(entities, name, name, titles)
        earlier = _before(entities, name, entities.mentions[before], titles) if before is not None else None
        after = _after(entities, name, titles)
        other = _joined(entities, after, titles) if after is not None else None
        for title in (before, earlier, after, other):
            if title is not None and entities.owner[title] is None:
                entities.give_title(title, number)


def _before(entities: Entities, name: Mention, beside: Mention, titles: dict[int, int]) -> int | None:
    """The title before a name: "le ministre turc de la Défense Hulusi Roux", "le gouverneur (sud), T. Roux".

    ``beside`` is the name, or a title that is already tied to it: "le guide, l'ayatollah Roux".
    """
    tokens, k = entities.parsed.tokens, entities.first_token(beside) - 1
    comma = k > 0 and tokens[k].form == ","
    k -= comma
    if k > 0 and tokens[k].form == ")":
        k = next((j for j in range(k, max(k - BRACKET, 0), -1) if tokens[j].form == "("), k) - 1
        comma = True
    elif comma:
        k = _over_place(tokens, k)
    if not comma and (beside is not name or k < 0 or tokens[k].form.lower() in PREPOSITIONS):
        return None
    if comma and not _closes(entities, name):
        return None
    found: int | None = None
    start = entities.parsed.sentences[entities.parsed.sentence_of[name.head]].first
    for j in range(k, max(k - REACH, start - 1), -1):
        if tokens[j].pos in _BREAKS and tokens[j].form != "et" and not _is_participle(tokens[j]):
            break
        title = titles.get(j)
        if title is not None and entities.owner[title] is None and _fits(name, entities.mentions[title]):
            if name.kind != "person" and not comma and entities.mentions[title].span.end < tokens[k].end:
                break
            found = title
    if comma and found is not None and _is_adverbial(entities, entities.mentions[found]):
        closed = name.head + 1 >= len(tokens) or tokens[name.head + 1].pos == "PUNCT"
        return found if closed else None
    return found


def _over_place(tokens: tuple[Token, ...], k: int) -> int:
    """The token before ", en Bavière" that ends at ``k``, in "le maire de Luz, en Bavière, Anna Roux,"; else ``k``."""
    for j in range(k - 1, max(k - PLACE, 0), -1):
        if tokens[j].form == ",":
            return j - 1 if tokens[j + 1].form.lower() in _PLACES and tokens[k].pos == "PROPN" else k
    return k


def _is_participle(token: Token) -> bool:
    """Whether a participle leads a title on: "le secrétaire d'Etat chargé des Ports, Paul Roux"."""
    return token.pos == "VERB" and token.dep in ("acl", "amod") and token.feature("VerbForm") == "Part"


def _is_apposed(entities: Entities, name: Mention) -> bool:
    """Whether a name stands between a comma and the end of an apposition."""
    first = entities.first_token(name)
    return first > 1 and entities.parsed.tokens[first - 1].form == "," and _closes(entities, name)


def _ends(entities: Entities, title: Mention) -> bool:
    """Whether an apposition ends after a title: ", maire de Lyon, a dit", not ", le maire a dit"."""
    tokens, k = entities.parsed.tokens, entities.parties.token_at(title.span.end - 1) + 1
    if k >= len(tokens) or tokens[k].pos in ("PUNCT", "CCONJ", "ADP") or tokens[k].form.lower() == "qui":
        return True
    return tokens[k].pos == "VERB" and tokens[k].dep in ("acl", "amod")


def _closes(entities: Entities, name: Mention) -> bool:
    """Whether what follows a name can end an apposition: ", le maire, Anna Roux, a dit", not ", Anna Roux a dit"."""
    tokens, after = entities.parsed.tokens, name.head + 1
    return after >= len(tokens) or tokens[after].pos in _AFTER or tokens[after].form.lower() == "qui"


def _is_adverbial(entities: Entities, mention: Mention) -> bool:
    """Whether a mention stands in "Selon le ministre, M. Roux est parti", where the other is somebody else."""
    k = entities.first_token(mention) - 1
    return k >= 0 and entities.parsed.tokens[k].form.lower() in ("selon", "après", "pour")


def _fits(name: Mention, title: Mention) -> bool:
    """Whether a phrase can be the title of a name: person to person, body to body."""
    if title.number == "p" or title.kind == "document":
        return False
    if title.gender and name.gender and title.gender != name.gender and name.kind == "person":
        return False
    return (name.kind == "person") == (title.kind == "person")


def _joined(entities: Entities, title: int, titles: dict[int, int]) -> int | None:
    """The second of two titles: "Anna Roux, députée et présidente de Mer ouverte,"; it opens without an article."""
    tokens, k = entities.parsed.tokens, entities.parties.token_at(entities.mentions[title].span.end - 1) + 1
    if k + 1 >= len(tokens) or tokens[k].form != "et":
        return None
    other = titles.get(k + 1)
    return other if other is not None and _fits(entities.mentions[title], entities.mentions[other]) else None


def _after(entities: Entities, name: Mention, titles: dict[int, int]) -> int | None:
    """The title after a name: "Antonio Roux, secrétaire général de l'ONU,"."""
    tokens, k = entities.parsed.tokens, name.head + 1
    if k < len(tokens) and tokens[k].form == "(":
        k = next((j for j in range(k, min(k + BRACKET, len(tokens))) if tokens[j].form == ")"), k) + 1
    if name.kind != "person" or k + 1 >= len(tokens) or tokens[k].form != ",":
        return None
    for j in range(k + 1, min(k + 6, len(tokens))):
        title = titles.get(j)
        if title is not None:
            here = entities.mentions[title]
            stands = entities.first_token(here) == k + 1 and _ends(entities, here) and not _is_adverbial(entities, name)
            return title if stands and _fits(name, here) else None
        if tokens[j].pos not in ("DET", "ADJ", "NUM"):
            return None
    return None
