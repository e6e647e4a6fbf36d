"""What the transformer is shown of a sentence, and that it reads each sentence for itself."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from dixit.errors import ModelError
from dixit.extract import encoder as encoder_module
from dixit.extract.acts import ACTS
from dixit.extract.encoder import (
    BESIDE,
    CONTENT,
    CUE,
    FIRST,
    LAST,
    LONGEST,
    PADDING,
    SPEAKER,
    UNKNOWN,
    Encoder,
    Pieces,
    Vectors,
    Word,
    encoder,
    layers_of,
    sentence,
    thinned,
)
from dixit.parse import Parser
from dixit.read import read
from dixit.types import Parsed

# "▁port" is likelier whole than in its letters, "▁or" than nothing.
PIECES = Pieces(
    ["<s>", "<pad>", "</s>", "<unk>", "▁", "p", "o", "r", "t", "▁port", '"', "e", "E"],
    [0.0, 0.0, 0.0, 0.0, -3.0, -4.0, -4.0, -4.0, -4.0, -6.0, -2.0, -4.0, -4.0],
)


@pytest.fixture(scope="module")
def parser() -> Parser:
    """The package's parser."""
    return Parser.load()


def parsed(parser: Parser, text: str) -> Parsed:
    """A text without a file."""
    return parser(read(text.encode(), name="essai"))


def shown(case: Parsed, speaker: str, cue: str, content: str) -> list[Word]:
    """A sentence with its parts given as words."""

    def tokens(words: str) -> list[int]:
        at = case.document.text.index(words)
        return [t.i for t in case.tokens if at <= t.start < at + len(words)]

    return sentence(case, tokens(speaker), tokens(cue), tokens(content))


@pytest.mark.parametrize(
    ("form", "blank", "cut"),
    [
        ("port", True, (9,)),
        ("port", False, (5, 6, 7, 8)),
        ("porte", True, (9, 11)),
        ("«", False, (10,)),
        ("ñ", True, (4, UNKNOWN)),
        ("É", False, (12,)),
    ],
)
def test_words_are_cut_into_the_likeliest_pieces(form: str, blank: bool, cut: tuple[int, ...]) -> None:
    """A known word is whole, another is cut; quotation marks are the same, so are capitals with and without accents."""
    assert cut == PIECES.cut(form, blank=blank)


def test_neighbours_with_one_mask_are_one_piece() -> None:
    """First name and name are one; the same mask in another part is another."""
    words: list[Word] = [("@PER", True, SPEAKER), ("@PER", True, SPEAKER), ("@PER", True, CUE), ("port", True, CUE)]
    assert ([FIRST, 13, 13, 9, LAST], [BESIDE, SPEAKER, CUE, CUE, BESIDE]) == PIECES.of(words)


def test_no_more_is_read_than_the_model_has_places_for() -> None:
    """A sentence without end."""
    numbers, parts = PIECES.of([("port", True, CONTENT)] * 500)
    assert (LONGEST, LONGEST, LAST) == (len(numbers), len(parts), numbers[-1])


def test_of_a_long_run_both_ends_are_read() -> None:
    """A content of a hundred words."""
    words: list[Word] = [(str(n), True, CONTENT) for n in range(100)]
    kept = thinned([("dit", True, CUE), *words])
    assert [*map(str, range(30)), "@gap", *map(str, range(88, 100))] == [form for form, _, _ in kept[1:]]


def test_what_does_not_fit_is_left_out_beside_the_statement() -> None:
    """A long sentence keeps its cue: first goes what stands beside, then the middle of the content."""
    beside: list[Word] = [("port", True, BESIDE)] * 60
    content: list[Word] = [("port", True, CONTENT)] * 60
    words = [*beside, *content, ("porte", True, CUE), *beside]
    _, parts = PIECES.of(words)
    assert (LONGEST, 60, 2) == (len(parts), parts.count(CONTENT), parts.count(CUE))
    _, parts = PIECES.of([*beside, *content, *content, *content, ("porte", True, CUE), *beside])
    assert (LONGEST, LONGEST - 4, 2) == (len(parts), parts.count(CONTENT), parts.count(CUE))


def test_a_word_without_end_is_cut_off() -> None:
    """An address of a hundred thousand letters is read by its beginning."""
    assert PIECES.cut("p" * LONGEST, blank=False) == PIECES.cut("p" * 100_000, blank=False)


