"""Statements whose cue clause stands beside its content: inversion, insertion, "comme l'affirme X"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dixit.extract.candidates import Candidate
from dixit.extract.cues import Cue, cue_at, head_of_chain, left_edge
from dixit.extract.people import press
from dixit.extract.perfect import acting
from dixit.extract.postposed import postposed
from dixit.extract.quotes import CLOSING, OPENING, Quote
from dixit.extract.syntax import NOMINAL, VERBAL, Range, Sheet, Speaker
from dixit.lexicon import cues

_BOUNDARY = frozenset({",", CLOSING, "?", "!", "...", "-", "--", "("})


@dataclass(frozen=True, slots=True)
class CueClause:
    """A cue clause beside what it reports: its first token, the cue, who speaks, its last token."""

    first: int
    cue: Cue
    speaker: Speaker | None
    last: int


def quotative(sheet: Sheet, cue: Cue) -> Iterator[Candidate]:
    """From "« Nous partirons », a dit hier X, « demain »": two pieces around the cue clause"""
    clause = _inverted(sheet, cue)
    if clause is None:
        return
    left = _left_content(sheet, clause)
    if left is None:
        return
    rest = _rest_of_quotation(sheet, clause)
    pieces = [left, *(_right_content(sheet, clause, left) if rest is None else [rest])]
    if (
        sheet.form(clause.first - 1) == ","
        and sheet.form(clause.first - 2) != CLOSING
        and not _has_verb(sheet, cue, pieces)
    ):
        return
    yield Candidate(
        rule="quotative"
        if sheet.form(clause.first - 1) == CLOSING or sheet.form(clause.first - 2) == CLOSING
        else "inserted",
        main=cue.main,
        key=cue.entry.key or sheet.tokens[cue.main].lemma,
        cue=cue.span,
        speaker=clause.speaker,
        pieces=tuple(pieces),
        nominal=False,
        sure=bool(cue.entry.frames),
    )


def _has_verb(sheet: Sheet, cue: Cue, pieces: Sequence[Range]) -> bool:
    """Whether a content has a finite verb that is not the cue's own auxiliary."""
    own = set(sheet.children[cue.main])
    return any(
        sheet.tokens[k].feature("VerbForm") == "Fin" and k not in own
        for first, last in pieces
        for k in range(first, last + 1)
    )


def _inverted(sheet: Sheet, cue: Cue) -> CueClause | None:  # noqa: PLR0911 - one way out a reason
    """The cue clause around a cue whose subject follows it, or None."""
    tokens = sheet.tokens
    top = head_of_chain(sheet, cue.main)
    first = _beginning(sheet, top)
    before = sheet.form(first - 1)
    if first == cue.main and acting(sheet, first) is not None:
        return None  # "a dénoncé un « retard », jugé la situation grave": no clause of its own
    if first == 0 or not sheet.same_paragraph(first - 1, first) or before not in _BOUNDARY:
        return None
    known = cue.entry.frame("q") is not None
    beside_quote = before == CLOSING or (before == "," and sheet.form(first - 2) == CLOSING)
    if any(sheet.quotes.around[first - 1] != sheet.quotes.around[k] for k in (first, cue.main)) and not beside_quote:
        return None
    if not (known or beside_quote):
        return None
    clitic = sheet.clitic_subject(first, cue.last + 1 + (sheet.form(cue.last + 1) == "t"))  # "relève t-il" too
    if clitic is not None:
        nobody = tokens[clitic].form.endswith("on") or _is_written(sheet, cue, clitic)
        speaker = _impersonal(sheet, clitic, cue) if nobody else Speaker(clitic, clitic, clitic)
        return CueClause(first, cue, speaker, max(cue.last, clitic))
    head = postposed(sheet, cue, top, beside_quote=beside_quote)
    if head is None:
        return None
    learned = tokens[cue.main].lemma == "apprendre" and press((tokens[head].form,)) == "agency"
    speaker = (_impersonal(sheet, head, cue) if learned else None) or sheet.speaker(head)
    return CueClause(first, cue, speaker, max(cue.last, speaker.last))


_BETWEEN = 4  # tokens between an inverted clitic and its participle ("a-t-il d'autre part déclaré"); not measured
_ASTRIDE = 7  # tokens from an auxiliary to its participle ("a pour sa part, mardi, estimé"), at most; not measured


