"""Measures a trained pipeline on raw text, with predicted tokens and sentences."""

import argparse
import json
import lzma
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from dixit.parse import Parser
from dixit.types import Document, Parsed, Span, Token
from training import conllu, names
from training.conllu import Sentence, Tok

Scores = dict[str, float]
HERE = Path(__file__).parent


def parse(parser: Parser, texts: Sequence[str]) -> list[Parsed]:
    """Each text as a document of one paragraph, read as the package reads."""
    return list(parser.many(_document(text) for text in texts))


def _document(text: str) -> Document:
    return Document("", "", "fr", text, None, (Span(0, len(text)),), None)


def f_score(right: int, found: int, wanted: int) -> float:
    """F1 in per cent."""
    return round(200 * right / (found + wanted), 2) if found + wanted else 0.0


def syntax(parser: Parser, sentences: Sequence[Sentence], size: int) -> Scores:
    """Scores over paragraphs of `size` sentences; words are paired by their characters.

    As in the CoNLL 2018 evaluation: F1 over words, so that a wrong token costs all its scores.
    Contractions ("du") are one word in both.
    """
    right: Counter[str] = Counter()
    wanted = found = 0
    groups = [sentences[i : i + size] for i in range(0, len(sentences), size)]
    for group, result in zip(groups, parse(parser, [" ".join(s.text for s in g) for g in groups]), strict=True):
        gold, starts = _paragraph(group)
        wanted += len(gold)
        found += len(result.tokens)
        ours = {(t.start, t.end): t for t in result.tokens}
        for tok in gold:
            token = ours.get((tok.start, tok.end))
            if token is not None:
                right["tokens"] += 1
                _compare(right, tok, gold, token, result.tokens)
        end = len(result.document.text)
        our_starts = {result.tokens[s.first].start for s in result.sentences}
        right["sentence"] += len(_sentences(starts, end) & _sentences(our_starts, end))
        right["sentences wanted"] += len(starts)
        right["sentences found"] += len(our_starts)
    scores = {k: f_score(right[k], found, wanted) for k in ("tokens", "upos", "lemma", "uas", "las")}
    scores["sentences"] = f_score(right["sentence"], right["sentences found"], right["sentences wanted"])
    return scores


def _paragraph(group: Sequence[Sentence]) -> tuple[list[Tok], set[int]]:
    """Gold tokens of sentences joined by spaces, in the paragraph's coordinates."""
    gold: list[Tok] = []
    starts = set()
    at = 0
    for sentence in group:
        first = len(gold)
        starts.add(at + sentence.gold[0].start)
        for tok in sentence.gold:
            moved = tok.start + at, tok.end + at
            gold.append(Tok(tok.form, tok.lemma, tok.pos, tok.feats, tok.head + first, tok.rel, *moved))
        at += len(sentence.text) + 1
    return gold, starts


def _sentences(starts: set[int], end: int) -> set[tuple[int, int]]:
    edges = [*sorted(starts), end]
    return set(pairwise(edges))


def _compare(right: Counter[str], tok: Tok, gold: list[Tok], token: Token, tokens: Sequence[Token]) -> None:
    right["upos"] += token.pos == tok.pos
    right["lemma"] += token.lemma.lower() == tok.lemma.lower()
    head, ours = gold[tok.head], tokens[token.head]
    own = token.head == token.i
    same_head = own if tok.rel == "ROOT" else not own and (ours.start, ours.end) == (head.start, head.end)
    right["uas"] += same_head
    right["las"] += same_head and token.dep == tok.rel.replace("ROOT", "root")


def entities(parser: Parser, paragraphs: Sequence[names.Paragraph]) -> Scores:
    """Exact spans of characters, kind included, over the held-out tenth."""
    right: Counter[tuple[str, str]] = Counter()
    for paragraph, result in zip(paragraphs, parse(parser, [p.text for p in paragraphs]), strict=True):
        ours, gold = set(_named(result)), set(paragraph.entities)
        for label in ("PER", "LOC", "ORG", ""):
            right[label, "right"] += sum(e[2] == label or not label for e in ours & gold)
            right[label, "found"] += sum(e[2] == label or not label for e in ours)
            right[label, "wanted"] += sum(e[2] == label or not label for e in gold)
    return {
        (f"entities {label}".strip()): f_score(right[label, "right"], right[label, "found"], right[label, "wanted"])
        for label in ("", "PER", "LOC", "ORG")
    }


def _named(parsed: Parsed) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for token in parsed.tokens:
        if token.ent_begin:
            found.append((token.start, token.end, token.ent))
        elif token.ent:
            found[-1] = (found[-1][0], token.end, token.ent)
    return found


# -- inverted and inserted cue clauses

_MARKS = {"[": "]", "{": "}", "<": ">"}


class Case(NamedTuple):
    """A text and the character spans of its contents, cue verb and speaker."""

    text: str
    content: list[tuple[int, int]]
    cue: list[tuple[int, int]]
    speaker: list[tuple[int, int]]


