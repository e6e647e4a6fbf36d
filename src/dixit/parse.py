"""Document -> Parsed: the only module that knows the parser's library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import numpy as np
from threadpoolctl import ThreadpoolController

from dixit.errors import ModelError
from dixit.lemmas import Lemmas, LemmaTables
from dixit.mending import mended
from dixit.tokens import RawToken, tokenize
from dixit.types import Document, Parsed, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Lemmatizer
    from spacy.tokens import Doc

# Tokens after which the model forgets the words that it has met, so that its memory does not grow with their
# number. Forgetting costs: 6 µs a token with 4,000, 2 µs with 20,000.
_BATCH: Final = 20_000
# Paragraphs that go through the model together, and the tokens from which there are no more of them: each token
# takes 18 kB of memory there.
_TOGETHER: Final = 64
_MOST: Final = 6_000
# A paragraph with more tokens goes through in pieces, cut after a full stop.
_LONGEST: Final = 1_500
# spaCy's names for what the house calls otherwise.
_RENAMED: Final = {"ROOT": "root", "_": "", "PERSON": "PER", "GPE": "LOC", "MISC": ""}
_COLUMNS: Final[list[int | str]] = ["POS", "MORPH", "DEP", "ENT_TYPE", "ENT_IOB", "SENT_START", "HEAD"]
# spaCy's own French takes five seconds to load, for a tokeniser that is not used.
_LANGUAGE: Final = {"nlp": {"lang": "xx"}}
# Parts of speech that have tables of lemmas.
_RULED: Final = ("adj", "adp", "adv", "aux", "cconj", "det", "noun", "pron", "punct", "sconj", "verb")
_BEGINS: Final = 3  # of ENT_IOB

_STOPS: Final = frozenset({".", "?", "!", "..."})
_NEVER_LAST: Final = frozenset(
    ", ( « le la les l' un une des du de d' à au aux et ou que qu' en dans par sur avec".split()
)


class Parser:
    """The French pipeline, loaded once."""

    def __init__(self, pipeline: Language) -> None:
        self._pipeline = pipeline
        self._lemmas = _lemmas(pipeline)
        from spacy.tokens import Doc  # noqa: PLC0415 - see load

        self._strings = _Strings(pipeline)
        self._new_doc = Doc
        self._threads = ThreadpoolController()

    @classmethod
    def load(cls, folder: Path | None = None) -> Parser:
        """The model of the package, or another in a folder; raises ModelError where there is none."""
        import spacy  # noqa: PLC0415 - takes a second, which "dixit --help" should not wait for
        from thinc.api import use_ops  # noqa: PLC0415 - the same

        place = cls.find(folder)
        try:
            # numpy's BLAS takes half the time of thinc's own on the small matrices of this model.
            with use_ops("numpy", use_blis=False):
                return cls(spacy.load(place, config=_LANGUAGE, exclude=["tokenizer"]))
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise ModelError(str(place), f"the French model cannot be loaded ({reason})") from error

    @staticmethod
    def find(folder: Path | None = None) -> Path:
        """Where the model lies; raises ModelError where there is none."""
        place = folder or Path(str(files("dixit") / "models" / "fr"))
        if not (place / "config.cfg").is_file():
            raise ModelError(str(place), "the French model is not there")
        return place

    @property
    def model(self) -> str:
        """Name and version of the model: fr-0.1.0."""
        return f"{self._pipeline.meta['lang']}-{self._pipeline.meta['version']}"

    def __call__(self, document: Document) -> Parsed:
        """One document; many are faster together."""
        return next(self.many([document]))

    def many(self, documents: Iterable[Document]) -> Iterator[Parsed]:
        """Each document in its turn; their paragraphs go through the model together."""
        waiting: list[_Parse] = []
        size = 0
        for document in documents:
            parse = _Parse(document, list(_pieces(document)))
            waiting.append(parse)
            size += sum(len(piece.tokens) for piece in parse.pieces)
            if size >= _BATCH:
                yield from self._run(waiting)
                waiting, size = [], 0
        yield from self._run(waiting)

    def _run(self, parses: Sequence[_Parse]) -> Iterator[Parsed]:
        """A batch through the model; a long document goes through in several."""
        # Threads cost more than they bring on matrices this small: half of the speed on two cores.
        with self._pipeline.memory_zone(), self._threads.limit(limits=1, user_api="blas"):
            for group in _groups(parses):
                docs = ((self._doc(piece), parse) for parse, piece in group)
                for doc, parse in self._pipeline.pipe(docs, as_tuples=True, batch_size=_TOGETHER):
                    parse.add(doc, self._strings, self._lemmas)
        for parse in parses:
            yield parse.done()

    def _doc(self, piece: _Piece) -> Doc:
        tokens = piece.tokens
        spaces = [token.end < after.start for token, after in pairwise(tokens)]
        forms = [token.form for token in tokens]
        return self._new_doc(self._pipeline.vocab, words=forms, spaces=[*spaces, False], sent_starts=_starts(forms))


def _groups(parses: Iterable[_Parse]) -> Iterator[list[tuple[_Parse, _Piece]]]:
    """The pieces of all documents in order, as many together as the model's memory may take."""
    group: list[tuple[_Parse, _Piece]] = []
    size = 0
    for parse in parses:
        for piece in parse.pieces:
            if group and (len(group) == _TOGETHER or size + len(piece.tokens) > _MOST):
                yield group
                group, size = [], 0
            group.append((parse, piece))
            size += len(piece.tokens)
    if group:
        yield group