def test_words_cannot_pass_for_marks_of_the_model() -> None:
    """Somebody writes what the model uses for itself."""
    assert PADDING not in PIECES.cut("<pad>", blank=False)
    assert FIRST not in PIECES.cut("<s>", blank=False)


@pytest.mark.parametrize(
    ("one", "other", "mask"),
    [
        ("la Suède", "la Norvège", "@LOC"),
        ("les séparatistes", "les loyalistes", "@side"),
        ("les catholiques", "les protestants", "@side"),
    ],
)
def test_nothing_is_judged_by_who_is_named(parser: Parser, one: str, other: str, mask: str) -> None:
    """Countries, camps and faiths are seen as what they are."""
    seen = []
    for side in (one, other):
        case = parsed(parser, f"Le ministre a accusé {side} d'avoir retardé les travaux du port.")
        seen.append(shown(case, "Le ministre", "a accusé", f"{side} d'avoir retardé les travaux du port"))
    assert seen[0] == seen[1]
    assert mask in [form for form, _, _ in seen[0]]


@pytest.mark.parametrize(
    "text",
    [
        "« Le port est prêt », a dit hier l’Etat.",
        "\N{LEFT DOUBLE QUOTATION MARK}Le port est prêt\N{RIGHT DOUBLE QUOTATION MARK}, a dit hier l'Etat.",
    ],
)
def test_clothes_make_no_difference(parser: Parser, text: str) -> None:
    """Quotation marks and apostrophes of any kind are the same pieces."""
    case = parsed(parser, text)
    cue = [t.i for t in case.tokens if t.form in ("a", "dit")]
    words = sentence(case, (), cue, ())
    pieces = encoder("fr")._vectors.pieces
    plain = parsed(parser, '"Le port est prêt", a dit hier l\'Etat.')
    same = sentence(plain, (), [t.i for t in plain.tokens if t.form in ("a", "dit")], ())
    assert pieces.of(same) == pieces.of(words)


def test_nothing_to_read() -> None:
    """A statement without tokens is read all the same."""
    assert ([FIRST, LAST], [BESIDE, BESIDE]) == PIECES.of([])
    assert len(ACTS) == len(encoder("fr").read([]))


def test_a_sentence_is_read_for_itself() -> None:
    """What was read before changes nothing."""
    words: list[Word] = [("Le", True, SPEAKER), ("maire", True, SPEAKER), ("salue", True, CUE), ("ce", True, CONTENT)]
    first = encoder("fr").read(words)
    reader = Encoder(encoder("fr")._vectors, layers_of("fr"))
    for n in range(3):
        reader.read([("exige", True, CUE)] * (n + 1))
    assert first == reader.read(words)


def test_vectors_are_decoded_as_published() -> None:
    """Four bits a number, low halves first, eight taken away, times the scale; masks have rows of their own."""
    codes = np.array([[0x98] + [0x88] * 15], np.uint8)
    arrays: dict[str, np.ndarray] = {
        "codes": codes,
        "scales": np.array([[0.5]], np.float16),
        "masks": np.full((6, 32), 7.0, np.float16),
        "places": np.zeros((LONGEST, 32), np.float16),
        "parts": np.zeros((4, 32), np.float16),
    }
    rows = Vectors(PIECES, arrays).of([0, 1])
    wanted = np.zeros((2, 32), np.float32)
    wanted[0, 16], wanted[1] = 0.5, 7.0
    assert wanted.tolist() == rows.tolist()


@pytest.mark.parametrize("name", ["layers.onnx", "vectors.npz", "pieces.tsv"])
@pytest.mark.parametrize("broken", [True, False])
def test_a_broken_or_missing_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, broken: bool
) -> None:
    """One line with the place and the way out."""
    folder = tmp_path / "models" / "fr-encoder"
    shutil.copytree(str(files("dixit") / "models" / "fr-encoder"), folder)
    (folder / name).unlink()
    if broken:
        (folder / name).write_bytes(b"not it")
    monkeypatch.setattr(encoder_module, "files", lambda package: tmp_path)

    with pytest.raises(ModelError, match=r"fr-encoder: the transformer cannot be loaded .*; install dixit again"):
        encoder_module.encoder.__wrapped__("fr")
