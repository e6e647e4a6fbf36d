"""How fast dixit reads, and what textacy's direct_quotations takes over the same parsed documents.

    python bench/reading.py [--corpus ../shared/corpora/afp-fr.jsonl.xz] [--documents 500] [--repeat 1]

One process on one core. Words are what blanks separate. Run it on a machine that does nothing else: every number is
wall time.
"""

from __future__ import annotations

import argparse
import importlib
import json
import lzma
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeVar

import spacy
from spacy.tokens import Doc
from thinc.api import use_ops

import dixit
from dixit.assemble import assemble
from dixit.extract import drafts_of
from dixit.extract.acts import judge
from dixit.extract.events import events_of
from dixit.extract.mentions import mentions
from dixit.read import read
from dixit.resolve import resolve
from dixit.tokens import tokenize

T = TypeVar("T")

# In a process of its own, for a module is imported once.
STARTUP = """
import sys, time
start = time.perf_counter()
import dixit
imported = time.perf_counter()
reader = dixit.Reader.load()
loaded = time.perf_counter()
reader.read(sys.stdin.read())
read = time.perf_counter()
print(imported - start, loaded - imported, read - loaded)
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is read."""

    texts: Sequence[str]

    @property
    def words(self) -> int:
        """Stretches without blanks."""
        return sum(len(text.split()) for text in self.texts)


def corpus_of(path: Path, documents: int) -> Corpus:
    """The first documents of a file of JSON lines: title and paragraphs, blank lines between."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, documents)]
    return Corpus(["\n\n".join([row["title"], *row["paragraphs"]]) for row in rows])


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done


def start_up(text: str) -> tuple[float, float, float]:
    """Seconds for import, loading and the first reading; the first of two runs only warms the disk."""
    for _ in range(2):
        command = [sys.executable, "-c", STARTUP]
        out = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    imported, loaded, read = map(float, out.split())
    return imported, loaded, read


def read_all(reader: dixit.Reader, corpus: Corpus, repeat: int) -> tuple[float, list[dixit.Record]]:
    """The best time of some, and the records."""
    results = [timed(lambda: list(reader.read_many(corpus.texts))) for _ in range(repeat)]
    return min(seconds for seconds, _ in results), results[0][1]


def stages(reader: dixit.Reader, corpus: Corpus) -> Iterator[tuple[str, float]]:
    """Seconds of each stage, all documents through one stage before the next."""
    seconds, documents = timed(lambda: [read(text) for text in corpus.texts])
    yield "read", seconds
    seconds, parses = timed(lambda: list(reader.parser.many(documents)))
    yield "parse", seconds
    seconds, named = timed(lambda: [mentions(parsed) for parsed in parses])
    yield "mentions", seconds
    seconds, drafts = timed(lambda: [drafts_of(parsed) for parsed in parses])
    yield "statements", seconds
    seconds, judged = timed(lambda: [judge(parsed, own) for parsed, own in zip(parses, drafts, strict=True)])
    yield "acts", seconds
    seconds, events = timed(lambda: [events_of(parsed, own) for parsed, own in zip(parses, judged, strict=True)])
    yield "events", seconds
    facts = list(zip(parses, judged, named, events, strict=True))
    seconds, casts = timed(lambda: [resolve(*fact) for fact in facts])
    yield "resolve", seconds
    rows = list(zip(documents, judged, casts, events, strict=True))
    seconds, _ = timed(lambda: [assemble(*row, reader=reader.about).to_json() for row in rows])
    yield "record", seconds


def documents_of_spacy(corpus: Corpus) -> Iterator[Doc]:
    """Each text parsed by dixit's own pipeline, its paragraphs joined to one document."""
    french = {"nlp": {"lang": "fr"}}  # textacy asks for the language; the package leaves it out, as it takes a second
    with use_ops("numpy", use_blis=False):
        nlp = spacy.load(Path(str(files("dixit") / "models" / "fr")), config=french, exclude=["tokenizer"])

    def paragraphs() -> Iterator[tuple[Doc, int]]:
        for i, text in enumerate(corpus.texts):
            document = read(text)
            for span in document.paragraphs:
                tokens = tokenize(document.text, span.start, span.end)
                spaces = [*(one.end < after.start for one, after in pairwise(tokens)), True]
                if tokens:
                    yield Doc(nlp.vocab, words=[token.form for token in tokens], spaces=spaces), i

    waiting: dict[int, list[Doc]] = {}
    for doc, i in nlp.pipe(paragraphs(), as_tuples=True, batch_size=64):
        waiting.setdefault(i, []).append(doc)
    yield from (joined for docs in waiting.values() if (joined := Doc.from_docs(docs)) is not None)


def textacy_all(corpus: Corpus) -> tuple[float, int, int] | str:
    """Seconds of finding quotations, how many were found, how many documents refused; or why not."""
    try:
        direct_quotations = importlib.import_module("textacy.extract.triples").direct_quotations  # not for peak memory
    except ImportError as error:
        return f"textacy is not there ({error}); install it with: pip install -r bench/requirements.txt"
    docs = list(documents_of_spacy(corpus))
    found = refused = 0
    start = time.perf_counter()
    for doc in docs:
        try:
            found += len(list(direct_quotations(doc)))
        except ValueError:  # an odd number of quotation marks
            refused += 1
    return time.perf_counter() - start, found, refused


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--corpus", type=Path, default=Path("../shared/corpora/afp-fr.jsonl.xz"))
    arguments.add_argument("--documents", type=int, default=500)
    arguments.add_argument("--repeat", type=int, default=1)
    options = arguments.parse_args()
    if not options.corpus.is_file():
        sys.exit(f"{options.corpus}: no such file; name a corpus with --corpus")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    show(corpus_of(options.corpus, options.documents), options.repeat)


def show(corpus: Corpus, repeat: int) -> None:
    """The table."""
    print(f"{len(corpus.texts)} documents, {corpus.words:,} words; Python {platform.python_version()}, one core")
    print(f"load of the machine at the start: {os.getloadavg()[0]:.1f} (1 or more: it does something else as well)")
    imported, loaded, first = start_up(corpus.texts[0])
    print(f"\nstart-up         {imported + loaded + first:8.2f} s   ", end="")
    print(f"import {imported:.2f}, load {loaded:.2f}, first reading {first:.2f}")

    reader = dixit.Reader.load()
    list(reader.read_many(corpus.texts[:10]))
    seconds, records = read_all(reader, corpus, repeat)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    statements = [statement for record in records for statement in record.statements]
    quoted = sum(statement.mode in ("direct", "mixed") for statement in statements)
    print(f"peak memory      {peak:8.0f} MB")
    print(f"dixit            {seconds:8.2f} s   {corpus.words / seconds:8,.0f} words/s   ", end="")
    print(f"{len(statements):,} statements, {quoted:,} of them quotations")
    total = len(statements)
    del records, statements
    shares = list(stages(reader, corpus))
    whole = sum(share for _, share in shares)
    for name, share in shares:
        print(f"  {name:14} {share:8.2f} s   {100 * share / whole:7.0f} %")
    peer = textacy_all(corpus)
    if isinstance(peer, str):
        print(peer)
        return
    finding, found, refused = peer
    print(
        f"textacy          {finding:8.2f} s   over the same parses: {found:,} quotations; {refused} documents refused"
    )
    after = sum(share for name, share in shares if name not in ("read", "parse"))
    print(f"after the parse, dixit to textacy: {after / finding:.2f} times the time, ", end="")
    print(f"for {total / max(found, 1):.1f} times as many statements")


if __name__ == "__main__":
    main()
