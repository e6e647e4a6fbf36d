"""Records -> one HTML page that needs nothing else: each text, its statements beside it, each leading to the other."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Final

from dixit.event_list import event_marks, events_list, slug
from dixit.highlight import Mark, Part, joined, parts
from dixit.labels import ACTS, FAMILIES, MODES, NOBODY, called, visible
from dixit.record import Party, Record, StatementRecord
from dixit.types import Act, Span

# A paragraph ends at a blank line, or at a line's end after the end of a sentence: a line broken by hand goes on.
_BREAK: Final = re.compile(r"(?<!\s)\s*\n[^\S\n]*\n\s*|(?<=[.!?…»”\"])[^\S\n]*\n\s*")
_LEGEND: Final[tuple[tuple[Act, ...], ...]] = (
    ("assert", "express"),
    ("demand", "warn"),
    ("commit",),
    ("praise",),
    ("criticise", "accuse"),
    ("deny", "refuse"),
)


def page(records: Sequence[Record]) -> str:
    """The page, whole: style and script stand in it, and its policy lets it load nothing.

    Whatever the texts hold is shown as text. With several records a list of contents comes first.
    """
    style, script = _asset("page.css"), _asset("page.js")
    allowed = f"style-src {_digest(style)}; script-src {_digest(script)}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    title = _heading(records[0]) if len(records) == 1 else f"{len(records)} textes"
    sections = "\n".join(_section(record, f"r{i}") for i, record in enumerate(records, 1))
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{_shown(title)} — Dixit</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#textes">Aller aux textes</a>
<header class="masthead"><h1>Dixit</h1><p>qui a dit quoi, à qui, dans quels termes</p></header>
{_legend()}
{_contents(records) if len(records) > 1 else ""}
<main id="textes">
{sections}
</main>
{_colophon(records)}
<script>{script}</script>
</body>
</html>
"""


def _asset(name: str) -> str:
    return files("dixit").joinpath("templates", name).read_text(encoding="utf-8")


def _digest(asset: str) -> str:
    """How a content policy names the one style or script that it allows."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(asset.encode()).digest()).decode()}'"


def _shown(text: str) -> str:
    return escape(visible(text))


def _heading(record: Record) -> str:
    return record.document.title or _gist(record.document.text)


def _gist(text: str, width: int = 80) -> str:
    """The first words of a text, for one without a title."""
    words = " ".join(text[: 4 * width].split())
    return words if len(words) <= width else words[:width].rsplit(" ", 1)[0] + " …"


def _legend() -> str:
    rows = "".join(
        f'<li><span class="swatch {FAMILIES[acts[0]]}">{", ".join(ACTS[act] for act in acts)}</span></li>'
        for acts in _LEGEND
    )
    return (
        '<ul class="legend" aria-label="Légende"><li><span class="speaker">qui parle</span></li>'
        f'<li><span class="cue">ce qui le signale</span></li>{rows}</ul>'
    )


def _contents(records: Sequence[Record]) -> str:
    rows = "".join(
        f'<li><a href="#r{i}">{_shown(_heading(record))}</a>'
        f'<span class="count">{_count(len(record.statements))}</span></li>'
        for i, record in enumerate(records, 1)
    )
    return f'<nav class="contents" aria-label="Textes"><ol>{rows}</ol></nav>'


def _count(statements: int) -> str:
    return f"{statements} énoncé{'s' if statements > 1 else ''}"


def _colophon(records: Sequence[Record]) -> str:
    readers = sorted({f"Dixit {record.reader.version}, modèle {record.reader.model}" for record in records})
    return f'<footer class="colophon">Lu par {_shown(" ; ".join(readers))}.</footer>' if readers else ""


def _section(record: Record, key: str) -> str:
    name = f'aria-label="{_shown(_heading(record))}"'
    return f"""<section class="record" id="{key}" {name}>
{_meta(record)}
<div class="columns">
<article class="text" aria-label="Texte">{"".join(_text(record, key))}</article>
<section class="statements" aria-label="Énoncés" tabindex="0"><h3>{_count(len(record.statements))}</h3>
{_statements(record, key)}{events_list(record, key)}</section>
</div>
</section>"""


def _meta(record: Record) -> str:
    """Where, when and by whom the dispatch was sent, and whence it was read."""
    document, dateline = record.document, record.document.dateline
    place, day = (dateline.place, dateline.date) if dateline else (None, None)
    facts = [place, day or document.published, document.publisher, document.source]
    return f'<p class="meta">{" · ".join(f"<bdi>{_shown(fact)}</bdi>" for fact in facts if fact)}</p>'


def _text(record: Record, key: str) -> Iterator[str]:
    """The text in paragraphs; the blanks between them stay, so that the page's text is the document's."""
    whole, title, firsts = record.document.text, record.document.title, _firsts(record)
    cut = list(parts(whole, _marks(record)))

    def between(start: int, end: int) -> str:
        return "".join(_part(part, key, firsts) for part in _within(cut, start, end))

    end = 0
    for block in _blocks(whole, title):
        yield between(end, block.start)
        tag = "h2" if whole[block.start : block.end] == title else "p"
        yield f"<{tag}>{between(block.start, block.end)}</{tag}>"
        end = block.end
    yield between(end, len(whole))


def _blocks(text: str, title: str | None) -> Iterator[Span]:
    """Title and paragraphs, without the blanks around them."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if title and text.startswith(title, start):
        yield Span(start, start + len(title))
        start += len(title)
        start += len(text[start:]) - len(text[start:].lstrip())
    for gap in _BREAK.finditer(text, start, end):
        if start < gap.start():
            yield Span(start, gap.start())
        start = gap.end()
    if start < end:
        yield Span(start, end)


