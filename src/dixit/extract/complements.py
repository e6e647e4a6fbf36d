"""Statements whose content hangs on the reporting verb: clause, infinitive, noun phrase, small clause."""

from __future__ import annotations

from collections.abc import Iterator

from dixit.extract.candidates import Candidate
from dixit.extract.cues import Cue, left_edge
from dixit.extract.syntax import NOMINAL, Range, Sheet, Speaker
from dixit.lexicon import Frame, words

_PREPOSITIONS = {
    "du": "de", "des": "de", "d'": "de", "au": "à", "aux": "à", "de": "de", "à": "à", "en": "en", "sur": "sur",
    "contre": "contre", "pour": "pour", "par": "par", "avec": "avec", "comme": "comme",
}  # fmt: skip
_QUESTION = frozenset(
    {"si", "s'", "pourquoi", "comment", "combien", "quand", "où", "quel", "quelle", "quels", "quelles"}
)


def complements(sheet: Sheet, cue: Cue) -> Iterator[Candidate]:
    """Every content that the frames of a cue find among its complements, the surest frame first."""
    for frame in cue.entry.frames:
        rule = _RULES.get(frame.kind)
        if rule is not None:
            yield from rule(sheet, cue, frame)


def speaker_of(sheet: Sheet, cue: Cue) -> Speaker | None:
    """Who speaks: the agent of a passive, else the subject; None for an agentless passive or "on"."""
    tokens = sheet.tokens
    main = cue.main
    if tokens[main].dep == "aux" and tokens[main].head in cue.nodes:
        main = tokens[main].head
    present = tokens[main].feature("VerbForm") == "Part" and tokens[main].feature("Tense") == "Pres"
    reflexive = cue.entry.key.startswith(("se ", "s'"))
    passive = sheet.is_passive(main) and not present and not reflexive
    head = sheet.agent(main) if passive else _active_subject(sheet, cue, main)
    if head is None or head in cue.nodes:
        return None
    if tokens[head].form.lower() in ("on", "-t-on", "-on") and not sheet.quotes.chain(head):
        return None
    return sheet.speaker(head)


def _active_subject(sheet: Sheet, cue: Cue, main: int) -> int | None:
    """The subject by the parse, by an inverted clitic, or the noun phrase before the verb."""
    head = sheet.subject(main)
    if head is None and main != cue.nodes[-1]:
        head = sheet.subject(cue.nodes[-1])
    if head is not None and sheet.form(head).lower() in ("lui", "leur", "y", "en"):
        head = None  # an indirect object that the parser takes for the subject
    if head is not None and not _behind_colon(sheet, head, main):
        return head
    clitic = sheet.clitic_subject(cue.span[0], cue.last + 1)
    if clitic is not None:
        return clitic
    first = _group_start(sheet, main)
    finite = any(sheet.tokens[k].feature("VerbForm") == "Fin" for k in range(first, main + 1))
    return _before_verb(sheet, first, main) if finite or head is not None else None


def _group_start(sheet: Sheet, main: int) -> int:
    """First token of a verb group, an aside within it passed over ("il a en outre, souligné")."""
    auxiliaries = [k for k in sheet.children[main] if k < main and sheet.tokens[k].dep.startswith("aux")]
    near = [k for k in auxiliaries if main - k < 8]
    return left_edge(sheet, min(near)) if near else left_edge(sheet, main)


def _behind_colon(sheet: Sheet, head: int, main: int) -> bool:
    """Whether a colon stands between a subject and its verb ("Violences: Ruffin dénonce")."""
    return head < main and any(sheet.form(k) == ":" for k in range(head + 1, main))


