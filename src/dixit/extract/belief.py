"""How likely a candidate is a statement: a learned judgement over what stands around its cue.

Logistic regression (see training/belief.py) over the construction, the verb's form and what it hangs on, who
speaks, and the look of the content. The rules propose generously; this keeps or drops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dixit.extract.candidates import Candidate, is_heading, mode
from dixit.extract.classes import sorts_of
from dixit.extract.ngrams import plain_form, word_at
from dixit.extract.quotes import CLOSING, OPENING
from dixit.extract.syntax import VERBAL, Sheet
from dixit.lexicon import words


def features(sheet: Sheet, candidate: Candidate, rivals: Sequence[Candidate]) -> list[str]:
    """Names of the features that are present. `rivals`: the other candidates of the same cue."""
    rule, key = candidate.rule, candidate.key or "-"
    found = [f"rule={rule}", f"key={key}", f"{rule}|{key}", f"sure={candidate.sure}", f"{rule}|sure={candidate.sure}"]
    found += [f"rival={other.rule}<{rule}" for other in rivals]
    found += _verb(sheet, candidate)
    found += _speaker(sheet, candidate)
    found += _content(sheet, candidate)
    found += _alone(sheet, candidate)
    found += _place(sheet, candidate)
    found += _words_at_cue(sheet, candidate)
    found += _words_of_content(sheet, candidate)
    found += _together(sheet, candidate)
    return found


def _verb(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """The form of the cue's verb and what it hangs on."""
    if candidate.main is None:
        return
    tokens = sheet.tokens
    token = tokens[candidate.main]
    form, tense, mood = token.feature("VerbForm"), token.feature("Tense"), token.feature("Mood")
    finite = next(
        (
            tokens[k]
            for k in sheet.children[candidate.main]
            if tokens[k].pos == "AUX" and tokens[k].feature("VerbForm") == "Fin"
        ),
        None,
    )
    shape = f"{form}{tense}{mood}" + (f"+{finite.feature('Tense')}{finite.feature('Mood')}" if finite else "")
    yield f"verb={shape}"
    yield f"{candidate.rule}|verb={shape}"
    yield f"dep={token.dep}"
    yield f"{shape}|dep={token.dep}"
    yield f"pos={token.pos}"
    yield f"negated={candidate.negated}"
    yield f"{candidate.key}|negated={candidate.negated}"
    yield f"passive={sheet.is_passive(candidate.main)}"
    person = (finite or token).feature("Person")
    yield f"person={person}"
    head = tokens[token.head]
    if token.dep in ("xcomp", "advcl", "acl", "ccomp") and head.lemma in words("cue-governors.fr"):
        yield f"governor={head.lemma}"
    mark = next(
        (
            tokens[k].lemma
            for k in sheet.children[candidate.main]
            if tokens[k].dep in ("mark", "case") and k < candidate.main
        ),
        "",
    )
    yield f"mark={mark}"
    if mark:
        yield f"{form}|mark={mark}"


