"""Bytes in, a fixed text out, or one clear line."""

import gzip
import pickle
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dixit.errors import BinaryError, EmptyError, EncodingError, LanguageError, ReadError, SizeError
from dixit.read import LARGEST, fix, read

TEXT = "Le ministre des Affaires étrangères a dit « oui » à l’Assemblée.\r\n\r\nIl part demain."
FIXED = "Le ministre des Affaires étrangères a dit « oui » à l’Assemblée.\n\nIl part demain."


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("windows-1252"),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.replace("\r\n", "\r").encode(),
    ],
)
def test_the_same_text_in_any_clothes(raw: bytes) -> None:
    """Encoding, mark of byte order, line ends and composed or loose accents make no other document."""
    document = read(raw)

    assert (FIXED, read(FIXED).doc_id) == (document.text, document.doc_id)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x00b\x07c", "abc"),
        ("co\u00adopé\u200brer\ufeff", "coopérer"),
        ("e\u0301te\u0301", "été"),
        ("« oui\u202f» l’\u00a0", "« oui\u202f» l’\u00a0"),
        ("a\u2028b\fc", "a\nb\nc"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_fixing_takes_out_what_nobody_sees(text: str, expected: str) -> None:
    """Typography stays as it was written."""
    assert expected == fix(text)


@given(st.text())
def test_a_fixed_text_is_fixed_for_good(text: str) -> None:
    """Fixing twice is fixing once."""
    assert fix(text) == fix(fix(text))


NOISE = random.Random(1).randbytes(4000)  # noqa: S311 - only noise


BASQUE = (
    "Lehendakariak esan zuen egoera larria dela, gobernuak neurriak hartuko dituela laster, herritarrak babesteko, "
    "ekonomia indartzeko, etxebizitza publikoa handitzeko ere, datozen hilabeteetan zehar bertan."
)


@pytest.mark.parametrize(
    ("raw", "kind", "says"),
    [
        (b"", EmptyError, "empty"),
        (b" \n\t\r\n", EmptyError, "empty"),
        ("\ufeff".encode(), EmptyError, "empty"),
        (b"%PDF-1.7 ...", BinaryError, "a PDF"),
        (b"PK\x03\x04...", BinaryError, "Word document"),
        (b"\x89PNG\r\n", BinaryError, "an image"),
        (gzip.compress(TEXT.encode()), BinaryError, "gzip"),
        (b"<!DOCTYPE html>\n<html>", BinaryError, "a web page"),
        (NOISE, BinaryError, "binary data"),
        (TEXT.encode("windows-1252") + b"\x81", EncodingError, "UTF-8 or Windows-1252"),
        (b"\xe2\x80\xff" + TEXT.encode(), EncodingError, "damaged at byte 0"),
        (b"a" * (LARGEST + 1), SizeError, "10 MB"),
        (b"The minister said that the road was closed on Monday.", LanguageError, "English"),
        ("قال وزير الخارجية إن بلاده لن تشارك في المفاوضات".encode(), LanguageError, "Arabic"),
        ("وزیر امور خارجه گفت که کشورش شرکت نمی‌کند".encode(), LanguageError, "Persian"),
        ("El ministro dijo que el acuerdo fue firmado por los dos países.".encode(), LanguageError, "Spanish"),
        ("La ministra dijo que se reunirá con el presidente.".encode(), LanguageError, "Spanish"),
        ("O presidente disse que a situação é grave e que o governo vai agir.".encode(), LanguageError, "Portuguese"),
        ("Il ministro ha detto che la situazione è grave e che agirà.".encode(), LanguageError, "Italian"),
        ("El president ha dit que la situació és greu i que el govern actuarà.".encode(), LanguageError, "Catalan"),
        ("Președintele a declarat că situația este gravă și că va acționa.".encode(), LanguageError, "Romanian"),
        ("Minister powiedział, że sytuacja jest poważna i że rząd działa.".encode(), LanguageError, "Polish"),
        (
            "Prezidan an di sitiyasyon an grav nan peyi a, e gouvènman an pral aji pou moun yo.".encode(),
            LanguageError,
            "Haitian Creole",
        ),
        (BASQUE.encode(), LanguageError, "another language than French"),
        ("Le président a parlé.".encode("mac-roman"), EncodingError, '"prŽsident"'),
        ("Elle a présenté la soirée.".encode("cp850"), EncodingError, '"pr‚sent‚"'),
        ("Personne n'est cité ici.".encode().decode("windows-1252").encode(), EncodingError, '"citÃ©"'),
        ("Der Minister sagte, dass die Straße nicht gesperrt wird und".encode(), LanguageError, "German"),
        ("Министр сказал, что дорога закрыта".encode(), LanguageError, "Russian"),
    ],
)
def test_what_is_no_french_text_is_refused_in_one_line(raw: bytes, kind: type[ReadError], says: str) -> None:
    """The line names the file, the reason and a way out."""
    with pytest.raises(kind) as caught:
        read(raw, name="note.txt")

    line = str(caught.value)
    assert line.startswith("note.txt: ")
    assert says in line
    assert "; " in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "text",
    [
        "Non.",
        "Il part.",
        "Téhéran",
        "The Road est un film.",
        'M. Ward a dit : "We have to be the best in the world, and this is what we are".',
        "« The road is closed and it will be closed for the week », a lancé le maire.",
        "Le mot سلام veut dire paix.",
        "LE MINISTRE DES AFFAIRES ETRANGERES A DIT QUE LA SITUATION EST GRAVE.",
        "Le president a declare que la situation etait grave et qu'il agirait.",
        "La señora Núñez, de la Generalitat, a rencontré à Girona le maire de la ville.",
        "«Le port ne peut pas rester fermé», a déclaré hier la ministre Éva Mas.",
    ],
)
def test_french_is_taken_for_french(text: str) -> None:
    """A short text, and one that quotes another language."""
    assert text == read(text).text


