"""Statements whose cue is a preposition: selon X, d'après X, pour X, de source officielle, aux yeux de X."""

from __future__ import annotations

from collections.abc import Iterator

from dixit.extract.candidates import Candidate
from dixit.extract.people import noun
from dixit.extract.quotes import CLOSING, OPENING
from dixit.extract.syntax import NOMINAL, VERBAL, Range, Sheet, Speaker
from dixit.lexicon import words

# Words of the cue, in lower case; the noun phrase after them speaks.
_CUES: tuple[tuple[str, ...], ...] = (
    ("selon",),
    ("d'", "après"),
    ("suivant",),
    ("de", "l'", "avis", "de"),
    ("de", "l'", "avis", "des"),
    ("de", "l'", "avis", "du"),
    ("aux", "yeux", "de"),
    ("aux", "yeux", "des"),
    ("aux", "yeux", "du"),
    ("à", "en", "croire"),
    ("aux", "dires", "de"),
    ("au", "dire", "de"),
    ("pour",),
)
_STARTS = frozenset(cue[0] for cue in _CUES)
_LEADS = frozenset(
    {"mais", "et", "toujours", "or", "car", "aussi", "ainsi", ",", "donc", "enfin", "cependant", "toutefois"}
)


def sources(sheet: Sheet) -> Iterator[Candidate]:
    """Every prepositional cue with its speaker, and the sentence or clause that it vouches for."""
    tokens = sheet.tokens
    for i, token in enumerate(tokens):
        form = token.form.lower()
        if form not in _STARTS:
            continue
        cue = next((c for c in _CUES if c[0] == form and _follows(sheet, i, c)), None)
        if cue is None:
            continue
        last = i + len(cue) - 1
        speaker = _speaker(sheet, last + 1)
        if speaker is None or (cue == ("pour",) and not _is_opinion(sheet, i, speaker)):
            continue
        pieces = _scope(sheet, i, speaker)
        if pieces:
            sure = cue != ("pour",) and tokens[speaker.head].lemma not in words("sources-not.fr")
            yield Candidate("source", i, " ".join(cue), (i, last), speaker, pieces, False, sure)


def _follows(sheet: Sheet, i: int, cue: tuple[str, ...]) -> bool:
    """Whether the words of a cue stand from a token on."""
    return all(sheet.form(i + n).lower() == word for n, word in enumerate(cue))


def _speaker(sheet: Sheet, first: int) -> Speaker | None:
    """The noun phrase that begins at a token, or None where none does ("selon que").

    A relative pronoun ("selon lequel", "pour qui") stands for its antecedent.
    """
    tokens = sheet.tokens
    if first >= len(tokens) or not sheet.same_paragraph(first - 1, first):
        return None
    if tokens[first].form.lower() in _RELATIVE:
        return _antecedent(sheet, first)
    end = min(sheet.sentence(first)[1], first + 8)
    for k in range(first, end + 1):
        token = tokens[k]
        if token.pos in ("NOUN", "PROPN", "PRON", "NUM", "X") or (token.pos == "ADJ" and k > first):
            return _noun_phrase(sheet, first, k)
        if token.pos in ("VERB", "AUX", "SCONJ") or token.form in (",", "."):
            return None
    return None


_RELATIVE = frozenset({"qui", "lequel", "laquelle", "lesquels", "lesquelles"})


def _antecedent(sheet: Sheet, relative: int) -> Speaker | None:
    """The noun phrase before a preposition and its relative pronoun ("des informations selon lesquelles").

    Who is meant by "qui" is a person, wherever it stands: "Ana Bel, chargée des quais au port, selon qui" -> Ana Bel
    """
    person = _person_before(sheet, relative) if sheet.form(relative).lower() == "qui" else None
    if person is not None:
        return person
    for k in range(relative - 2, max(relative - 9, sheet.sentence(relative)[0]) - 1, -1):
        if sheet.tokens[k].pos in ("NOUN", "PROPN"):
            head = k
            while (
                sheet.tokens[head].dep in ("flat", "nmod", "appos") and relative - 14 < sheet.tokens[head].head < head
            ):
                head = sheet.tokens[head].head
            speaker = sheet.speaker(head)
            return Speaker(min(speaker.first, k), min(speaker.last, relative - 2), head)
    return None


_PERSON = 30  # tokens from a person's name to "selon qui", at most; not measured


