"""Subjects after their verb: "a dit hier le ministre", ", ont annoncé des sources"; also where the parse is wrong."""

from __future__ import annotations

from typing import Final

from dixit.extract.cues import Cue, left_edge
from dixit.extract.people import civility, first_name, noun
from dixit.extract.perfect import is_time
from dixit.extract.quotes import CLOSING, OPENING
from dixit.extract.syntax import NOMINAL, VERBAL, Sheet
from dixit.lexicon import words


def postposed(sheet: Sheet, cue: Cue, top: int, *, beside_quote: bool) -> int | None:  # noqa: PLR0911 - one way out a reason
    """Head of a subject after the verb: by the parse, else the first noun phrase after a quotation's cue."""
    tokens = sheet.tokens
    told = _is_person_told(sheet, cue, left_edge(sheet, top))  # the subject, though another stands before the comma
    for node in (cue.main, top):
        for k in sorted(sheet.children[node], key=lambda k: (told and k < node, k)):
            if tokens[k].dep in ("nsubj", "nsubj:pass") and not _ends_name(sheet, k):
                if k > node and tokens[k].pos == "NOUN" and is_time(tokens[k]):
                    continue
                if k > node and tokens[k].pos != "NUM" and not _is_date(sheet, k):
                    return _named_before(sheet, node, k)
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
        named = token.pos == "PROPN" or (token.pos == "NOUN" and not is_time(token))
        if named and not _after_preposition(sheet, k):
            return _climb(sheet, k, cue.main)
        skipped += 1
        k += 1
    return None


def _named_before(sheet: Sheet, node: int, k: int) -> int:
    """The name between a verb and what the parser calls its subject, which says who that is.

    "rappelle à l'AFP Ana Bel, la directrice", "dit à Dorval Ana Bel, sa soeur": parsed as names of agency and town
    """
    tokens = sheet.tokens
    comma = k - 1
    while comma > node and (tokens[comma].pos in ("DET", "ADJ") or tokens[comma].form.lower() == "ex"):
        comma -= 1
    known = noun(tokens[k].form)
    if sheet.form(comma) != "," or comma - node < _NAME or known is None or known.sort != "person":
        return k
    first = comma - 1
    while first > node and tokens[first - 1].form[:1].isupper() and not _is_led(sheet, first - 1):
        first -= 1
    before = tokens[first - 1]
    led = before.pos in ("PROPN", "NOUN") and any(tokens[c].dep == "case" for c in sheet.children[first - 1])
    person = tokens[first].ent == "PER" or first_name(tokens[first].form) is not None
    return first if person and comma - first > 1 and led and tokens[first].form[:1].isupper() else k


_NAME: Final = 4  # tokens at least of "à Dorval Ana Bel"


def _is_led(sheet: Sheet, k: int) -> bool:
    """Whether a word has a preposition or an article of its own: AFP in "à l'AFP", Dorval in "à Dorval"."""
    return any(sheet.tokens[c].dep in ("case", "det") and c < k for c in sheet.children[k])


def _mistaken_object(sheet: Sheet, cue: Cue, top: int) -> int | None:
    """The noun phrase after ", ont annoncé" that the parser calls an object: nothing else can be the subject."""
    tokens = sheet.tokens
    if tokens[cue.main].dep in ("conj", "advcl", "acl", "acl:relcl"):
        return None
    first = left_edge(sheet, top)
    finite = any(tokens[k].feature("VerbForm") == "Fin" for k in range(first, cue.main + 1))
    subjects = (k for k in sheet.children[cue.main] if tokens[k].dep in ("nsubj", "nsubj:pass"))
    own = next((k for k in subjects if k < first or not is_time(tokens[k])), None)
    if not finite or (own is not None and own > first):
        return None
    if own is not None and not _has_own_verb(sheet, own, first) and not _is_person_told(sheet, cue, first):
        return None
    end = sheet.sentence(cue.main)[1]
    start = sheet.statement_start(first - 1)
    around = (*range(start, first), *range(cue.last + 1, end + 1))
    if not any(tokens[k].feature("VerbForm") == "Fin" for k in around):
        return None
    k = _past_times(sheet, cue.last + 1, end)
    if k < end and tokens[k].form.lower() in _ASIDES:
        k = next((h for h in range(k + 1, min(k + 7, end)) if _begins_phrase(sheet, h)), end)
    head = next((h for h in range(k, min(k + 6, end + 1)) if tokens[h].pos in ("NOUN", "PROPN", "PRON")), None)
    between = range(k + (k <= end and tokens[k].form.lower() == "des"), head) if head is not None else ()
    if head is None or any(tokens[h].pos in ("ADP", "SCONJ", "VERB", "PUNCT") for h in between):
        return None
    return _climb(sheet, head, max(cue.main, k - 1))


def _is_person_told(sheet: Sheet, cue: Cue, first: int) -> bool:
    """Whether a person stands behind a comma and a verb that takes no person: ", a également indiqué Paul Petit"."""
    entry = cue.entry
    takes_clause = entry.frame("q") is not None and entry.frame("c") is not None and entry.frame("y") is None
    after = cue.last + 1
    person = after < len(sheet.tokens) and (sheet.tokens[after].ent == "PER" or civility(sheet.form(after)) is not None)
    return person and takes_clause and sheet.form(first - 1) == "," and entry.key not in words("act-hearers")


_ASIDES: Final = frozenset({"à", "au", "aux", "sur", "auprès", "dans", "lors", "devant", "depuis"})


def _past_times(sheet: Sheet, k: int, end: int) -> int:
    """The token after adverbs and times: "mardi", "la semaine dernière", "cette semaine"."""
    tokens = sheet.tokens
    while k <= end:
        noun_at = k + (tokens[k].pos == "DET")
        if noun_at <= end and is_time(tokens[noun_at]):
            k = noun_at + 1
            k += k <= end and tokens[k].pos == "ADJ"
        elif tokens[k].pos == "ADV" and tokens[k].form.lower() not in _ASIDES:
            k += 1
        else:
            break
    return k


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
    """Whether a noun's phrase begins with a preposition (an adverbial, no subject): not in "samedi | des médias"."""
    led = any(sheet.tokens[c].dep == "case" and c < k and not _is_article(sheet, c) for c in sheet.children[k])
    return led or _ends_name(sheet, k)


def _is_article(sheet: Sheet, c: int) -> bool:
    """Whether "des" is an article, whatever the parser says: behind a verb or a time."""
    if c == 0 or sheet.form(c).lower() != "des":
        return False
    before = sheet.tokens[c - 1]
    return before.pos in VERBAL or is_time(before)


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