def case(marked: str) -> Case:
    """ "« [Oui] », a {dit} <le maire>." -> the text without marks, and where they stood."""
    spans: dict[str, list[tuple[int, int]]] = {opening: [] for opening in _MARKS}
    text = ""
    begun: dict[str, int] = {}
    for char in marked:
        if char in _MARKS:
            begun[_MARKS[char]] = len(text)
        elif char in begun:
            opening = next(o for o, closing in _MARKS.items() if closing == char)
            spans[opening].append((begun.pop(char), len(text)))
        else:
            text += char
    if begun or not all(spans.values()):
        raise ValueError(f"unbalanced or missing mark: {marked}")
    return Case(text, spans["["], spans["{"], spans["<"])


def inversions(parser: Parser, path: Path, *, show: bool = False) -> Scores:
    """Share of cases with the speaker, the content, and both recovered from the tree alone, list by list."""
    scores: Scores = {}
    for name, marked in tomllib.loads(path.read_text(encoding="utf8")).items():
        cases = [case(line) for line in marked]
        right: Counter[str] = Counter(speaker=0, content=0, both=0)
        for wanted, result in zip(cases, parse(parser, [c.text for c in cases]), strict=True):
            speaker, content = recovered(wanted, result)
            right.update(speaker=speaker, content=content, both=speaker and content)
            if show and not (speaker and content):
                print(f"- speaker {speaker} content {content}: {wanted.text}")
                print("   ", *(f"{t.form}/{t.dep}>{result.tokens[t.head].form}" for t in result.tokens))
        scores |= {f"inversions {name} {k}": round(100 * n / len(cases), 1) for k, n in right.items()}
    return scores


def recovered(wanted: Case, parsed: Parsed) -> tuple[bool, bool]:
    """Whether the tree ties the cue's verb to the expected speaker and to the expected content."""
    cue = parsed.tokens[min(_inside(wanted.cue, parsed))]
    who = _inside(wanted.speaker, parsed)
    under = [parsed.tokens[i] for i in parsed.children[cue.i]]
    return any(t.dep == "nsubj" and t.i in who for t in under), _content(cue, under, _inside(wanted.content, parsed))


def _content(cue: Token, under: list[Token], said: set[int]) -> bool:
    """The content hangs under the cue as a clause, or holds the word that the cue hangs under."""
    return any(t.dep == "ccomp" and t.i in said for t in under) or (cue.dep == "parataxis" and cue.head in said)


def _inside(spans: list[tuple[int, int]], parsed: Parsed) -> set[int]:
    """Places of the tokens inside the spans."""
    return {t.i for t in parsed.tokens for start, end in spans if start <= t.start and t.end <= end}


# -- speed and size


def speed(parser: Parser, path: Path, dispatches: int = 300) -> Scores:
    """Whitespace words a second, and a CPU-second, through tokeniser and pipeline, over agency paragraphs."""
    with lzma.open(path, "rt", encoding="utf8") as lines:
        texts = [p for line in islice(lines, dispatches) for p in json.loads(line)["paragraphs"]]
    parse(parser, texts[:100])
    started, busy = time.perf_counter(), time.process_time()
    parse(parser, texts)
    words = sum(len(t.split()) for t in texts)
    return {
        "words a second": round(words / (time.perf_counter() - started)),
        "words a CPU-second": round(words / (time.process_time() - busy)),
    }


def megabytes(folder: Path) -> float:
    """Size on disk."""
    return round(sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6, 1)


def evaluate(model: Path, corpora: Path, *, show: bool = False) -> Scores:
    """All figures of the model card."""
    started = time.perf_counter()
    parser = Parser.load(model)
    scores: Scores = {"load seconds": round(time.perf_counter() - started, 2)}
    scores["megabytes"] = megabytes(model)
    ud = corpora / "ud-french"
    for name in ("sequoia", "gsd"):
        sentences = conllu.normalise(list(conllu.read(ud / f"fr_{name}-ud-test.conllu")))
        for size in (1, 10):
            found = syntax(parser, sentences, size)
            scores |= {f"{name}/{size} {key}": value for key, value in found.items()}
    test = [p for p in names.read(corpora / "names" / "winer-fr.jsonl") if p.held_out]
    scores |= entities(parser, test)
    scores |= inversions(parser, HERE / "inversions.toml", show=show)
    scores |= speed(parser, corpora / "afp-fr.jsonl.xz")
    return scores


def table(scores: Iterable[tuple[str, float]]) -> str:
    """One line a figure."""
    return "\n".join(f"{name:24} {value:10}" for name, value in scores)


def main() -> None:
    """Command line: python -m training.evaluate [--model FOLDER] [--json FILE] [--show]."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("src/dixit/models/fr"))
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="print the inversions that fail")
    args = parser.parse_args()
    scores = evaluate(args.model, args.corpora, show=args.show)
    print(table(scores.items()))
    if args.json:
        args.json.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
