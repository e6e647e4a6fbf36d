"""The whole road on one page: text -> Document -> Parsed -> statements -> events -> actors -> Record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from dixit.assemble import assemble
from dixit.errors import MissingError, ReadError
from dixit.extract import drafts_of, learned
from dixit.extract.acts import judge
from dixit.extract.events import events_of
from dixit.extract.mentions import mentions
from dixit.knowledge import Knowledge, packaged, with_table
from dixit.parse import Parser
from dixit.read import load, read
from dixit.record import ReaderRecord, Record
from dixit.resolve import resolve
from dixit.resolve.identities import with_identities
from dixit.types import Document, Parsed


def record_of(parsed: Parsed, *, reader: ReaderRecord, knowledge: Knowledge | None = None) -> Record:
    """A parsed document's statements and events, and who is who; the same parse always gives the same record."""
    statements = judge(parsed, drafts_of(parsed))
    events = events_of(parsed, statements)
    cast = resolve(parsed, statements, mentions(parsed), events)
    cast = with_identities(parsed.document, statements, cast, events, knowledge=knowledge)
    return assemble(parsed.document, statements, cast, events, reader=reader)


def _names_a_file(text: str) -> bool:
    """Whether a text is nothing but the name of a file that is there."""
    try:
        return "\n" not in text and Path(text).is_file()
    except (OSError, ValueError):  # longer than any name, or with a NUL
        return False


@cache
def packaged_reader(actors: Path | None = None) -> Reader:
    """The one of this process, with the model of the package; loaded on the first call and kept.

    ``actors`` is a user's own table of actors; raises KnowledgeError where it is not as it should be.
    """
    return Reader.load(knowledge=None if actors is None else with_table(packaged(), actors))


class Reader:
    """Reads texts with one loaded model.

    >>> reader = Reader.load()
    >>> records = [reader.read(text) for text in texts]
    """

    def __init__(self, parser: Parser, knowledge: Knowledge | None = None) -> None:
        self.parser = parser
        self.knowledge = knowledge or packaged()
        self.about = ReaderRecord(version("dixit"), parser.model)

    @classmethod
    def load(cls, folder: Path | None = None, *, knowledge: Knowledge | None = None) -> Reader:
        """With the model of the package, or another in a folder, and with what is known of actors.

        Raises ModelError where there is no model. One reader serves one thread at a time: the parser's library is not
        made for several.
        """
        parser = Parser.load(folder)
        learned.load("fr")
        return cls(parser, knowledge)

    def read(
        self,
        text: str | bytes | Path,
        *,
        name: str | None = None,
        encoding: str | None = None,
        published: date | None = None,
    ) -> Record:
        """One dispatch, or the file at a Path; ``name`` is its path or URL, ``published`` its day of issue.

        Raises ReadError: missing, empty, not text, not decodable, too large, not French, the name of a file.
        """
        if isinstance(text, Path):
            name = name or str(text)
            text = load(text, name)
        elif isinstance(text, str) and _names_a_file(text):
            raise MissingError(
                text, "this is the name of a file, not a text", f"read the file with dixit.read(Path({text!r}))"
            )
        name = name or "<text>"
        return self.record(self.parser(read(text, name=name, encoding=encoding, published=published)))

    def read_many(self, texts: Iterable[str | bytes]) -> Iterator[Record]:
        """Many dispatches in their order, quicker than one by one.

        Raises ReadError at the first that cannot be read, after the records of those before it.
        """
        errors: list[ReadError] = []

        def documents() -> Iterator[Document]:
            try:
                yield from map(read, texts)
            except ReadError as error:
                errors.append(error)

        yield from map(self.record, self.parser.many(documents()))
        for error in errors:
            raise error

    def record(self, parsed: Parsed) -> Record:
        """The record of a document that is parsed already."""
        return record_of(parsed, reader=self.about, knowledge=self.knowledge)
