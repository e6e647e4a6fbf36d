"""Words, people, acts and days -> the statements that fit, with their exact words and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final, NamedTuple

from dixit.store.database import Database, Value
from dixit.store.fold import fold

# A phrase whose words have several lemmas is tried in so many ways.
_WAYS: Final = 24
_ALL: Final = -1  # SQLite's "no limit"
_WORD: Final = re.compile(r"\w+\*?")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; None and () ask for nothing."""

    terms: tuple[str, ...] = ()  # each in the content; several words in one are a phrase; "négoci*" is a beginning
    speaker: str | None = None  # a name, part of a name, or an actor's slug; so are the next three
    to: str | None = None
    target: str | None = None
    about: str | None = None  # a target, or named inside the content
    act: str | None = None
    mode: str | None = None
    since: str | None = None  # ISO 8601
    until: str | None = None
    publisher: str | None = None
    min_confidence: float = 0.0
    repeated: bool = False  # also what stands in an earlier copy
    dispatch: str | None = None  # digest of the only dispatch that is asked
    limit: int | None = 50  # None: all
    skip: int = 0  # so many of the first are left out


class Found(NamedTuple):
    """One statement, with its exact words."""

    dispatch: str  # digest
    statement: str
    date: str | None
    publisher: str | None
    title: str | None
    speaker: str | None
    actor: str | None  # slug of the speaker over all dispatches
    speaker_text: str | None
    act: str
    mode: str
    content: str
    addressees: str | None
    targets: str | None
    negated: int
    confidence: float
    outlets: int  # places where this text or a copy of it stands
    source: str
    start: int
    end: int


def _who(name: str) -> str:
    """The appearances of whoever bears that name in some dispatch."""
    named = f"SELECT rowid FROM name_words WHERE name_words MATCH ${name}"  # noqa: S608 - names of ours
    actors = f"SELECT actor_id FROM appearances WHERE id IN ({named})"  # noqa: S608 - the same
    actors += f" UNION SELECT id FROM actors WHERE slug = ${name}_slug"  # noqa: S608 - the same
    actors += f" UNION SELECT id FROM actors WHERE name = ${name}_slug COLLATE NOCASE"  # noqa: S608 - the same
    # Merged into it: the slug of nobody else by now.
    free = f"NOT EXISTS (SELECT 1 FROM actors WHERE slug = ${name}_slug)"  # noqa: S608 - the same
    actors += f" UNION SELECT actor_id FROM actor_keys WHERE key = 'slug:' || ${name}_slug AND {free}"  # noqa: S608 - the same
    return f"{name}s (id) AS ({named} UNION SELECT id FROM appearances WHERE actor_id IN ({actors}))"  # noqa: S608 - the same


_PEOPLE: Final = ("speaker", "to", "target", "about")
# What a statement must be, for each thing that can be asked for. Only what is asked for stands in the question, so that
# SQLite can begin with the index that helps most.
_FITS: Final[dict[str, str]] = {
    "words": "s.id IN (SELECT rowid FROM statement_words WHERE statement_words MATCH $words)",
    "act": "s.act = $act",
    "mode": "s.mode = $mode",
    "min_confidence": "s.confidence >= $min_confidence",
    "since": "d.published >= $since",
    "until": "d.published <= $until",
    "dispatch": "d.digest = $dispatch",
    "publisher": """(d.publisher LIKE $publisher OR EXISTS (
          SELECT 1 FROM sources AS o WHERE o.dispatch_id = d.id AND o.publisher LIKE $publisher))""",
    "speaker": "s.speaker_id IN speakers",
    "to": "s.id IN (SELECT statement_id FROM parties WHERE part = 'addressee' AND appearance_id IN tos)",
    "target": "s.id IN (SELECT statement_id FROM parties WHERE part = 'target' AND appearance_id IN targets)",
    "about": """s.id IN (
          SELECT statement_id FROM parties WHERE part = 'target' AND appearance_id IN abouts
          UNION SELECT h.id FROM abouts JOIN appearances AS p ON p.id = abouts.id
          JOIN mentions AS m ON m.appearance_id = p.id JOIN statements AS h ON h.dispatch_id = p.dispatch_id
          WHERE m."start" >= h."start" AND m."end" <= h."end")""",
}
PEOPLE: Final = f"WITH {', '.join(map(_who, _PEOPLE))}"