def _beginning(sheet: Sheet, top: int) -> int:
    """First token of a verb group, also where more than an adverb stands within it.

    "a-t-il d'autre part déclaré", "a pour sa part estimé"
    """
    first = left_edge(sheet, top)
    if sheet.form(first - 1) in _BOUNDARY:
        return first
    for k in sheet.children[top]:
        if sheet.tokens[k].pos == "AUX" and top - _ASTRIDE <= k < first:
            edge = left_edge(sheet, k)
            if sheet.form(edge - 1) in _BOUNDARY:
                return edge
    clitic = sheet.clitic_subject(first - _BETWEEN, first - 1)
    if clitic is None or sheet.tokens[clitic - 1].pos != "AUX" or sheet.tokens[clitic].head != top:
        return first
    return left_edge(sheet, clitic - 1)


def unknown_cues(sheet: Sheet, known: Mapping[int, Cue]) -> Iterator[Cue]:
    """Verbs outside the lexicon that stand right after a closing mark: "« ... », a-t-il calculé"."""
    for quote in sheet.quotes.all:
        if quote.closing is None or quote.last - quote.first < 2:
            continue
        start = quote.closing + 1
        if sheet.form(start) == ",":
            start += 1
        inverted = sheet.clitic_subject(start, start + 3) is not None
        for k in range(start, min(start + (9 if inverted else 5), len(sheet.tokens))):
            token = sheet.tokens[k]
            if token.pos == "VERB":
                alone = k not in known if inverted else not any(j in known for j in range(k, k + 4))
                if alone and _beginning(sheet, head_of_chain(sheet, k)) == start and sheet.same_paragraph(k, start):
                    yield cue_at(sheet, k)
                break
            if token.pos not in ("AUX", "PRON", "ADV", "PART") and not inverted:
                break


def _is_written(sheet: Sheet, cue: Cue, clitic: int) -> bool:
    """Whether "il" is nobody: "est-il écrit dans le rapport"."""
    passive = sheet.form(clitic - 1).lower() == "est" and sheet.form(clitic - 2).lower() not in ("s'", "se", "m'")
    return passive and sheet.form(clitic) == "-il" and sheet.tokens[cue.main].feature("VerbForm") == "Part"


def _impersonal(sheet: Sheet, clitic: int, cue: Cue) -> Speaker | None:
    """From "a-t-on appris de source officielle", "lit-on dans un communiqué": the source"""
    tokens = sheet.tokens
    end = sheet.sentence(cue.main)[1]
    for k in range(max(clitic, cue.last) + 1, min(end, cue.last + 9)):
        form = tokens[k].form.lower()
        if form in ("auprès", "de", "dans", "sur") and k + 1 <= end:
            start = k + 2 if form == "auprès" else k + 1
            head = next((h for h in range(start, min(start + 4, end + 1)) if tokens[h].pos in ("NOUN", "PROPN")), None)
            if head is not None:
                return sheet.speaker(head)
    return None


def _left_content(sheet: Sheet, clause: CueClause) -> Range | None:
    """What stands before a cue clause: its quotation whole, or the sentence up to the clause."""
    end = clause.first - 1
    ground = sheet.quotes.chain(clause.cue.main)
    while end >= 0 and sheet.form(end) in (",", "-", "--", "("):
        end -= 1
    if end < 0 or not sheet.same_paragraph(end, clause.first):
        return None
    first = sheet.statement_start(end)
    if sheet.form(end) == CLOSING:
        quote = sheet.quotes.closed_by(end)
        if quote is not None:
            first = sheet.statement_start(quote.opening)
            lead = [k for k in range(first, quote.opening) if sheet.tokens[k].pos != "PUNCT"]
            if not lead or sheet.form(quote.opening - 1) == ":":
                return quote.first, quote.last
    ground_quotes = [sheet.quotes.all[q] for q in ground]
    if ground_quotes:
        first = max(first, ground_quotes[0].first)
    return sheet.trim(first, _before_aside(sheet, end))


def _before_aside(sheet: Sheet, end: int) -> int:
    """Where a content ends whose last words are the narrator's: "« Je suis élu » (depuis 2008), dit X"."""
    if sheet.form(end) != ")":
        return end
    opening = next((k for k in range(end, sheet.sentence(end)[0] - 1, -1) if sheet.form(k) == "("), end)
    return opening - 1 if opening and sheet.form(opening - 1) == CLOSING else end


