"""Where a content ends: a learned choice among the places where it could.

Parsers attach what follows a comma, a conjunction or a preposition about as often wrong as right, and contents run on
past all three. From a content's first token on, every place where it could end is judged in turn by logistic
regression (see training/extent.py); the first that says "stop" ends it, else the sentence does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dixit.extract.candidates import Candidate, Taken
from dixit.extract.cues import CLITICS
from dixit.extract.linear import logistic
from dixit.extract.perfect import acting
from dixit.extract.quotes import CLOSING, OPENING
from dixit.extract.syntax import Sheet
from dixit.lexicon import cues

# Constructions whose content runs on after the cue.
OPEN_ENDED = frozenset(
    [
        "clause",
        "clause_surface",
        "clause_doubtful",
        "question",
        "infinitive_de",
        "infinitive_à",
        "infinitive_i",
        "object",
        "object_surface",
        "object_and",
        "predicate",
        "small_clause",
        "ready",
        "colon_clause",
        "source",
    ]
)
_STOP = 0.5
_PUNCTUATION = frozenset({",", ":", "--", "-", "(", ";"})
_TURNS = frozenset(
    {"et", "ou", "mais", "selon", "alors", "tandis", "en", "tout", "après", "avant", "lors", "lorsque", "puis", "car"}
)


def settle(sheet: Sheet, candidate: Candidate) -> Candidate:
    """The candidate with its last piece ended where the model says."""
    if not is_open(candidate):
        return candidate
    piece = candidate.pieces[-1]
    model = logistic(sheet.parsed.document.language, "extent")
    first = piece[0]
    last = sheet.sentence(piece[1])[1]
    for k in boundaries(sheet, candidate):
        if (
            _new_predicate(sheet, candidate, k)
            or _next_participle(sheet, candidate, k)
            or _circumstance(sheet, candidate, k)
            or model.probability(features(sheet, candidate, k)) >= _STOP
        ):
            last = k - 1
            break
    last = min(last, _before_main_clause(sheet, candidate, last))
    settled = sheet.trim(*sheet.balance(first, last))
    if settled is None or (settled[0] != first and settled[0] > piece[1]):
        return candidate
    return replace(candidate, pieces=(*candidate.pieces[:-1], settled))


def _before_main_clause(sheet: Sheet, candidate: Candidate, last: int) -> int:
    """Where a content ends at the latest whose participle leads to a main clause behind it; else where it ends.

    "Dénonçant un retard « inadmissible », les pêcheurs ont bloqué le pont" -> un retard « inadmissible »
    """
    main = candidate.main
    if main is None or sheet.finite(main) or candidate.pieces[-1][0] < main:
        return last
    above = sheet.tokens[main].head
    subject = sheet.subject(above) if main < above and sheet.tokens[main].dep == "advcl" else None
    if subject is None or not candidate.pieces[-1][0] < subject < above:
        return last
    start = sheet.phrase(subject)[0]
    return start - 2 if sheet.form(start - 1) == "," and start - 2 >= candidate.pieces[-1][0] else last


_JOINTS = frozenset({",", "et", "ou", "puis"})


def in_a_row(sheet: Sheet, candidate: Candidate, own: Taken) -> Candidate:
    """A quotation with those that stand beside it in its sentence and have no cue clause of their own.

    "se dit « épuisée », « incapable de travailler »", "X a crié : « Dehors » et « Démission »"
    """
    first, last = candidate.pieces[-1]
    quote = sheet.quotes.opened_by(first - 1) if first and sheet.form(first - 1) == OPENING else None
    if quote is None or (quote.first, quote.last) != (first, last) or candidate.main is None or first < candidate.main:
        return candidate
    pieces = list(candidate.pieces)
    while quote is not None and quote.closing is not None:
        k = quote.closing + 1
        while sheet.form(k).lower() in _JOINTS:
            k += 1
        if k == quote.closing + 1 or sheet.form(k) != OPENING or not sheet.same_paragraph(quote.closing, k):
            break
        quote = sheet.quotes.opened_by(k)
        if quote is None or own.meets((quote.first, quote.last)):
            break
        pieces.append((quote.first, quote.last))
    return replace(candidate, pieces=tuple(pieces))


def _new_predicate(sheet: Sheet, candidate: Candidate, k: int) -> bool:
    """Whether a noun phrase's content meets the next verb of its sentence: "... la discorde, et a ajouté que"."""
    if not _names(candidate):
        return False
    tokens = sheet.tokens
    n = k + 1 if tokens[k].form == "," and k + 1 < len(tokens) else k
    if tokens[n].pos != "CCONJ" or n + 1 >= len(tokens):
        return False
    following = tokens[n + 1]
    if following.pos in ("AUX", "VERB") and following.feature("VerbForm") == "Fin":
        return True
    return _second_cue(sheet, candidate.main, n + 1)