def _before_verb(sheet: Sheet, group: int, main: int) -> int | None:
    """Head of what stands right before a verb group: a pronoun, a noun phrase, or the antecedent of "qui"."""
    tokens = sheet.tokens
    first = sheet.sentence(main)[0]
    k = group - 1
    while k >= first and (tokens[k].pos in ("ADV", "PUNCT") and tokens[k].form not in (":", "«", "»", ";")):
        k -= 1
    if k < first:
        return None
    form = tokens[k].form.lower()
    if form == "qui":
        k -= 1
        while k >= first and tokens[k].pos == "PUNCT":
            k -= 1
    elif tokens[k].pos == "PRON":
        return k if form in ("il", "elle", "ils", "elles", "je", "nous", "certains", "plusieurs", "on") else None
    while k >= first and tokens[k].pos in ("ADJ", "VERB", "NUM") and tokens[k].feature("VerbForm") != "Fin":
        k -= 1
    if k < first or tokens[k].pos not in ("NOUN", "PROPN"):
        return None
    while first <= tokens[k].head < main and tokens[tokens[k].head].pos in ("NOUN", "PROPN") and tokens[k].head != k:
        above = tokens[k].head
        if any(sheet.form(c) == ":" for c in range(min(above, k), max(above, k))):
            break
        k = above
    return k


def _make(  # noqa: PLR0913 - what every construction must say of its statement
    sheet: Sheet,
    cue: Cue,
    frame: Frame,
    rule: str,
    pieces: tuple[Range, ...],
    *,
    nominal: bool,
    cue_span: Range | None = None,
) -> Candidate:
    return Candidate(
        rule=rule,
        main=cue.main,
        key=cue.entry.key,
        cue=cue_span or cue.span,
        speaker=speaker_of(sheet, cue),
        pieces=tuple(sorted(pieces)),
        nominal=nominal,
        sure=frame.sure,
        negated=sheet.negated(cue.main),
    )


def _dependents(sheet: Sheet, cue: Cue) -> list[int]:
    """What hangs on the cue's words, in text order, its own words left out."""
    found = {k for node in cue.nodes for k in sheet.children[node]}
    return sorted(found - set(cue.nodes))


def _marker(sheet: Sheet, i: int) -> str:
    """The preposition or subordinator of a dependent, contractions undone; "" where there is none."""
    for k in sheet.children[i]:
        if sheet.tokens[k].dep in ("case", "mark") and k < i:
            form = sheet.tokens[k].form.lower()
            return _PREPOSITIONS.get(form, "que" if form in ("que", "qu'") else form)
    return ""