def _right_content(sheet: Sheet, clause: CueClause, left: Range) -> list[Range]:  # noqa: PLR0911 - one a reason
    """What goes on after a cue clause: a quotation after a comma or colon, or the interrupted sentence.

    Nothing unquoted goes on from a quotation that was closed: "« Je pars », a dit X, ému" tells of X.
    """
    closed = sheet.form(left[1] + 1) == CLOSING and sheet.form(left[0] - 1) == OPENING
    tokens = sheet.tokens
    end = sheet.sentence(clause.cue.main)[1]
    inside = set(sheet.subtree(clause.cue.main))
    for k in range(clause.last + 1, end + 1):
        form = tokens[k].form
        if form == OPENING and sheet.form(k - 1) in (",", ":"):
            if sheet.form(k - 1) == ":" and _has_next_cue(sheet, clause, k):
                return []
            quote = sheet.quotes.opened_by(k)
            if quote is None:
                return []
            if quote.closing is None or quote.closing >= end - 1:
                return [(quote.first, quote.last)]
            rest = sheet.trim(k, end)
            return [rest] if rest else []
        if form == OPENING and sheet.form(k - 1).lower() in ("car", "mais") and sheet.form(k - 2) == ",":
            rest = sheet.trim(k - 1, end)
            return [rest] if rest else []
        if form in (".", ";", "?", "!") or (form == "," and _turns_away(sheet, k + 1, clause)):
            return []
        if form == "," and k + 1 <= end and k + 1 not in inside and _resumes(sheet, k + 1, clause):
            rest = sheet.trim(k + 1, end)
            return [rest] if rest and not (closed and _unquoted(sheet, rest)) else []
    return []


def _has_next_cue(sheet: Sheet, clause: CueClause, opening: int) -> bool:
    """Whether what is quoted behind a colon is led by a cue of its own: ", a-t-il dit, avant d'ajouter : « ... »"."""
    known = cues(sheet.parsed.document.language)
    tokens = sheet.tokens
    return any(
        tokens[k].pos == "VERB" and tokens[k].feature("VerbForm") in ("Inf", "Part") and tokens[k].lemma in known
        for k in range(clause.last + 1, opening)
        if sheet.form(k - 1) in (",", "d'", "de", "en", "pour")
    )


def _unquoted(sheet: Sheet, piece: Range) -> bool:
    """Whether no word of a piece stands in quotation marks."""
    return all(sheet.quotes.around[k] < 0 for k in range(piece[0], piece[1] + 1))


_ASIDE = 12  # tokens of a cue clause after its speaker ("mardi à la presse"), at most; not measured


def _rest_of_quotation(sheet: Sheet, clause: CueClause) -> Range | None:
    """From "« Il faut, a dit X, que tous partent. Et vite. »": what follows inside the marks that are interrupted"""
    around = sheet.quotes.around[clause.cue.main]
    if around < 0 or sheet.quotes.around[clause.first - 1] != around:
        return None
    quote = sheet.quotes.all[around]
    if not _begins(sheet, clause, quote):
        return None
    last = min(quote.last, sheet.last_of_paragraph(quote.opening))
    for k in range(clause.last + 1, min(clause.last + _ASIDE, last)):
        form = sheet.form(k)
        if form in (".", "!", "?") or (form == "," and not _of_speaker(sheet, k + 1, clause)):
            return sheet.trim(k + 1, _before_next_clause(sheet, k + 1, last))
        if form in (";", ":", OPENING, CLOSING):
            return None
    return None


def _begins(sheet: Sheet, clause: CueClause, quote: Quote) -> bool:
    """Whether the interrupted sentence is a quotation's first, before which its paragraph says nothing."""
    first = sheet.sentence(quote.opening)[0]
    lead = all(sheet.tokens[k].pos == "PUNCT" for k in range(first, quote.opening))
    return lead and sheet.sentence(quote.first) == sheet.sentence(clause.first)