def test_latin_9_is_told_by_its_euro_and_oe() -> None:
    """Which Windows-1252 has elsewhere."""
    text = "Le cœur de la ville coûte 20 €."

    assert text == read(text.encode("iso8859-15")).text
    assert text == read(text.encode("windows-1252")).text


@pytest.mark.parametrize("encoding", ["hex", "", "a\0b"])
def test_a_name_of_no_encoding_is_said(encoding: str) -> None:
    """In one line."""
    with pytest.raises(EncodingError, match=r"note\.txt: not readable as") as caught:
        read(b"Oui.", name="note.txt", encoding=encoding)

    assert str(caught.value).isprintable()


def test_a_named_encoding_is_used() -> None:
    """And one that does not fit, or that nobody knows, is an error."""
    assert (
        TEXT.replace("\r\n", "\n").replace("’", "'")
        == read(TEXT.replace("’", "'").encode("mac-roman"), encoding="mac-roman").text
    )
    with pytest.raises(EncodingError, match="ascii"):
        read(TEXT.encode(), encoding="ascii")
    with pytest.raises(EncodingError, match="klingon"):
        read(TEXT.encode(), encoding="klingon")


def test_the_dateline_dates_the_document() -> None:
    """Unless the day of issue is given."""
    document = read("PARIS, 3 mai 2009 (AFP) - Il est parti.")

    assert ("2009-05-03", "AFP") == (str(document.published), document.publisher)


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_input_gives_a_document_or_a_read_error(raw: str | bytes) -> None:
    """Twice the same, spans inside the text, and it survives pickling."""
    try:
        document = read(raw)
    except ReadError:
        return

    assert document == read(raw)
    assert document == pickle.loads(pickle.dumps(document))  # noqa: S301 - our own
    assert all(span.end <= len(document.text) for span in document.paragraphs)