def _speaker(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """Who speaks: nobody, a pronoun, a name, or which noun."""
    speaker = candidate.speaker
    if speaker is None:
        yield "speaker=none"
        yield f"{candidate.rule}|speaker=none"
        yield f"{candidate.key}|speaker=none"
        return
    head = sheet.tokens[speaker.head]
    named = next((sheet.tokens[k].ent for k in range(speaker.first, speaker.last + 1) if sheet.tokens[k].ent), "")
    kind = named or head.pos
    yield f"speaker={kind}"
    yield f"{candidate.rule}|speaker={kind}"
    if head.pos in ("NOUN", "PRON"):
        yield f"speaker_lemma={head.lemma}"
    yield f"speaker_names={sorts_of(head)}"
    yield f"{candidate.rule}|speaker_names={sorts_of(head)}"
    quoted = bool(sheet.quotes.chain(speaker.head))
    yield f"speaker_quoted={quoted}"
    if candidate.main is not None and head.pos == "PRON":
        yield f"pron={head.form.lower()}"


def _content(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """The look of the content: length, quotation marks, verbs, head noun."""
    tokens = sheet.tokens
    size = sum(last - first + 1 for first, last in candidate.pieces)
    bucket = min(size, 3) if size < 4 else 4 if size < 7 else 7 if size < 12 else 12 if size < 25 else 25
    how = mode(sheet, candidate, interrupted=False)
    yield f"size={bucket}"
    yield f"mode={how}"
    yield f"{candidate.rule}|mode={how}"
    yield f"{candidate.rule}|size={bucket}"
    yield f"{candidate.key}|mode={how}"
    first, last = candidate.pieces[-1] if candidate.rule == "object_and" else candidate.pieces[0]
    finite = any(
        tokens[k].pos in VERBAL and tokens[k].feature("VerbForm") == "Fin"
        for k in range(first, min(last, first + 60) + 1)
    )
    yield f"finite={finite}"
    if candidate.nominal:
        head = _top(sheet, first, last)
        lemma = _lemma(sheet, head)
        yield f"noun={lemma}"
        yield f"noun_pos={tokens[head].pos}{tokens[head].ent}"
        yield f"det={tokens[first].lemma if tokens[first].pos == 'DET' else tokens[first].pos}"
        yield f"noun_end={lemma[-4:]}"
        yield f"names={sorts_of(tokens[head])}"
        yield f"{candidate.key}|names={sorts_of(tokens[head])}"
        yield f"{candidate.key}|noun_pos={tokens[head].pos}{tokens[head].ent}"


def _top(sheet: Sheet, first: int, last: int) -> int:
    """The first token of a stretch whose governor lies outside it."""
    heads = ((k, sheet.tokens[k].head) for k in range(first, last + 1))
    return next((k for k, head in heads if head == k or not first <= head <= last), first)


def _alone(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """For a content without a cue: how much of it is quoted, in which person, and what the sentence before holds."""
    if candidate.main is not None:
        return
    tokens = sheet.tokens
    first, last = candidate.pieces[0]
    quoted = [k for k in range(first, last + 1) if sheet.quotes.around[k] >= 0 and tokens[k].pos != "PUNCT"]
    share = len(quoted) / max(last - first + 1, 1)
    verbal = any(tokens[k].feature("VerbForm") == "Fin" for k in quoted)
    me = any(tokens[k].form.lower() in ("je", "j'", "nous", "notre", "nos", "on", "mon", "ma", "mes") for k in quoted)
    before = sheet.sentence(first)[0] - 1
    told = before >= 0 and _holds_marks(sheet, before)
    same = sheet.same_paragraph(before, first)
    yield f"alone|share={int(share * 5)}"
    yield f"alone|verbal={verbal}|{candidate.rule}"
    yield f"alone|me={me}|{candidate.rule}"
    yield f"alone|before={told}|same={same}|{candidate.rule}"
    yield f"alone|key={candidate.key}|verbal={verbal}|before={told}"
    end = sheet.sentence(last)[1] + 1
    goes_on = end < len(tokens) and _holds_marks(sheet, end)
    yield f"alone|after={goes_on}|same={end < len(tokens) and sheet.same_paragraph(last, end)}|{candidate.rule}"
    size = min(len(quoted), 7)
    yield f"alone|words={size}|{candidate.rule}"
    quote = sheet.quotes.opened_by(first - 1)
    yield f"alone|heading={quote is not None and is_heading(sheet, quote)}|words={size}"
    yield f"alone|title={sheet.paragraph(first) == 0}|{candidate.rule}|{candidate.key}"
    if candidate.rule == "loose" and quoted:
        yield from _lead(sheet, first, quoted[0])


def _holds_marks(sheet: Sheet, k: int) -> bool:
    """Whether the sentence around a token holds a quotation mark."""
    first, last = sheet.sentence(k)
    return any(token.form in (OPENING, CLOSING) for token in sheet.tokens[first : last + 1])


def _lead(sheet: Sheet, first: int, quoted: int) -> Iterator[str]:
    """For a sentence with a quotation that nothing claims: how the narrator comes to it."""
    tokens = sheet.tokens
    lead = [k for k in range(first, quoted) if tokens[k].pos != "PUNCT"]
    verb = next((k for k in reversed(lead) if sheet.finite(k)), None)
    before = word_at(sheet, quoted - 2) if lead else ""
    yield f"lead|{before}"
    yield f"lead|{before}|{tokens[quoted].pos}{tokens[quoted].feature('VerbForm')}"
    if verb is None:
        yield f"lead|no verb|{min(len(lead), 5)}"
        return
    subject = next((tokens[k] for k in sheet.children[verb] if tokens[k].dep.startswith("nsubj") and k < verb), None)
    who = "none" if subject is None else subject.form.lower() if subject.pos == "PRON" else subject.ent or subject.pos
    yield f"lead|verb={_lemma(sheet, verb)}"
    yield f"lead|shape={tokens[verb].feature('Tense')}{tokens[verb].feature('Mood')}|near={quoted - verb < 4}"
    yield f"lead|subject={who}"
    yield f"lead|subject={who}|{tokens[verb].feature('Tense')}{tokens[verb].feature('Mood')}"
    if subject is not None and subject.pos == "NOUN":
        yield f"lead|names={sorts_of(subject)}"


def _place(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """Where in the document: title, inside a quotation, beside quotation marks."""
    at = candidate.main if candidate.main is not None else candidate.pieces[0][0]
    paragraph = sheet.paragraph(at)
    yield f"title={paragraph == 0}"
    depth = len(sheet.quotes.chain(at)) if candidate.main is not None else 0
    yield f"quoted={min(depth, 2)}"
    if candidate.main is not None:
        yield f"{candidate.rule}|quoted={min(depth, 2)}"
        yield f"{candidate.key}|quoted={min(depth, 2)}"
    first, last = sheet.sentence(at)
    marks = sum(sheet.tokens[k].form == "«" for k in range(first, last + 1))
    yield f"marks={min(marks, 2)}"


def _lemma(sheet: Sheet, k: int) -> str:
    """A word's lemma; of a name, or of who is a side, only that it is one."""
    plain = plain_form(sheet.tokens[k])
    return plain if plain in ("@side", "@name", "@PER", "@ORG", "@LOC") else sheet.tokens[k].lemma


def _words_at_cue(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """The words before and after the cue, alone, in pairs, and with the cue."""
    if candidate.main is None:
        return
    stretch = sheet.sentence(candidate.main)
    first, last = candidate.cue or (candidate.main, candidate.main)
    before, after = word_at(sheet, first - 1, *stretch), word_at(sheet, last + 1, *stretch)
    yield f"b1={before}"
    yield f"b2={word_at(sheet, first - 2, *stretch)} {before}"
    yield f"a1={after}"
    yield f"a2={after} {word_at(sheet, last + 2, *stretch)}"
    for part in (candidate.key, candidate.rule):
        yield f"{part}|b1={before}"
        yield f"{part}|a1={after}"
    yield f"first={word_at(sheet, stretch[0])}"
    yield f"at_first={candidate.main == stretch[0]}"


def _words_of_content(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """How the content begins and ends, and the words on its two sides."""
    rule, (first, last) = candidate.rule, candidate.pieces[0]
    beginning = [word_at(sheet, k) for k in range(first, min(last, first + 3) + 1)]
    yield from (f"c{n}={' '.join(beginning[:n])}" for n in range(1, len(beginning) + 1))
    yield f"{candidate.key}|c1={beginning[0]}"
    yield f"{rule}|c1={beginning[0]}"
    end = candidate.pieces[-1][1]
    after, before = word_at(sheet, end + 1), word_at(sheet, first - 1)
    yield f"e0={word_at(sheet, end)}"
    yield f"e1={after}"
    yield f"e2={word_at(sheet, end)} {after}"
    yield f"{rule}|e1={after}"
    yield f"p1={before}"
    yield f"{rule}|p1={before}"
    yield f"p2={word_at(sheet, first - 2)} {before}"


def _together(sheet: Sheet, candidate: Candidate) -> Iterator[str]:
    """The cue with its form, with what it hangs on, with who speaks and with the head of what is said."""
    if candidate.main is None:
        return
    rule, key, tokens = candidate.rule, candidate.key, sheet.tokens
    cue = tokens[candidate.main]
    above = _lemma(sheet, cue.head)
    yield f"{key}|dep={cue.dep}"
    yield f"{key}|head={above}"
    yield f"head={above}|{cue.dep}"
    yield f"{key}|shape={cue.feature('VerbForm')}{cue.feature('Tense')}{cue.feature('Mood')}"
    if candidate.speaker is not None:
        speaker = tokens[candidate.speaker.head]
        yield f"sp={plain_form(speaker)}"
        yield f"{key}|sp={plain_form(speaker)}"
        yield f"sp={speaker.lemma if speaker.pos == 'NOUN' else speaker.pos}|{rule}"
        yield f"spdep={speaker.dep}|{rule}"
        yield f"order={candidate.speaker.head < candidate.main}|{rule}"
    first, last = candidate.pieces[0]
    head = tokens[_top(sheet, first, last)]
    yield f"{key}|obj={plain_form(head)}"
    yield f"{rule}|obj={_lemma(sheet, head.i)}"
    yield f"{key}|odep={head.dep}"
    yield f"odep={head.dep}|{rule}"
    yield f"far={min(abs(candidate.main - first) // 5, 4)}|{rule}"