def _of_speaker(sheet: Sheet, k: int, clause: CueClause) -> bool:
    """Whether what follows a comma tells more of the speaker: "a dit Ana Bel, qui préside le conseil, ..."."""
    if clause.speaker is None or sheet.form(k).lower() in ("que", "qu'"):
        return False
    tokens = sheet.tokens
    for _ in range(10):
        head = tokens[k].head
        if clause.first <= head <= clause.last:
            return tokens[k].dep in ("appos", "acl:relcl", "acl", "nmod", "flat")
        if head == k or head < clause.first:
            return False
        k = head
    return False


def _before_next_clause(sheet: Sheet, first: int, last: int) -> int:
    """Where a quotation's rest ends: before the sentence that a second cue clause interrupts, or with the quotation."""
    known = cues(sheet.parsed.document.language)
    k = sheet.sentence(first)[1] + 1
    while k <= last:
        begins, end = sheet.sentence(k)
        for i in range(k, min(end, last) + 1):
            edge = left_edge(sheet, i) if sheet.tokens[i].pos == "VERB" and sheet.tokens[i].lemma in known else begins
            if edge > begins and sheet.form(edge - 1) in (",", "?", "!") and _subject_after(sheet, edge, i):
                return begins - 1
        k = end + 1
    return last


def _subject_after(sheet: Sheet, edge: int, i: int) -> bool:
    inverted = any(k > i and sheet.tokens[k].dep in ("nsubj", "nsubj:pass") for k in sheet.children[i])
    return inverted or sheet.clitic_subject(edge, i + 1) is not None


def _turns_away(sheet: Sheet, k: int, clause: CueClause) -> bool:
    """Whether what follows a cue clause's comma is a new cue ("ajoutant que") or goes with the speaker."""
    if k >= len(sheet.tokens):
        return True
    token = sheet.tokens[k]
    named = clause.speaker is not None and sheet.tokens[clause.speaker.head].pos in ("NOUN", "PROPN")
    if named and token.form.lower() in (
        "qui",
        "dont",
        "pour",
        "que",
        "qu'",
        "où",
        "lequel",
        "laquelle",
        "lors",
        "dans",
        "sur",
        "à",
    ):
        return True
    if token.form.endswith("ant") and token.pos in ("VERB", "ADJ", "ADP"):
        return True
    if token.form.lower() == "avant" and sheet.form(k + 1).lower() in ("de", "d'"):
        return True  # "avant d'ajouter", "avant de partir"
    return token.pos in ("NOUN", "PROPN", "DET", "NUM") or token.form.lower() in ("tout", "en")


def _resumes(sheet: Sheet, k: int, clause: CueClause) -> bool:
    """Whether a token after the cue clause hangs on the content before it."""
    tokens = sheet.tokens
    for _ in range(30):
        head = tokens[k].head
        if clause.first <= head <= clause.last:
            return False
        if head == k:
            return tokens[clause.cue.main].dep == "parataxis" and k > clause.last
        if head < clause.first:
            return tokens[k].dep not in ("parataxis", "punct", "advcl") and tokens[head].pos in VERBAL | NOMINAL
        k = head
    return False


def as_told(sheet: Sheet, cue: Cue) -> Iterator[Candidate]:
    """From "comme l'affirme le journal", "comme il l'avait annoncé": the rest of the sentence"""
    tokens = sheet.tokens
    first = left_edge(sheet, cue.main)
    start = next((k for k in range(first, max(first - 6, -1), -1) if sheet.form(k).lower() == "comme"), None)
    if start is None or not any(sheet.form(k).lower() in ("l'", "le") for k in range(start, cue.main)):
        return
    sentence_first, end = sheet.sentence(cue.main)
    head = postposed(sheet, cue, cue.main, beside_quote=True) or sheet.child(cue.main, "nsubj")
    speaker = sheet.speaker(head) if head is not None else None
    if all(tokens[k].pos in ("PUNCT", "ADV", "CCONJ") for k in range(sentence_first, start)):
        after = next(
            (k for k in range(max(cue.last, speaker.last if speaker else 0) + 1, end) if sheet.form(k) == ","), None
        )
        piece = sheet.trim(after + 1, end) if after is not None else None
    else:
        piece = sheet.trim(sheet.statement_start(start), start - 1)
    if piece is not None:
        yield Candidate("as_told", cue.main, cue.entry.key, cue.span, speaker, (piece,), False, True)