def _person_before(sheet: Sheet, relative: int) -> Speaker | None:
    """The nearest name or word for a person before "selon qui", an apposition with what it tells of."""
    tokens = sheet.tokens
    first = max(sheet.sentence(relative)[0], relative - _PERSON)
    for k in range(relative - 2, first - 1, -1):
        if tokens[k].pos in VERBAL and tokens[k].feature("VerbForm") == "Fin":
            return None
        known = noun(tokens[k].form)
        if tokens[k].ent == "PER" or (known is not None and known.sort == "person"):
            head = k
            while tokens[head].dep in ("flat", "appos", "acl") and first <= tokens[head].head < head:
                head = tokens[head].head
            speaker = sheet.speaker(head)
            comma = next((j for j in range(head, relative) if sheet.form(j) == ","), relative - 1)
            return Speaker(speaker.first, max(head, min(speaker.last, comma - 1, relative - 2)), head)
    return None


def _noun_phrase(sheet: Sheet, first: int, head: int) -> Speaker:
    """The noun phrase from its first token on, up to a comma that no apposition follows."""
    tokens = sheet.tokens
    inside = set(sheet.subtree(head))
    for k in sheet.children[head]:
        if tokens[k].dep in ("acl:relcl", "parataxis", "conj", "advcl", "nsubj") and k > head:
            inside -= set(sheet.subtree(k)) if tokens[k].dep != "conj" else set()
    last = head
    end = sheet.sentence(head)[1]
    while last + 1 <= end and last + 1 in inside and tokens[last + 1].form != "«":
        following = last + 1
        if tokens[following].form == "," and not _apposition(sheet, following, inside):
            break
        last += 1
    if tokens[last].pos == "PUNCT" and last > head and tokens[last].form not in (")", "»"):
        last -= 1
    return Speaker(first, max(first, last), head)


def _apposition(sheet: Sheet, comma: int, inside: set[int]) -> bool:
    """Whether an apposition between commas follows ("selon Febelfin, fédération des banques, ...")."""
    tokens = sheet.tokens
    for k in range(comma + 1, min(comma + 12, len(tokens))):
        if k not in inside:
            return False
        if tokens[k].dep == "appos":
            return True
        if tokens[k].pos in ("VERB", "AUX"):
            return False
    return False


def _is_opinion(sheet: Sheet, i: int, speaker: Speaker) -> bool:
    """Whether "pour X" can give X's opinion: at the head of a sentence before a comma, or "X, pour qui ..."."""
    if speaker.last < i:
        return True
    first = sheet.sentence(i)[0]
    leads = all(sheet.form(k).lower() in _LEADS for k in range(first, i)) or sheet.form(i - 1) in (",", ":")
    head = sheet.tokens[speaker.head]
    return leads and sheet.form(speaker.last + 1) in (",", "«") and head.lemma not in words("sources-not.fr")


def _scope(sheet: Sheet, i: int, speaker: Speaker) -> tuple[Range, ...]:
    """What a prepositional cue vouches for: the rest of the sentence after it, all of it before it, or both."""
    first, end = sheet.sentence(i)
    start = sheet.statement_start(max(i - 1, first))
    after = speaker.last + 1
    if speaker.last < i:  # a relative pronoun: what follows it
        whole = sheet.trim(i + 2, end)
        return (whole,) if whole else ()
    local = _inside_phrase(sheet, i, after) or _in_relative(sheet, i, after)
    if local:
        return local
    leads = all(sheet.form(k).lower() in _LEADS or sheet.tokens[k].pos == "PUNCT" for k in range(start, i))
    joint = sheet.form(i - 1).lower()
    if joint == "," and sheet.form(i - 2).lower() in ("que", "qu'"):  # "a dit que, selon elle, ..."
        joint = "que"
    joined = joint == "où" or (joint in _JOINS and sheet.form(after) == ",")
    if leads or joined:
        whole = sheet.trim(after, _to_end(sheet, after, end)) if after <= end else None
        return (whole,) if whole else ()
    before = i - 1
    if sheet.form(before) == CLOSING or sheet.form(before - 1) == CLOSING:
        closing = before if sheet.form(before) == CLOSING else before - 1
        quote = sheet.quotes.closed_by(closing)
        if quote is not None:
            start = sheet.statement_start(quote.opening)
            if all(sheet.tokens[k].pos == "PUNCT" for k in range(start, quote.opening)):
                return ((quote.first, quote.last), *_goes_on(sheet, after, end, i))
    goes_on = _goes_on(sheet, after, end, i)
    if goes_on and sheet.form(after) != ",":
        start = _own_clause(sheet, start, before)
    left = sheet.trim(start, before)
    return ((left,) if left else ()) + goes_on