def _within(cut: Sequence[Part], first: int, last: int) -> Iterator[Part]:
    """The parts of characters [first, last), cut at both ends."""
    for part in itertools.islice(cut, max(0, bisect_right(cut, first, key=lambda part: part.start) - 1), None):
        start, end = max(part.start, first), min(part.start + len(part.text), last)
        if part.start >= last:
            break
        if start < end:
            yield Part(start, part.text[start - part.start : end - part.start], part.marks)


def _marks(record: Record) -> list[Mark]:
    """Contents before what is inside them; of a cue or speaker that many statements share, the first stands last."""
    inward = sorted(record.statements, key=lambda one: one.content[0].start - one.content[-1].end)
    contents = [Mark(piece.span, "content", one.id, one.act) for one in inward for piece in one.content]
    backward = record.statements[::-1]
    cues = [Mark(one.cue.span, "cue", one.id, one.act) for one in backward if one.cue]
    speakers = [Mark(said.span, "speaker", one.id, one.act) for one in backward if (said := one.speaker.mention)]
    return contents + cues + speakers + event_marks(record)


def _firsts(record: Record) -> dict[int, list[StatementRecord]]:
    """Where the content of which statements begins."""
    found: dict[int, list[StatementRecord]] = defaultdict(list)
    for one in record.statements:
        found[one.content[0].start].append(one)
    return found


def _part(part: Part, key: str, firsts: dict[int, list[StatementRecord]]) -> str:
    """A part with the number of each statement whose content begins there; a style sheet draws the number."""
    numbers = "".join(
        f'<a class="ref {FAMILIES[one.act]}" id="{key}-t-{_slug(one)}" href="#{key}-{_slug(one)}"'
        f' data-n="{_number(one)}" aria-label="Énoncé {_number(one)}"></a>'
        for one in firsts.get(part.start, ())
    )
    if not part.marks:
        return numbers + _shown(part.text)
    kinds = sorted({mark.kind for mark in part.marks})
    contents = [mark for mark in part.marks if mark.kind == "content"]
    classes = ["part", *kinds, *([FAMILIES[contents[-1].act]] if contents else [])]
    if len(contents) > 1:
        classes.append("nested")
    ids = " ".join(dict.fromkeys(f"{key}-{_slug(mark)}" for mark in part.marks))
    return f'{numbers}<span class="{" ".join(classes)}" data-s="{ids}">{_shown(part.text)}</span>'


def _slug(statement: StatementRecord | Mark) -> str:
    """An id that can stand in an attribute and an address, whatever a record from elsewhere calls its statements."""
    name = statement.statement if isinstance(statement, Mark) else statement.id
    return slug(name)


def _number(statement: StatementRecord) -> str:
    return _shown(statement.id.removeprefix("s"))


def _statements(record: Record, key: str) -> str:
    """The list beside a text; what a statement tells that others said stands under it."""
    if not record.statements:
        return '<p class="none">Personne n’est cité dans ce texte.</p>'
    under: dict[str | None, list[StatementRecord]] = defaultdict(list)
    for one in record.statements:
        under[one.parent].append(one)
    written: list[str] = []
    todo: list[StatementRecord | str] = ["</ol>", *reversed(under[None]), "<ol>"]
    while todo:
        match todo.pop():
            case str(tag):
                written.append(tag)
            case one:
                written.append(_card(record, one, key))
                inner = under[one.id]
                todo += ["</ol></li>", *reversed(inner), "<ol>"] if inner else ["</li>"]
    return "".join(written)


def _card(record: Record, one: StatementRecord, key: str) -> str:
    """One statement, its list item left open for those that it tells."""
    number, mention = _number(one), called(one.speaker.mention.text) if one.speaker.mention else ""
    name = record.name_of(one.speaker) or NOBODY
    alias = f' <span class="as">({_shown(mention)})</span>' if mention and name not in mention else ""
    negated = ' <span class="as">(nié)</span>' if one.negated else ""
    asides = _aside("destinataire", one.addressees, record) + _aside("concerne", one.targets, record)
    return (
        f'<li class="statement {FAMILIES[one.act]}" id="{key}-{_slug(one)}"><div class="card">'
        f'<a class="number" href="#{key}-t-{_slug(one)}" aria-label="Énoncé {number}, dans le texte">{number}</a>'
        f'<p class="head"><bdi class="who">{_shown(name)}</bdi>'
        f' <span class="act">{ACTS[one.act]}</span>{negated}{alias}</p>'
        f'<p class="mode">{MODES[one.mode]}</p>'
        f'<p class="what"><bdi>{_shown(_words(record, one))}</bdi></p>{asides}</div>'
    )


def _words(record: Record, one: StatementRecord) -> str:
    words = joined(record.document.text, [piece.span for piece in one.content])
    return f"«\u202f{words}\u202f»" if one.mode == "direct" else words


def _aside(label: str, people: Sequence[Party], record: Record) -> str:
    names = dict.fromkeys(_shown(name) for person in people if (name := record.name_of(person)))
    return f'<p class="aside"><span class="label">{label}</span> <bdi>{", ".join(names)}</bdi></p>' if names else ""