def that_clause(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Le ministre a dit que la route était fermée": la route était fermée"""
    tokens = sheet.tokens
    for k in _dependents(sheet, cue):
        if k < cue.main or tokens[k].dep not in ("ccomp", "xcomp", "advcl", "csubj"):
            continue
        marker = _marker(sheet, k)
        question = next((t for t in sheet.subtree(k) if t > cue.main), None)
        asks = question is not None and tokens[question].form.lower() in _QUESTION
        if (marker == "que" and not _comparison(sheet, k)) or (tokens[k].dep == "ccomp" and asks):
            first, last = _extended(sheet, cue, sheet.clause(k))
            yield _make(sheet, cue, frame, "clause", ((_after_that(sheet, cue, first), last),), nominal=False)
            return
    yield from _surface_clause(sheet, cue, frame)


_INNER_CLAUSES = frozenset({"si", "quand", "lorsque", "dans", "sur", "en"})


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


def _surface_clause(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """Where the parser missed it: "que" soon after the cue, up to the end of the sentence."""
    tokens = sheet.tokens
    end = sheet.sentence(cue.main)[1]
    for k in range(cue.last + 1, min(cue.last + 12, end)):
        form = tokens[k].form.lower()
        if form in ("que", "qu'"):
            if _is_relative(sheet, k) or sheet.form(k - 1).lower() in (
                "alors",
                "afin",
                "tandis",
                "bien",
                "parce",
                "plus",
                "moins",
            ):
                return
            last = _clause_end(sheet, k + 1, end)
            piece = sheet.trim(*sheet.balance(k + 1, last))
            if piece is not None and piece[1] > piece[0]:
                yield _make(sheet, cue, frame, "clause_surface", (piece,), nominal=False)
            return
        if form in ("si", "s'", "pourquoi", "comment") and k == cue.last + 1 and cue.entry.frame("c"):
            piece = sheet.trim(*sheet.balance(k + (form in ("si", "s'")), end))
            if piece is not None:
                yield _make(sheet, cue, frame, "question", (piece,), nominal=False)
            return
        if tokens[k].pos in ("VERB", "AUX") or form in (".", ";", ":", "qui", "dont"):
            return


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


def _extended(sheet: Sheet, cue: Cue, piece: Range) -> Range:
    """A content after its cue, up to the end of its stretch."""
    if piece[0] < cue.main:
        return piece
    first, last = piece[0], sheet.extend(piece[1], cue.main)
    return sheet.trim(*sheet.balance(first, last)) or piece


def infinitive(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Elle promet de partir", "il affirme être prêt", "il appelle Y à cesser": the infinitive"""
    wanted = {"i": "", "de": "de", "à": "à"}[frame.kind]
    k = _infinitive_of(sheet, cue, wanted)
    if k is not None:
        yield _make(
            sheet, cue, frame, f"infinitive_{frame.kind}", (_extended(sheet, cue, sheet.clause(k)),), nominal=False
        )


def _infinitive_of(sheet: Sheet, cue: Cue, wanted: str) -> int | None:
    """The infinitive that a cue takes with a preposition ("" for none): by the parse, else the first one after it."""
    tokens = sheet.tokens
    for k in _dependents(sheet, cue):
        if (
            k > cue.last
            and sheet.is_infinitive(k)
            and _marker(sheet, k) == wanted
            and tokens[k].dep in _INFINITIVE_DEPS
        ):
            return k
    end = sheet.sentence(cue.main)[1]
    for k in range(cue.last + 1, min(end, cue.last + 25) + 1):
        token = tokens[k]
        if token.feature("VerbForm") == "Inf" and token.pos in ("VERB", "AUX"):
            before = _before_infinitive(sheet, k)
            return k if _PREPOSITIONS.get(before, "") == wanted and (wanted or k <= cue.last + 6) else None
        if token.form in (".", ";", ":") or (token.pos in ("VERB", "AUX") and token.feature("VerbForm") == "Fin"):
            return None
    return None


_INFINITIVE_DEPS = frozenset({"xcomp", "ccomp", "advcl", "obl", "acl", "obj", "advmod"})


def _before_infinitive(sheet: Sheet, k: int) -> str:
    """The word before an infinitive, clitics, negation, adverbs and marks passed over."""
    k -= 1
    while k > 0 and (
        sheet.tokens[k].pos in ("PRON", "ADV", "PUNCT") or sheet.tokens[k].form.lower() in ("ne", "n'", "pas")
    ):
        k -= 1
    return sheet.form(k).lower()


def noun_phrase(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Elle a dénoncé les violences": les violences; "les violences dénoncées par elle" too"""
    tokens = sheet.tokens
    main = cue.main
    if sheet.is_passive(main) and tokens[main].feature("Tense") != "Pres":
        yield from _passive(sheet, cue, frame)
        return
    for k in _dependents(sheet, cue):
        if not _is_object(sheet, cue, k):
            continue
        if tokens[k].feature("PronType") == "Rel" or tokens[k].form.lower() in ("que", "qu'"):
            if tokens[main].dep == "acl:relcl" and tokens[tokens[main].head].pos in NOMINAL:
                head = tokens[main].head
                piece = sheet.phrase(head, leave=frozenset({"acl:relcl", "punct"}))
                yield _make(sheet, cue, frame, "object_relative", (piece,), nominal=True)
                return
            continue
        if k < main or tokens[k].pos not in NOMINAL:
            continue
        yield _make(sheet, cue, frame, "object", (_object(sheet, cue, k),), nominal=True)
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
        return any(tokens[c].dep == "case" and tokens[c].form.lower() == "des" for c in sheet.children[k])
    return any(tokens[c].dep == "nsubj" and c < cue.main for c in sheet.children[cue.main])


def clitic_object(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Il les a condamnés": the clitic"""
    k = _clitic(sheet, cue.main, ("les", "le", "la", "l'"))
    if k is not None:
        yield _make(sheet, cue, frame, "object_clitic", ((k, k),), nominal=True)


def _clitic(sheet: Sheet, main: int, forms: tuple[str, ...]) -> int | None:
    """A clitic object among the words of a verb group before the verb, or None."""
    group = range(left_edge(sheet, main), main)
    return next((k for k in group if sheet.form(k).lower() in forms and sheet.tokens[k].pos in ("PRON", "DET")), None)


def _surface_object(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """Where the parser missed it: the noun phrase that follows the cue, days and asides passed over."""
    tokens = sheet.tokens
    if tokens[cue.main].dep in ("aux", "cop"):
        return
    k = cue.last + 1
    end = sheet.sentence(cue.main)[1]
    while k <= end and (tokens[k].pos == "ADV" or tokens[k].form.lower() in words("days.fr")):
        k += 1
    quantity = k <= end and tokens[k].form.lower() in ("plus", "moins", "près", "quelque", "des", "du", "de")
    if k > end or (tokens[k].pos not in ("DET", "PROPN", "NUM", "NOUN") and tokens[k].form != "«" and not quantity):
        return
    head = next((h for h in range(k, min(k + 7, end + 1)) if tokens[h].pos in ("NOUN", "PROPN", "NUM")), None)
    if head is None or any(tokens[h].pos in ("VERB", "AUX") for h in range(k, head)):
        return
    piece = _extended(sheet, cue, (k, max(head, sheet.phrase(head)[1])))
    yield _make(sheet, cue, frame, "object_surface", (piece,), nominal=True)


def _object(sheet: Sheet, cue: Cue, k: int) -> Range:
    """A content's noun phrase with all its complements, quotations balanced."""
    piece = sheet.phrase(k)
    first, last = sheet.balance(*piece)
    piece = sheet.trim(first, last) or piece
    return _extended(sheet, cue, piece)


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
    yield _make(sheet, cue, frame, rule, (sheet.phrase(head, leave=leave),), nominal=True)


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
    head = _oblique(sheet, cue, frame.preposition)
    if head is None:
        return
    first, last = _object(sheet, cue, head)
    if _PREPOSITIONS.get(sheet.form(first).lower()) == frame.preposition and first < last:
        first += 1  # a preposition that the parser hangs elsewhere
    extra = [c for c in sheet.children[head] if tokens[c].dep == "conj" and _marker(sheet, c) == frame.preposition]
    pieces: tuple[Range, ...] = ((first, last),)
    if extra and extra[0] > last:
        pieces += (_object(sheet, cue, extra[0]),)
    yield _make(sheet, cue, frame, f"oblique_{frame.preposition}", pieces, nominal=True)


def _oblique(sheet: Sheet, cue: Cue, preposition: str) -> int | None:
    """Head of the noun phrase after a preposition: a dependent of the cue, else what follows the cue."""
    tokens = sheet.tokens
    for k in _dependents(sheet, cue):
        if k < cue.main or tokens[k].dep not in ("obl", "nmod", "iobj", "advcl", "xcomp", "obj"):
            continue
        if _marker(sheet, k) == preposition and tokens[k].pos in NOMINAL and not sheet.is_infinitive(k):
            return k
    k = cue.last + 1
    end = sheet.sentence(cue.main)[1]
    while k <= end and (tokens[k].pos == "ADV" or tokens[k].form.lower() in words("days.fr")):
        k += 1
    if k < end and _PREPOSITIONS.get(tokens[k].form.lower()) == preposition:
        head = next((h for h in range(k + 1, min(k + 7, end + 1)) if tokens[h].pos in ("NOUN", "PROPN")), None)
        if head is not None and not any(tokens[h].pos in ("VERB", "AUX") for h in range(k, head)):
            return head
    return None


def object_and(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Il accuse Y de mentir", "Y est accusé de mensonge", "elle reproche à Y son silence": Y, and the rest"""
    tokens = sheet.tokens
    main = cue.main
    person: int | None = None
    rest: int | None = None
    reproach = frame.preposition == "à"
    for k in _dependents(sheet, cue):
        token = tokens[k]
        marker = _marker(sheet, k)
        if (
            token.dep == "nsubj:pass"
            or (token.dep == "nsubj" and sheet.is_passive(main))
            or (reproach and token.dep in ("iobj", "obl", "obl:arg", "nmod") and (marker == "à" or token.pos == "PRON"))
        ):
            person = k if person is None else person
        elif reproach and k > main and (token.dep == "obj" or (marker == "de" and sheet.is_infinitive(k))):
            rest = k if rest is None else rest
        elif not reproach and token.dep == "obj":
            person = k if person is None else person
        elif not reproach and k > main and marker == frame.preposition:
            rest = k if rest is None else rest
    if person is None:
        person = _implied_person(sheet, main, reproach=reproach)
    if person is not None and tokens[person].feature("PronType") == "Rel":
        person = tokens[main].head if tokens[main].dep == "acl:relcl" else person
    if rest is None and frame.preposition in ("de", "à") and not reproach:
        rest = _infinitive_of(sheet, cue, frame.preposition)
        if rest is None and person is not None and person > main:
            inside = [c for c in sheet.subtree(person) if c > person and _marker(sheet, c) == frame.preposition]
            quoted = [c for c in inside if sheet.quotes.around[c] != sheet.quotes.around[main]]
            rest = next(iter(quoted or inside[-1:]), None)
    if rest is None and reproach:
        rest = _infinitive_of(sheet, cue, "de")
    if person is None or rest is None or person == rest:
        return
    tail = _extended(sheet, cue, sheet.clause(rest)) if sheet.is_infinitive(rest) else _object(sheet, cue, rest)
    piece = sheet.phrase(
        person, leave=frozenset({"acl:relcl", "punct", "acl", "advcl"}) if person < main else frozenset()
    )
    if piece[0] <= tail[1] and tail[0] <= piece[1]:
        return
    yield _make(sheet, cue, frame, "object_and", (piece, tail), nominal=True)


def _implied_person(sheet: Sheet, main: int, *, reproach: bool) -> int | None:
    """Who is accused without being a dependent of the verb: the noun of a participle, a subject, a clitic."""
    if sheet.is_passive(main):
        noun = sheet.tokens[main].dep in ("acl", "amod")
        return sheet.tokens[main].head if noun else sheet.subject(main)
    return _clitic(sheet, main, ("lui", "leur") if reproach else ("le", "la", "l'", "les"))


def small_clause(sheet: Sheet, cue: Cue, frame: Frame) -> Iterator[Candidate]:
    """From "Il juge ce projet absurde": ce projet absurde; "elle se dit prête à partir" -> partir"""
    tokens = sheet.tokens
    main = cue.main
    predicate = next(
        (k for k in _dependents(sheet, cue) if k > main and tokens[k].dep in ("xcomp", "advmod", "obl", "amod", "ccomp")
         and tokens[k].pos in ("ADJ", "VERB", "NOUN", "ADP", "PROPN") and _marker(sheet, k) in ("", "comme")
         and not sheet.is_infinitive(k)),
        None,
    )  # fmt: skip
    if predicate is None:
        return
    if cue.entry.key.startswith("se "):
        inner = next((k for k in sheet.children[predicate] if k > predicate and sheet.is_infinitive(k)), None)
        that = next(
            (k for k in sheet.children[predicate] if tokens[k].dep == "ccomp" and _marker(sheet, k) == "que"), None
        )
        if that is not None:
            piece = _extended(sheet, cue, sheet.clause(that))
            yield _make(sheet, cue, frame, "ready", (piece,), nominal=False, cue_span=(cue.span[0], predicate))
            return
        if tokens[predicate].pos in ("ADJ", "VERB") and tokens[predicate].lemma in (
            "prêt",
            "disposé",
            "disponible",
            "favorable",
        ):
            if inner is None:
                inner = next(
                    (k for k in sheet.children[predicate] if k > predicate and tokens[k].dep.startswith("obl")), None
                )
            if inner is not None:
                piece = (
                    _extended(sheet, cue, sheet.clause(inner))
                    if sheet.is_infinitive(inner)
                    else _object(sheet, cue, inner)
                )
                yield _make(sheet, cue, frame, "ready", (piece,), nominal=False, cue_span=(cue.span[0], predicate))
                return
        yield _make(sheet, cue, frame, "predicate", (_extended(sheet, cue, sheet.clause(predicate)),), nominal=False)
        return
    person = sheet.child(main, "obj", "nsubj:pass")
    if person is None:
        return
    what, how = sheet.phrase(person), _extended(sheet, cue, sheet.clause(predicate))
    if person < main:
        yield _make(sheet, cue, frame, "small_clause", (what, how), nominal=False)
    else:
        yield _make(sheet, cue, frame, "small_clause", ((min(what[0], how[0]), max(what[1], how[1])),), nominal=False)


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
