"""The whole road, with the model of the package."""

import pickle
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dixit
from dixit.errors import EmptyError, MissingError, UnknownError

ANA = "« Le port rouvrira lundi », a déclaré la ministre Ana Bel."
LEO = "Le maire Léo Roc a demandé au conseil de réparer le quai."
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))


@cache
def reader() -> dixit.Reader:
    """One for all tests."""
    return dixit.Reader.load()


def test_a_text_gives_a_record() -> None:
    """Who said what, in whose words."""
    record = dixit.read(ANA)
    statement = record.statements[0]

    assert "Ana Bel" == record.name_of(statement.speaker)
    assert "Le port rouvrira lundi" == statement.content[0].text
    assert "direct" == statement.mode


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_record_keeps_its_promises(path: Path) -> None:
    """Spans are their text, ids are known, nothing is told inside itself; JSON and pickle lose nothing."""
    record = reader().read(path.read_bytes(), name=path.name)

    by_id = {one.id: one for one in record.statements}

    assert record.statements
    for one in record.statements:
        above = by_id[one.parent].content if one.parent else one.content
        assert above[0].start <= one.content[0].start
        assert one.content[-1].end <= above[-1].end
        assert one.cue is None or not any(one.cue.span.overlaps(piece.span) for piece in one.content)
        assert all(any(map(str.isalnum, piece.text)) for piece in one.content)
    assert record == dixit.Record.from_json(record.to_json())
    assert record == pickle.loads(pickle.dumps(record))  # noqa: S301 - our own


def test_a_path_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a string that is only the name of one is an error that says so."""
    (tmp_path / "ana.txt").write_text(ANA, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    record = dixit.read(Path("ana.txt"))

    assert ("ana.txt", ANA) == (record.document.source, record.document.text)
    assert "<text>" == dixit.read(ANA).document.source
    with pytest.raises(MissingError, match=r"ana.txt: this is the name of a file, .* dixit.read\(Path\('ana.txt'\)\)"):
        dixit.read("ana.txt")
    with pytest.raises(MissingError, match=r"none\.txt: no such file"):
        dixit.read(Path("none.txt"))


def test_many_texts_give_the_records_of_each() -> None:
    """Read together or alone, once or twice, in whatever company."""
    texts = [path.read_bytes() for path in EXAMPLES]
    together = list(reader().read_many(texts))

    assert together == [reader().read(text) for text in texts]
    assert together[::-1] == list(reader().read_many(texts[::-1]))


def test_records_before_a_text_that_cannot_be_read_are_given() -> None:
    """And then the error."""
    records = reader().read_many([ANA, LEO, "", ANA])

    assert [ANA, LEO] == [next(records).document.text, next(records).document.text]
    with pytest.raises(EmptyError):
        next(records)


@pytest.mark.parametrize(
    "text",
    [
        "Le \u0301Conseil a dit oui. Le Conseil a dit non. Il a dit qu'il part.",
        "Le Conseil (\u0301) a dit oui. Le Conseil \u0301 \u0308 (CS) a dit non à \u0301. Il a dit qu'il part.",
        "PARIS, 25 avrıl 2009 (AFP) - Le ministre a dit qu'il part.",
    ],
)
def test_a_lone_accent_breaks_nothing(text: str) -> None:
    """A word of which nothing is left when its accent is taken off; a month that is none."""
    assert reader().read(text).statements


# Words and marks that the rules look for, in orders that nobody writes.
PIECES = st.sampled_from(
    '« » " “ ” + : , . ? \n\n - — ( ) ... a dit que selon il elle Nous le maire Ana Bel , a-t-il ajouté de à '
    "demandé qu' l' Paris ONU ne pas accusé promis d'avoir ministre, affirmant communiqué "
    "\u0301 \u0301Conseil Conseil ( \u0308) ‘ ’ << >> 1. •".split(" ")
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=40).map(" ".join).filter(str.strip) | st.text(min_size=1, max_size=60))
def test_any_text_gives_a_record_or_a_read_error(text: str) -> None:
    """Unbalanced quotation marks, lone cues and noise break no rule."""
    try:
        record = reader().read(text)
    except dixit.ReadError:
        return

    assert record == dixit.Record.from_json(record.to_json())
    assert record == reader().read(text)


def test_an_error_survives_pickling() -> None:
    """With its class and its line, whatever it was made from: it may come from another process."""
    error = UnknownError("actor", "nemo", ["ana-bel"], "list them with: dixit actors NAME")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own

    assert (type(error), str(error)) == (type(back), str(back))