def _next_participle(sheet: Sheet, candidate: Candidate, k: int) -> bool:
    """Whether a comma begins what the same speaker says next: "X se dit prêt, ajoutant que", "tout en demandant".

    Behind a source ("selon la police, il est parti, demandant à") it may be told of anybody, and between a subject and
    its verb ("que la police, appelant au calme, avait quitté la place") it is that subject's.
    """
    tokens = sheet.tokens
    if tokens[k].form != "," or candidate.rule == "source":
        return False
    n, last = k + 1, sheet.sentence(k)[1]
    while n < last and tokens[n].form.lower() in _BEFORE_PARTICIPLE:
        n += 1
    if n > last:
        return False
    token = tokens[n]
    known = token.lemma in cues(sheet.parsed.document.language)
    if known and n == k + 1 and acting(sheet, n) is not None:
        return True  # "a dénoncé un retard, jugé la situation critique et demandé"
    participle = known and token.form.endswith("ant") and token.pos in ("VERB", "ADJ")
    return participle and not _goes_on_after(sheet, candidate.pieces[-1][0], k, n, last)


def _goes_on_after(sheet: Sheet, first: int, comma: int, participle: int, last: int) -> bool:
    """Whether a content without a verb so far has one behind the participle's phrase and its comma."""
    if any(sheet.finite(j) for j in range(first, comma)):
        return False
    for j in range(participle + 1, last):
        if sheet.tokens[j].form == ",":
            k = j + 1
            while k < last and sheet.form(k).lower() in CLITICS:
                k += 1
            if sheet.finite(k):
                return True
    return False


_BEFORE_PARTICIPLE = CLITICS | {"tout", "même"}


# What a comma and these words begin is the narrator's, behind any content and behind a noun phrase
# (on annotated texts 42 of 44 and 45 of 52 contents end there).
_BESIDE: frozenset[tuple[str, ...]] = frozenset({("tout", "en"), ("au", "lendemain")})
_BESIDE_NOUN: frozenset[tuple[str, ...]] = frozenset(
    {
        ("avant", "de"),
        ("avant", "d'"),
        ("après", "avoir"),
        ("après", "s'"),
        ("alors", "que"),
        ("alors", "qu'"),
        ("tandis", "que"),
        ("tandis", "qu'"),
        ("même", "si"),
        ("même", "s'"),
        ("sans", "que"),
    }
)


def _circumstance(sheet: Sheet, candidate: Candidate, k: int) -> bool:
    """Whether a comma begins when or while what the speaker spoke: "a dénoncé un plan, avant d'être élu"."""
    if sheet.form(k) != "," or candidate.rule == "source":
        return False
    pair = (sheet.form(k + 1).lower(), sheet.form(k + 2).lower())
    ended = _names(candidate) or sheet.form(k - 1) == CLOSING
    return pair in _BESIDE or (ended and pair in _BESIDE_NOUN)


def _names(candidate: Candidate) -> bool:
    """Whether a content is a noun phrase, or one and what is said of it."""
    return candidate.nominal or candidate.rule in ("object_and", "small_clause")


def _second_cue(sheet: Sheet, main: int | None, k: int) -> bool:
    """Whether a participle goes on from the cue's own: "a dénoncé la mesure et averti que"."""
    token = sheet.tokens[k]
    if main is None or token.pos != "VERB" or token.lemma not in cues(sheet.parsed.document.language):
        return False
    own = sheet.tokens[main]
    past = all(t.feature("VerbForm") == "Part" and t.feature("Tense") == "Past" for t in (own, token))
    perfect = any(sheet.tokens[c].dep == "aux" for c in sheet.children[main]) or acting(sheet, main) is not None
    return past and perfect