# What leads to statements without a look at all of them.
_CHOOSING: Final = ("words", *_PEOPLE)
_FROM_STATEMENTS: Final = "statements AS s JOIN dispatches AS d ON d.id = s.dispatch_id"
_FROM_DISPATCHES: Final = "dispatches AS d CROSS JOIN statements AS s ON s.dispatch_id = d.id"
_FIND: Final = f"""
{PEOPLE}, found AS (
    SELECT s.id, d.published FROM %s
    WHERE %s
    ORDER BY d.published DESC, d.id, s."start", s.id
    LIMIT $limit OFFSET $skip
)
SELECT d.digest, s.key, d.published, d.publisher, d.title, coalesce(a.name, p.name, s.speaker), a.slug, s.speaker,
       s.act, s.mode, s.content,
       (SELECT group_concat(coalesce(ta.name, tp.name, t.text), '; ') FROM parties AS t
        LEFT JOIN appearances AS tp ON tp.id = t.appearance_id LEFT JOIN actors AS ta ON ta.id = tp.actor_id
        WHERE t.statement_id = s.id AND t.part = 'addressee'),
       (SELECT group_concat(coalesce(ta.name, tp.name, t.text), '; ') FROM parties AS t
        LEFT JOIN appearances AS tp ON tp.id = t.appearance_id LEFT JOIN actors AS ta ON ta.id = tp.actor_id
        WHERE t.statement_id = s.id AND t.part = 'target'),
       s.negated, s.confidence,
       (SELECT count(*) FROM sources AS o WHERE o.dispatch_id IN (
            SELECT id FROM dispatches WHERE id = coalesce(d.copy_of, d.id) OR copy_of = coalesce(d.copy_of, d.id))),
       (SELECT min(source) FROM sources AS o WHERE o.dispatch_id = d.id), s."start", s."end"
FROM found JOIN statements AS s ON s.id = found.id JOIN dispatches AS d ON d.id = s.dispatch_id
LEFT JOIN appearances AS p ON p.id = s.speaker_id LEFT JOIN actors AS a ON a.id = p.actor_id
ORDER BY d.published DESC, d.id, s."start", s.id
"""  # noqa: S608 - names of ours


def find(store: Database, search: Search) -> list[Found]:
    """The statements that fit, the latest first; what stands in several copies once."""
    fits, values = asked(store, search)
    limit = _ALL if search.limit is None else search.limit
    # Where nothing chooses statements one by one, SQLite takes the latest dispatches until it has enough.
    by_day = search.limit is not None and all(values.get(what) is None for what in _CHOOSING)
    sql = _FIND % (_FROM_DISPATCHES if by_day else _FROM_STATEMENTS, fits)
    return [Found(*row) for row in store.rows(sql, limit=limit, skip=search.skip, **values)]  # type: ignore[arg-type]


def asked(store: Database, search: Search) -> tuple[str, dict[str, Value]]:
    """What must hold of a statement, as SQL of ours, and the values that are bound into it."""
    given: dict[str, Value] = {
        "words": match(store, search.terms) or None,
        "act": search.act,
        "mode": search.mode,
        "min_confidence": search.min_confidence or None,
        "since": search.since,
        "until": search.until,
        "dispatch": search.dispatch,
        "publisher": f"%{search.publisher}%" if search.publisher else None,
    }
    values: dict[str, Value] = {what: value for what, value in given.items() if value is not None}
    for part in _PEOPLE:
        name: str | None = getattr(search, part)
        values[part] = phrase(name) if name else None
        values[f"{part}_slug"] = name
    fits = [sql for what, sql in _FITS.items() if values.get(what) is not None]
    return " AND ".join([*fits, *([] if search.repeated else ["s.repeats IS NULL"])]) or "1", values


def phrase(name: str) -> str:
    """A name as FTS5 asks for it: its words in their order; a name without a letter is nobody's."""
    return f'"{fold(name) or "-"}"'


def match(store: Database, terms: Sequence[str]) -> str:
    """Terms as FTS5 asks for them, each word by its lemmas: "négociations" -> ("négociation"). "" for none."""
    asked = (" OR ".join(_phrases(store, term)) for term in terms)
    return " AND ".join(f"({one})" for one in asked if one)


def _phrases(store: Database, term: str) -> Iterator[str]:
    words = _WORD.findall(term)
    if not words:
        return
    for way in islice(product(*(_lemmas(store, word) for word in words)), _WAYS):
        star = "*" if words[-1].endswith("*") else ""
        yield f'"{" ".join(way)}"{star}'


def _lemmas(store: Database, word: str) -> list[str]:
    """By the forms that the store has met; an unknown form is its own lemma."""
    if word.endswith("*"):
        return [word.rstrip("*")]
    form = fold(word)
    found = [str(lemma) for (lemma,) in store.rows("SELECT lemma FROM forms WHERE form = $form", form=form)]
    return found or [word]