def _own_clause(sheet: Sheet, start: int, verb: int) -> int:
    """Where the clause of a verb begins, a clause before it and its comma left to the narrator.

    "Alors que le port était fermé, la ville veut selon elle « partir »" -> la ville
    """
    subject = sheet.subject(verb)
    if subject is None or not start < subject < verb:
        return start
    first = sheet.phrase(subject)[0]
    if not start < first or sheet.form(first - 1) != ",":
        return start
    return first if any(sheet.finite(k) for k in range(max(start, first - _LONGEST), first - 1)) else start


def _inside_phrase(sheet: Sheet, i: int, after: int) -> tuple[Range, ...]:
    """A cue between a participle or adjective and its complement: "condamné selon elle à l'issue d'un procès"."""
    tokens = sheet.tokens
    before, end = tokens[i - 1], sheet.sentence(i)[1]
    participle = (
        before.pos == "VERB"
        and before.feature("VerbForm") == "Part"
        and before.dep in ("acl", "amod", "conj", "parataxis")
    )
    if not (participle or (before.pos == "ADJ" and before.dep in ("amod", "acl", "appos"))) or after >= end:
        return ()
    if tokens[after].pos not in ("ADP", "DET"):
        return ()
    rest = sheet.trim(after, sheet.extend(after, i))
    return ((i - 1, i - 1), rest) if rest else ()


def _in_relative(sheet: Sheet, i: int, after: int) -> tuple[Range, ...]:
    """A cue behind "qui": the noun that is told of and the rest of the clause.

    "critique un texte qui, selon elle, affaiblit la ville" -> un texte | affaiblit la ville
    """
    tokens = sheet.tokens
    relative = i - 1 - (sheet.form(i - 1) == ",")
    if relative < 1 or sheet.form(relative).lower() != "qui" or not sheet.same_paragraph(relative, i):
        return ()
    begin = after + (sheet.form(after) == ",")
    if begin >= len(tokens) or not sheet.same_paragraph(i, begin):
        return ()
    verb = tokens[relative].head
    end = sheet.sentence(i)[1]
    told = tokens[verb].head if tokens[verb].dep == "acl:relcl" else verb
    if verb < begin or not (told < relative and tokens[told].pos in NOMINAL):
        return ()
    rest = sheet.trim(*sheet.balance(begin, min(sheet.extend(sheet.subtree(verb)[-1], i), end)))
    if rest is None:
        return ()
    phrase = sheet.phrase(told, leave=frozenset({"acl:relcl", "punct"}))
    head = sheet.trim(phrase[0], min(phrase[1], relative - 1))
    return (head, rest) if head is not None and head[1] < rest[0] else (rest,)


_JOINS = frozenset({"mais", "et", "car", "or", "que", "qu'", "puisque", ":"})


def _to_end(sheet: Sheet, first: int, end: int) -> int:
    """The end of a sentence, or of the quotation that begins at its head and goes on past it."""
    for k in range(first, min(first + 3, end + 1)):
        for at in sheet.quotes.chain(k):
            closing = sheet.quotes.all[at].closing
            if closing is not None and closing > end and sheet.same_paragraph(closing, end):
                return closing
    return end


_LINKS = frozenset({"qui", "que", "qu'", "dont", "où", "alors", "tandis", "lors", "après", "avant"})
_LONGEST = 80  # tokens that go on behind an inserted cue without commas, at most; not measured


def _goes_on(sheet: Sheet, after: int, end: int, i: int) -> tuple[Range, ...]:
    """The sentence's rest after an inserted cue, where the parse hangs it on what stood before the cue.

    Between commas ("Il est, selon elle, parti") or without any: "Il faut selon elle « partir »".
    """
    tokens = sheet.tokens
    if after > end:
        return ()
    if sheet.form(after) != ",":
        quoted = sheet.form(after) == OPENING
        k = after + quoted
        linked = tokens[after].pos in ("PUNCT", "CCONJ", "SCONJ") or tokens[after].form.lower() in _LINKS
        inserted = tokens[i - 1].pos in VERBAL and (quoted or not linked) and end - after <= _LONGEST and k <= end
        on = inserted and (tokens[k].head < i or (quoted and tokens[k].head >= k))
        rest = sheet.trim(after, end) if on else None
        return (rest,) if rest else ()
    k = after + 1
    while k <= end and tokens[k].head != k:
        if tokens[k].head < i:
            rest = sheet.trim(after + 1, end)
            return (rest,) if rest else ()
        if tokens[k].head <= after:
            return ()
        k = tokens[k].head
    if k <= end and tokens[k].head == k:
        rest = sheet.trim(after + 1, end)
        return (rest,) if rest else ()
    return ()