def is_open(candidate: Candidate) -> bool:
    """Whether the content runs on after its cue, so that its end is a question."""
    if candidate.main is None or not candidate.pieces:
        return False
    open_rule = candidate.rule in OPEN_ENDED or candidate.rule.startswith("oblique_")
    return open_rule and candidate.pieces[-1][0] > candidate.main


def boundaries(sheet: Sheet, candidate: Candidate) -> Iterator[int]:
    """Tokens before which the last piece could end, after its first word; quotations are passed over whole."""
    tokens = sheet.tokens
    first, core = candidate.pieces[-1]
    end = sheet.sentence(core)[1]
    ground = set(sheet.quotes.chain(candidate.main or first))
    k = first + 1
    while k <= end:
        if any(q not in ground for q in sheet.quotes.chain(k)):
            k += 1
            continue
        form = tokens[k].form
        if form in _PUNCTUATION or form.lower() in _TURNS or k == core + 1 or form in (".", "!", "?", ")"):
            yield k
        k += 1


def features(sheet: Sheet, candidate: Candidate, k: int) -> list[str]:
    """What is seen at a place: the word there and after it, what it hangs on, what has gone before."""
    tokens = sheet.tokens
    first, core = candidate.pieces[-1]
    here = tokens[k]
    mark = here.form if here.pos == "PUNCT" else here.form.lower() if here.form.lower() in _TURNS else "word"
    n = k + 1 if here.pos == "PUNCT" and k + 1 < len(tokens) else k
    following = tokens[n]
    shape = f"{following.pos}{following.feature('VerbForm')}{following.feature('Tense')}"
    link = _link(sheet, candidate, n, k)
    word = following.form.lower() if following.pos not in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") else following.pos
    kind = "source" if candidate.rule == "source" else "nominal" if candidate.nominal else "clausal"
    past = "past" if k > core + 1 else "at" if k == core + 1 else "inside"
    size = k - first
    bucket = "1" if size < 4 else "4" if size < 10 else "10" if size < 25 else "25"
    rest = range(n, sheet.sentence(core)[1] + 1)
    found = [
        f"mark={mark}",
        f"{kind}|mark={mark}",
        f"{kind}|{past}|mark={mark}",
        f"{past}|{link}|mark={mark}",
        f"link={link}",
        f"{mark}|next={word}",
        f"{mark}|shape={shape}",
        f"{mark}|{kind}|shape={shape}",
        f"{mark}|dep={following.dep}",
        f"{mark}|{link}|dep={following.dep}",
        f"{mark}|{link}|next={word}",
        f"{kind}|{mark}|{link}",
        f"{kind}|size={bucket}",
        f"{mark}|size={bucket}",
        f"rule={candidate.rule}",
        f"quote_before={tokens[k - 1].form == '»'}|{mark}",
        f"quote_after={any(tokens[j].form == '«' for j in rest)}|{mark}",
        f"finite_after={any(tokens[j].feature('VerbForm') == 'Fin' for j in rest)}|{mark}",
    ]
    if any(
        tokens[j].lemma in cues(sheet.parsed.document.language) and tokens[j].pos == "VERB"
        for j in range(n, min(n + 4, rest.stop))
    ):
        found.append(f"{mark}|{kind}|cue_near")
    second = tokens[n + 1] if n + 1 < len(tokens) else following
    found.append(f"{mark}|two={word}_{second.pos}{second.feature('VerbForm')}")
    if second.form.endswith("ant"):
        found.append(f"{mark}|gerund={word}")
    return found


def _link(sheet: Sheet, candidate: Candidate, n: int, k: int) -> str:
    """What the words after a place hang on: the content, the cue, what stands before it, or what comes later."""
    tokens = sheet.tokens
    first = candidate.pieces[-1][0]
    at = n
    for _ in range(25):
        head = tokens[at].head
        if head == at:
            return "root"
        if head < k:
            if head >= first:
                return f"content:{tokens[at].dep}"
            return f"cue:{tokens[at].dep}" if head == candidate.main else "before"
        at = head
    return "far"
