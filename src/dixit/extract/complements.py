"""Statements whose content hangs on the reporting verb: clause, infinitive, noun phrase."""

from __future__ import annotations

from collections.abc import Iterator

from dixit.extract.candidates import Candidate
from dixit.extract.cues import Cue
from dixit.extract.governed import (
    PREPOSITIONS,
    clitic,
    dependents,
    extended,
    infinitive_of,
    make,
    marker,
    object_phrase,
)
from dixit.extract.perfect import is_time
from dixit.extract.predicates import object_and, small_clause
from dixit.extract.quotes import OPENING
from dixit.extract.syntax import NOMINAL, Range, Sheet
from dixit.lexicon import Frame, words

_QUESTION = frozenset(
    {"si", "s'", "pourquoi", "comment", "combien", "quand", "où", "quel", "quelle", "quels", "quelles"}
)


def complements(sheet: Sheet, cue: Cue) -> Iterator[Candidate]:
    """Every content that the frames of a cue find among its complements, the surest frame first."""
    for frame in cue.entry.frames:
        rule = _RULES.get(frame.kind)
        if rule is not None:
            yield from rule(sheet, cue, frame)


def that_clause(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Le ministre a dit que la route était fermée": la route était fermée"""
    tokens = sheet.tokens
    for k in dependents(sheet, cue):
        if k < cue.main or tokens[k].dep not in ("ccomp", "xcomp", "advcl", "csubj"):
            continue
        mark = marker(sheet, k)
        question = next((t for t in sheet.subtree(k) if t > cue.main), None)
        asks = (
            question is not None
            and tokens[question].form.lower() in _QUESTION
            and not (sheet.form(question - 1).lower() == "même" and sheet.form(question).lower() in ("si", "s'"))
        )
        if (mark == "que" and not _comparison(sheet, k)) or (tokens[k].dep == "ccomp" and asks):
            first, last = extended(sheet, cue, sheet.clause(k))
            yield make(sheet, cue, frame, "clause", ((_after_that(sheet, cue, first), last),), nominal=False)
            return
    yield from _surface_clause(sheet, cue, frame)


def _after_that(sheet: Sheet, cue: Cue, first: int) -> int:
    """Where a clause begins: after the first "que" behind its cue, also in "que si ..., ..."."""
    for k in range(cue.last + 1, min(first, cue.last + 12)):
        if sheet.form(k).lower() in ("que", "qu'") and sheet.form(k + 1).lower() in (
            "si",
            "quand",
            "lorsque",
            "dans",
            "sur",
            "en",
        ):
            return k + 1
        if sheet.tokens[k].pos in ("VERB", "AUX"):
            break
    return first


def _comparison(sheet: Sheet, k: int) -> bool:
    """Whether the clause's "que" belongs to "plus ... que" or "alors que", "afin que"."""
    mark = sheet.child(k, "mark")
    before = sheet.form(mark - 1).lower() if mark is not None else ""
    return before in (
        "alors",
        "afin",
        "pour",
        "tandis",
        "bien",
        "tant",
        "dès",
        "après",
        "avant",
        "sans",
        "parce",
        "ainsi",
        "lors",
    )


_BEFORE_THAT = frozenset(
    "alors afin tandis bien parce plus moins pour avant après sans dès ainsi lors depuis autre autres".split()
)


def _surface_clause(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """Where the parser missed it: "que" soon after the cue, up to the end of the sentence."""
    tokens = sheet.tokens
    end = sheet.sentence(cue.main)[1]
    for k in range(cue.last + 1, min(cue.last + _TO_THAT, end)):
        form = tokens[k].form.lower()
        if form in ("que", "qu'"):
            if sheet.form(k - 1).lower() in _BEFORE_THAT:
                return
            doubtful = _is_relative(sheet, k)  # "a annoncé ces derniers jours qu'elle", "a dit au journal que"
            last = _clause_end(sheet, k + 1, end)
            piece = sheet.trim(*sheet.balance(k + 1, last))
            if piece is not None and piece[1] > piece[0]:
                rule = "clause_doubtful" if doubtful else "clause_surface"
                yield make(sheet, cue, frame, rule, (piece,), nominal=False)
            return
        if form in ("si", "s'", "pourquoi", "comment") and k == cue.last + 1 and cue.entry.frame("c"):
            piece = sheet.trim(*sheet.balance(k + (form in ("si", "s'")), end))
            if piece is not None:
                yield make(sheet, cue, frame, "question", (piece,), nominal=False)
            return
        verb = tokens[k].pos in ("VERB", "AUX") and not _tells_of_noun(sheet, k)
        if verb or form in (".", ";", ":", "qui", "dont"):
            return


_TO_THAT = 16  # tokens from a cue to its "que", at most ("a dit lundi dans un entretien publié par le quotidien que")


def _tells_of_noun(sheet: Sheet, k: int) -> bool:
    """Whether a participle without an auxiliary tells more of a noun: "une vidéo diffusée mardi"."""
    token = sheet.tokens[k]
    past = token.feature("VerbForm") == "Part" and token.feature("Tense") == "Past"
    return past and token.dep in ("acl", "amod") and token.head < k


def _is_relative(sheet: Sheet, k: int) -> bool:
    """Whether a "que" is a relative pronoun by the parser's judgement."""
    return sheet.tokens[k].pos == "PRON" and sheet.tokens[k].dep in ("obj", "nsubj", "obl", "xcomp")


def _clause_end(sheet: Sheet, first: int, end: int) -> int:
    """Last token of a clause read off the surface: the end of the sentence, or a coordinated cue before it."""
    for k in range(first, end):
        if (
            sheet.form(k).lower() in ("et", ",")
            and sheet.form(k + 1).lower() in ("a", "ont")
            and sheet.tokens[k].head != k
        ):
            return k - 1
    return end


def infinitive(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Elle promet de partir", "il affirme être prêt", "il appelle Y à cesser": the infinitive"""
    wanted = {"i": "", "de": "de", "à": "à"}[frame.kind]
    k = infinitive_of(sheet, cue, wanted)
    if k is not None:
        yield make(
            sheet, cue, frame, f"infinitive_{frame.kind}", (extended(sheet, cue, sheet.clause(k)),), nominal=False
        )


def noun_phrase(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Elle a dénoncé les violences": les violences; "les violences dénoncées par elle" too"""
    tokens = sheet.tokens
    main = cue.main
    if sheet.is_passive(main) and tokens[main].feature("Tense") != "Pres":
        yield from _passive(sheet, cue, frame)
        return
    for k in dependents(sheet, cue):
        if not _is_object(sheet, cue, k):
            continue
        if tokens[k].feature("PronType") == "Rel" or tokens[k].form.lower() in ("que", "qu'"):
            if tokens[main].dep == "acl:relcl" and tokens[tokens[main].head].pos in NOMINAL:
                head = tokens[main].head
                piece = sheet.phrase(head, leave=frozenset({"acl:relcl", "punct"}))
                yield make(sheet, cue, frame, "object_relative", (piece,), nominal=True)
                return
            continue
        if k < main or tokens[k].pos not in NOMINAL:
            continue
        yield make(sheet, cue, frame, "object", (object_phrase(sheet, cue, k),), nominal=True)
        return
    yield from _surface_object(sheet, cue, frame)
    yield from clitic_object(sheet, cue, frame)


def _is_object(sheet: Sheet, cue: Cue, k: int) -> bool:
    """Whether a dependent is the object, also where the parser takes "des" for a preposition or sees two subjects."""
    tokens = sheet.tokens
    dep = tokens[k].dep
    if dep == "obj":
        return tokens[k].lemma not in words("days.fr") and tokens[k].form.lower() not in ("veille", "lendemain")
    if k < cue.main or dep not in ("obl", "nsubj"):
        return False
    if dep == "obl":
        return any(tokens[c].dep == "case" and _partitive(sheet, c, k) for c in sheet.children[k])
    return any(tokens[c].dep == "nsubj" and c < cue.main for c in sheet.children[cue.main])


def _partitive(sheet: Sheet, case: int, k: int) -> bool:
    """Whether a preposition may be an article: "des", or "de" before an adjective ("de nouvelles mesures")."""
    form = sheet.form(case).lower()
    return form == "des" or (form in ("de", "d'") and case + 1 < k and sheet.tokens[case + 1].pos == "ADJ")


def clitic_object(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Il les a condamnés": the clitic"""
    k = clitic(sheet, cue.main, ("les", "le", "la", "l'"))
    if k is not None:
        yield make(sheet, cue, frame, "object_clitic", ((k, k),), nominal=True)


def _surface_object(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """Where the parser missed it: the noun phrase that follows the cue, days and asides passed over."""
    tokens = sheet.tokens
    if tokens[cue.main].dep in ("aux", "cop"):
        return
    end = sheet.sentence(cue.main)[1]
    k = _past_asides(sheet, cue.last + 1, end)
    quantity = k <= end and tokens[k].form.lower() in ("plus", "moins", "près", "quelque", "des", "du", "de")
    if k > end or (tokens[k].pos not in ("DET", "PROPN", "NUM", "NOUN") and tokens[k].form != "«" and not quantity):
        return
    head = next((h for h in range(k, min(k + 7, end + 1)) if tokens[h].pos in ("NOUN", "PROPN", "NUM")), None)
    if head is None or any(tokens[h].pos in ("VERB", "AUX") for h in range(k, head)):
        return
    piece = extended(sheet, cue, (k, max(head, sheet.phrase(head)[1])))
    yield make(sheet, cue, frame, "object_surface", (piece,), nominal=True)


def _past_asides(sheet: Sheet, k: int, end: int, preposition: str = "") -> int:
    """First token after adverbs, days and phrases of time and place ("dans la nuit de jeudi", "à Genève").

    With a preposition one that leads to what is the speaker's: "a fait part dans un communiqué | de sa joie".
    """
    tokens = sheet.tokens
    begun = k
    while k <= end and k < begun + 14:
        form = tokens[k].form.lower()
        if (tokens[k].pos == "ADV" and form not in _ASIDES) or (tokens[k].pos == "NOUN" and is_time(tokens[k])):
            k += 1
            continue
        if form == "le" and k + 2 <= end and tokens[k + 1].form.isdigit() and is_time(tokens[k + 2]):
            k += 3  # "le 10 juin"
            continue
        if form not in _ASIDES:
            break
        opens = _opens_own if preposition else _opens_phrase
        following = next((h for h in range(k + 2, min(k + 9, end)) if opens(sheet, h)), None)
        if following is None or any(tokens[h].pos in ("VERB", "AUX", "PUNCT", "SCONJ") for h in range(k, following)):
            break
        k = following
    return k


_ASIDES = frozenset({"à", "au", "aux", "dans", "lors", "devant", "en", "depuis", "sur", "pendant", "auprès"})


def _opens_phrase(sheet: Sheet, h: int) -> bool:
    """Whether an object begins after a noun: "à l'AFP | des mesures", "jeudi | de nouvelles mesures"."""
    before, here = sheet.tokens[h - 1], sheet.tokens[h]
    form, after = here.form.lower(), sheet.tokens[min(h + 1, len(sheet.tokens) - 1)]
    mark = here.form == OPENING and after.pos == "DET"
    article = here.pos == "DET" or (form in ("des", "de", "d'") and after.pos == "ADJ")
    article = article or mark or (form == "des" and after.form == OPENING)
    return article and before.pos in ("NOUN", "PROPN", "NUM", "ADJ") and form != "du"


def _opens_own(sheet: Sheet, h: int) -> bool:
    """Whether "de" leads to what is the speaker's own or quoted: "de sa joie", "de « la joie »"."""
    own = sheet.form(h + 1).lower() in ("son", "sa", "ses", "leur", "leurs", OPENING)
    return sheet.form(h).lower() in ("de", "du", "d'") and own and sheet.tokens[h - 1].pos in ("NOUN", "PROPN", "ADJ")


def _passive(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    tokens = sheet.tokens
    main = cue.main
    head = sheet.child(main, "nsubj:pass", "nsubj")
    rule = "passive"
    if head is None and tokens[main].dep in ("acl", "amod") and tokens[tokens[main].head].pos in NOMINAL:
        head, rule = _agreeing(sheet, main), "passive_participle"
    elif head is None:
        head = sheet.subject(main)
    if head is None:
        return
    if tokens[head].feature("PronType") == "Rel":
        antecedent = sheet.subject(main)
        if antecedent is None:
            return
        head = antecedent
    leave = frozenset({"acl", "acl:relcl", "punct"}) if rule == "passive_participle" else frozenset()
    yield make(sheet, cue, frame, rule, (sheet.phrase(head, leave=leave),), nominal=True)


def _agreeing(sheet: Sheet, main: int) -> int:
    """The noun that a participle agrees with: the one it hangs on, or one above that ends just before it."""
    tokens = sheet.tokens
    head = at = tokens[main].head
    wanted = (tokens[main].feature("Gender"), tokens[main].feature("Number"))
    for _ in range(3):
        if (tokens[at].feature("Gender"), tokens[at].feature("Number")) == wanted:
            return at
        above = tokens[at].head
        if above == at or tokens[at].dep != "nmod" or tokens[above].pos not in ("NOUN", "PROPN"):
            break
        at = above
    return head


def prepositional(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Il a insisté sur la paix", "elle se félicite de l'accord": the noun phrase"""
    tokens = sheet.tokens
    wished = _so_that(sheet, cue) if frame.preposition == "pour" else None
    if wished is not None:
        yield make(sheet, cue, frame, "clause_surface", (wished,), nominal=False)
        return
    head = _oblique(sheet, cue, frame.preposition)
    if head is None:
        return
    first, last = object_phrase(sheet, cue, head)
    if PREPOSITIONS.get(sheet.form(first).lower()) == frame.preposition and first < last:
        first += 1  # a preposition that the parser hangs elsewhere
    extra = [c for c in sheet.children[head] if tokens[c].dep == "conj" and marker(sheet, c) == frame.preposition]
    pieces: tuple[Range, ...] = ((first, last),)
    if extra and extra[0] > last:
        pieces += (object_phrase(sheet, cue, extra[0]),)
    yield make(sheet, cue, frame, f"oblique_{frame.preposition}", pieces, nominal=True)


def _so_that(sheet: Sheet, cue: Cue) -> Range | None:
    """The clause behind "pour que": "plaide auprès de la ville pour que le port rouvre" -> le port rouvre"""
    end = sheet.sentence(cue.main)[1]
    for k in range(cue.last + 1, min(cue.last + _TO_THAT, end - 1)):
        if sheet.form(k).lower() == "pour":
            that = sheet.form(k + 1).lower() in ("que", "qu'")
            return sheet.trim(*sheet.balance(k + 2, end)) if that else None
        if sheet.finite(k) or sheet.form(k) in (".", ";", ":", ","):
            return None
    return None


def _oblique(sheet: Sheet, cue: Cue, preposition: str) -> int | None:
    """Head of the noun phrase after a preposition: a dependent of the cue, else what follows the cue."""
    tokens = sheet.tokens
    for k in dependents(sheet, cue):
        if k < cue.main or tokens[k].dep not in ("obl", "nmod", "iobj", "advcl", "xcomp", "obj"):
            continue
        if marker(sheet, k) == preposition and tokens[k].pos in NOMINAL and not sheet.is_infinitive(k):
            return k
    k = cue.last + 1
    end = sheet.sentence(cue.main)[1]
    while k <= end and (tokens[k].pos == "ADV" or tokens[k].form.lower() in words("days.fr")):
        k += 1
    far = _past_asides(sheet, k, end, preposition)
    k = far if far <= end and PREPOSITIONS.get(sheet.form(far).lower()) == preposition else k
    if k < end and PREPOSITIONS.get(tokens[k].form.lower()) == preposition:
        head = next((h for h in range(k + 1, min(k + 7, end + 1)) if tokens[h].pos in ("NOUN", "PROPN")), None)
        if head is not None and not any(tokens[h].pos in ("VERB", "AUX") for h in range(k, head)):
            return head
    return None


_RULES = {
    "c": that_clause,
    "i": infinitive,
    "de": infinitive,
    "à": infinitive,
    "y": object_and,
    "s": small_clause,
    "n": noun_phrase,
    "p": prepositional,
}
