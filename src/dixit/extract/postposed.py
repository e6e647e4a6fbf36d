"""Subjects after their verb: "a dit hier le ministre", ", ont annoncé des sources"; also where the parse is wrong."""

from __future__ import annotations

from dixit.extract.cues import Cue, left_edge
from dixit.extract.people import civility, noun
from dixit.extract.quotes import CLOSING, OPENING
from dixit.extract.syntax import NOMINAL, VERBAL, Sheet
from dixit.lexicon import words


def postposed(sheet: Sheet, cue: Cue, top: int, *, beside_quote: bool) -> int | None:  # noqa: PLR0911 - one way out a reason
    """Head of a subject after the verb: by the parse, else the first noun phrase after a quotation's cue."""
    tokens = sheet.tokens
    for node in (cue.main, top):
        for k in sheet.children[node]:
            if tokens[k].dep in ("nsubj", "nsubj:pass") and not _ends_name(sheet, k):
                if (
                    k > node
                    and tokens[k].pos != "NUM"
                    and tokens[k].lemma not in words("days.fr")
                    and not _is_date(sheet, k)
                ):
                    return k
                if k < left_edge(sheet, top) or tokens[k].pos != "PRON":
                    return None if beside_quote else _mistaken_object(sheet, cue, top)
    if tokens[cue.main].feature("VerbForm") == "Inf":
        return None
    if not beside_quote:
        return _mistaken_object(sheet, cue, top)
    if tokens[cue.main].feature("Tense") == "Pres" and tokens[cue.main].feature("VerbForm") == "Part":
        return None
    end = sheet.sentence(cue.main)[1]
    k = cue.last + 1
    skipped = 0
    while k <= end and skipped < 12:
        token = tokens[k]
        if token.form in (",", ":", ".", OPENING, CLOSING) and token.form != ",":
            return None
        named = token.pos == "PROPN" or (token.pos == "NOUN" and token.form.lower() not in words("days.fr"))
        if named and not _after_preposition(sheet, k):
            return _climb(sheet, k, cue.main)
        skipped += 1
        k += 1
    return None


def _mistaken_object(sheet: Sheet, cue: Cue, top: int) -> int | None:
    """The noun phrase after ", ont annoncé" that the parser calls an object: nothing else can be the subject."""
    tokens = sheet.tokens
    if tokens[cue.main].dep in ("conj", "advcl", "acl", "acl:relcl"):
        return None
    first = left_edge(sheet, top)
    finite = any(tokens[k].feature("VerbForm") == "Fin" for k in range(first, cue.main + 1))
    own = next((k for k in sheet.children[cue.main] if tokens[k].dep in ("nsubj", "nsubj:pass")), None)
    if not finite or (own is not None and (own > first or not _has_own_verb(sheet, own, first))):
        return None
    end = sheet.sentence(cue.main)[1]
    start = sheet.statement_start(first - 1)
    around = (*range(start, first), *range(cue.last + 1, end + 1))
    if not any(tokens[k].feature("VerbForm") == "Fin" for k in around):
        return None
    k = cue.last + 1
    while k <= end and (tokens[k].pos == "ADV" or tokens[k].form.lower() in words("days.fr")):
        k += 1
    if k < end and tokens[k].form.lower() in ("à", "au", "aux", "sur", "auprès", "dans"):
        k = next((h for h in range(k + 1, min(k + 7, end)) if _begins_phrase(sheet, h)), end)
    head = next((h for h in range(k, min(k + 6, end + 1)) if tokens[h].pos in ("NOUN", "PROPN", "PRON")), None)
    between = range(k + (k <= end and tokens[k].form.lower() == "des"), head) if head is not None else ()
    if head is None or any(tokens[h].pos in ("ADP", "SCONJ", "VERB", "PUNCT") for h in between):
        return None
    return _climb(sheet, head, max(cue.main, k - 1))


def _is_date(sheet: Sheet, k: int) -> bool:
    """Whether a noun phrase is a date ("le 12 mai")."""
    return sheet.form(k - 1).isdigit() or sheet.form(k + 1).isdigit()


def _begins_phrase(sheet: Sheet, h: int) -> bool:
    """Whether a noun phrase of its own begins after another's last word ("à l'AFP | des sources")."""
    here, before = sheet.tokens[h], sheet.tokens[h - 1]
    begins = here.pos == "NUM" or here.form.lower() in ("un", "une", "des", "le", "la", "les", "l'", "plusieurs")
    return begins and before.pos in ("NOUN", "PROPN", "ADJ", "PUNCT")


def _has_own_verb(sheet: Sheet, subject: int, first: int) -> bool:
    """Whether a finite verb that is no relative clause's stands between a subject and a cue clause."""
    tokens = sheet.tokens
    return any(
        tokens[k].feature("VerbForm") == "Fin"
        and tokens[k].pos in VERBAL
        and not any(tokens[c].feature("PronType") == "Rel" for c in sheet.children[k])
        and not (
            tokens[k].pos == "AUX"
            and any(tokens[c].feature("PronType") == "Rel" for c in sheet.children[tokens[k].head])
        )
        for k in range(subject + 1, first)
    )


def _after_preposition(sheet: Sheet, k: int) -> bool:
    """Whether a noun's phrase begins with a preposition (an adverbial, not a subject)."""
    return any(sheet.tokens[c].dep == "case" and c < k for c in sheet.children[k]) or _ends_name(sheet, k)


def _ends_name(sheet: Sheet, k: int) -> bool:
    """Whether a word goes on with a name behind a preposition: "a dit sur Public Radio | le maire"."""
    if k == 0:
        return False
    here, before = sheet.tokens[k], sheet.tokens[k - 1]
    known = noun(here.form)
    person = (here.ent == "PER" and here.ent_begin) or (known is not None and known.sort == "person")
    apart = person or civility(here.form) is not None or before.pos != "PROPN" or not here.form[:1].isupper()
    return not apart and any(sheet.tokens[c].dep == "case" and c < k for c in sheet.children[k - 1])


def _climb(sheet: Sheet, k: int, floor: int) -> int:
    """The highest nominal above a token that stands after `floor`: ministre for X in "le ministre X"."""
    while True:
        head = sheet.tokens[k].head
        if head == k or head <= floor or sheet.tokens[head].pos not in NOMINAL or _after_preposition(sheet, head):
            return k
        k = head