def _starts(forms: Sequence[str]) -> list[bool | int | None]:
    """Where a sentence surely begins (True) or does not (False); None leaves it to the parser.

    After a full stop that is a token of its own a capital begins a sentence, also past a closing mark;
    none begins after a comma, an opening bracket or mark, or a small word that wants a noun.
    """
    starts: list[bool | int | None] = [True]
    for n in range(1, len(forms)):
        before, here = forms[n - 1], forms[n]
        if before in _NEVER_LAST:
            starts.append(False)
        elif before in _STOPS or (before == "»" and n > 1 and forms[n - 2] in _STOPS):
            starts.append(True if here[0].isupper() or here == "«" else None)
        else:
            starts.append(None)
    return starts


class _Strings(dict[int, str]):
    """What the pipeline's numbers stand for, as the house calls it; far quicker than asking each time."""

    _FULL: Final = 200_000

    def __init__(self, pipeline: Language) -> None:
        super().__init__({0: ""})
        self._known = pipeline.vocab.strings

    def __missing__(self, key: int) -> str:
        found = self._known[key]
        if len(self) > self._FULL:
            self.clear()
            self[0] = ""
        return self.setdefault(key, _RENAMED.get(found, found))


def _lemmas(pipeline: Language) -> Lemmas:
    """The tables of the pipeline's lemmatizer, which itself is put out of work: it takes 1 ms for each new form."""
    if not pipeline.has_pipe("lemmatizer"):
        return Lemmas({})
    held = cast("Lemmatizer", pipeline.get_pipe("lemmatizer")).lookups
    pipeline.disable_pipe("lemmatizer")
    known, lemmas, rules = (held.get_table(f"lemma_{name}") for name in ("exc", "index", "rules"))
    return Lemmas({pos.upper(): LemmaTables(known.get(pos, {}), lemmas.get(pos, {}), rules[pos]) for pos in _RULED})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, or a part of a long one."""

    paragraph: int
    tokens: Sequence[RawToken]


def _pieces(document: Document) -> Iterator[_Piece]:
    for i, span in enumerate(document.paragraphs):
        tokens = tokenize(document.text, span.start, span.end)
        while len(tokens) > _LONGEST:
            stops = [n for n in range(_LONGEST // 2, _LONGEST) if tokens[n].form == "."]
            cut = stops[-1] + 1 if stops else _LONGEST
            yield _Piece(i, tokens[:cut])
            tokens = tokens[cut:]
        if tokens:
            yield _Piece(i, tokens)


@dataclass(slots=True)
class _Parse:
    """A document whose pieces come out of the model one by one."""

    document: Document
    pieces: list[_Piece]
    tokens: list[Token] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    finished: int = 0  # pieces

    def add(self, doc: Doc, strings: _Strings, lemmas: Lemmas) -> None:
        """The next piece."""
        piece = self.pieces[self.finished]
        first = len(self.tokens)
        columns = doc.to_array(_COLUMNS)
        tags, morphs, deps, ents, iobs, starts, _ = columns.T.tolist()
        heads = columns[:, -1].astype(np.int64).tolist()  # as distances, which may be negative
        for n, raw in enumerate(piece.tokens):
            i, pos = first + n, strings[tags[n]]
            self.tokens.append(
                Token(
                    i,
                    raw.start,
                    raw.end,
                    raw.form,
                    lemmas.lemma(raw.form, pos),
                    pos,
                    strings[morphs[n]],
                    strings[deps[n]],
                    i + heads[n],
                    strings[ents[n]],
                    iobs[n] == _BEGINS,
                )
            )
        bounds = [first + n for n, start in enumerate(starts) if start == 1 or n == 0] + [len(self.tokens)]
        self.sentences += (Sentence(a, b, piece.paragraph) for a, b in pairwise(bounds))
        self.finished += 1

    def done(self) -> Parsed:
        """All of it, with each token's dependents and sentence."""
        tokens = mended(self.tokens, self.sentences)
        children: defaultdict[int, list[int]] = defaultdict(list)
        for token in tokens:
            if token.head != token.i:
                children[token.head].append(token.i)
        return Parsed(
            document=self.document,
            tokens=tuple(tokens),
            sentences=tuple(self.sentences),
            children=tuple(tuple(children[i]) if i in children else () for i in range(len(self.tokens))),
            sentence_of=tuple(n for n, s in enumerate(self.sentences) for _ in range(s.first, s.last)),
        )
