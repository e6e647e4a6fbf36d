"""What a reporting verb governs: its subject, its dependents with their prepositions, its infinitive."""

from __future__ import annotations

from itertools import islice

from dixit.extract.candidates import Candidate
from dixit.extract.classes import sorts_of
from dixit.extract.cues import Cue, left_edge
from dixit.extract.people import noun, state
from dixit.extract.perfect import acting
from dixit.extract.syntax import VERBAL, Range, Sheet, Speaker
from dixit.lexicon import Frame

PREPOSITIONS = {
    "du": "de", "des": "de", "d'": "de", "au": "à", "aux": "à", "de": "de", "à": "à", "en": "en", "sur": "sur",
    "contre": "contre", "pour": "pour", "par": "par", "avec": "avec", "comme": "comme",
}  # fmt: skip


def speaker_of(sheet: Sheet, cue: Cue) -> Speaker | None:
    """Who speaks: the agent of a passive, else the subject; None for an agentless passive or "on"."""
    tokens = sheet.tokens
    main = cue.main
    reflexive = cue.entry.key.startswith(("se ", "s'"))
    if tokens[main].dep in ("aux", "cop", "advmod") and (tokens[main].head in cue.nodes or reflexive):
        main = tokens[main].head  # "se dit disposé à"
    passive = sheet.is_passive(main) and not reflexive
    if passive:
        head = sheet.agent(main)
        head = _far_agent(sheet, main) if head is None else head
    else:
        head = _active_subject(sheet, cue, main)
    if head is None or head in cue.nodes:
        return None
    if tokens[head].form.lower() in ("on", "-t-on", "-on") and not sheet.quotes.chain(head):
        return None
    return sheet.speaker(head)


_FAR = 25  # tokens between a passive and its agent, quotations left out; not measured


def _far_agent(sheet: Sheet, main: int) -> int | None:
    """A passive's agent that the parser hangs elsewhere: "accusé de polluer le port par les élus" -> élus"""
    tokens = sheet.tokens
    around = sheet.quotes.around
    end = sheet.sentence(main)[1]
    for k in islice((k for k in range(main + 1, end) if around[k] == around[main]), _FAR):
        token = tokens[k]
        if token.form in (";", ":") or token.feature("VerbForm") in ("Fin", "Part"):
            return None
        if token.form.lower() == "par":
            head = token.head
            return head if head > k and around[head] == around[main] and _can_speak(sheet, head) else None
    return None


def _can_speak(sheet: Sheet, head: int) -> bool:
    token = sheet.tokens[head]
    return token.ent in ("PER", "ORG") or noun(token.form) is not None


def _active_subject(sheet: Sheet, cue: Cue, main: int) -> int | None:
    """The subject by the parse, by an inverted clitic, or the noun phrase before the verb."""
    head = _beneficiary(sheet, main)
    if head is None:
        head = _of_auxiliary(sheet, main)
    if head is None:
        head = _absolute(sheet, main)
    if head is None:
        head = _detached(sheet, _participle_above(sheet, main))
    if head is None:
        head = sheet.subject(main)
    if head is None and main != cue.nodes[-1]:
        head = sheet.subject(cue.nodes[-1])
    if head is not None and sheet.form(head).lower() in ("lui", "leur", "y", "en"):
        head = None  # an indirect object that the parser takes for the subject
    if head is not None and not _behind_colon(sheet, head, main):
        return _before_aside(sheet, main, head)
    clitic = sheet.clitic_subject(cue.span[0], cue.last + 1)
    if clitic is not None:
        return clitic
    first = _group_start(sheet, main)
    finite = any(sheet.tokens[k].feature("VerbForm") == "Fin" for k in range(first, main + 1))
    return _before_verb(sheet, first, main) if finite or head is not None else None


def _before_aside(sheet: Sheet, main: int, head: int) -> int:
    """The person of whom a participle between commas tells, for "qui" after it; else the antecedent as it is.

    "Anna Petit, chargée des quais à la mairie, qui dénonce" -> Anna
    """
    tokens = sheet.tokens
    if tokens[main].dep != "acl:relcl" or tokens[main].head != head or _is_person(sheet, head):
        return head
    relative = next((k for k in range(head + 1, main) if sheet.form(k).lower() == "qui"), None)
    if relative is None or sheet.form(relative - 1) != ",":
        return head
    at = head
    while tokens[at].dep in ("nmod", "obl", "obj", "flat", "appos") and tokens[at].head < at:
        at = tokens[at].head
    aside = tokens[at].dep == "acl" and tokens[at].feature("VerbForm") == "Part" and sheet.form(at - 1) == ","
    return tokens[at].head if aside and _is_person(sheet, tokens[at].head) else head


def _is_person(sheet: Sheet, k: int) -> bool:
    known = noun(sheet.form(k))
    return sheet.tokens[k].ent == "PER" or (known is not None and known.sort == "person")


def _of_auxiliary(sheet: Sheet, main: int) -> int | None:
    """Subject of the perfect with which a bare participle shares an auxiliary: "a dénoncé ... et accusé"."""
    tokens = sheet.tokens
    if any(tokens[k].pos == "AUX" for k in sheet.children[main]):
        return None
    shared = acting(sheet, main)
    if shared is None:
        return None
    subject = sheet.subject(shared)
    return subject if subject is not None and subject < main else _before_verb(sheet, left_edge(sheet, shared), shared)


def _participle_above(sheet: Sheet, main: int) -> int:
    """The participle that an infinitive hangs on, else the verb itself: "allant jusqu'à dire" -> allant"""
    tokens = sheet.tokens
    above = tokens[main].head
    led = tokens[main].dep in ("advcl", "xcomp", "obl") and sheet.is_infinitive(main) and above < main
    return above if led and sheet.is_gerund(above) else main


def _beneficiary(sheet: Sheet, main: int) -> int | None:
    """Who stands between "pour" and "de" with an infinitive: "l'occasion pour les élus de demander" -> élus"""
    tokens = sheet.tokens
    mark = next((k for k in sheet.children[main] if tokens[k].dep == "mark" and k < main), None)
    if mark is None or sheet.form(mark).lower() not in ("de", "d'") or not sheet.is_infinitive(main):
        return None
    if sheet.form(mark - 1).lower() in _NOT_DE:
        return None
    for k in range(mark - 1, max(mark - _PHRASE, sheet.sentence(main)[0]) - 1, -1):
        if tokens[k].pos in VERBAL or (tokens[k].pos == "PUNCT" and tokens[k].form != ","):
            return None
        if tokens[k].form.lower() == "pour":
            who = next((h for h in range(k + 1, mark) if tokens[h].pos in ("NOUN", "PROPN", "PRON")), None)
            return who if who is not None and may_act(sheet, who) and _is_given(sheet, k, who) else None
    return None


_PHRASE = 15  # tokens of a noun phrase between "pour" and "de"; not measured
_NOT_DE = frozenset(("afin", "avant", "lieu"))  # words whose "de" is their own: "afin de demander"
# What is there for somebody to do something: "l'occasion pour les élus de demander", "il est facile pour eux de".
_FOR_SOMEBODY = frozenset(
    "occasion droit temps moment heure tour possibilité opportunité chance moyen façon manière intérêt obligation "
    "nécessité difficulté facile difficile possible impossible nécessaire important essentiel urgent utile".split()
)
_NO_ACTOR = frozenset("TLXMOEAS")  # sorts of nouns that name no one who acts


def is_thing(sheet: Sheet, k: int) -> bool:
    """Whether a noun names a time, a place or a thing, and nobody: "un rocher"; "la ville" is a body."""
    token = sheet.tokens[k]
    known = noun(token.form)
    place = known is not None and known.sort == "body" and sorts_of(token).startswith("L")
    return token.pos == "NOUN" and sorts_of(token)[:1] in _NO_ACTOR and not place


def names_nobody(sheet: Sheet, k: int) -> bool:
    """Whether a noun names a thing and nobody beside it: not "une partie des marins", "la voix d'Ana Bel"."""
    whose = any(sheet.tokens[c].dep == "nmod" and not is_thing(sheet, c) for c in sheet.children[k])
    return is_thing(sheet, k) and not whose


def may_act(sheet: Sheet, k: int) -> bool:
    """Whether a word names somebody who may speak: a person, a body, a state, a pronoun; no time, place or thing."""
    token = sheet.tokens[k]
    if token.pos == "PRON":
        return token.form.lower() in _SOMEBODY
    if is_thing(sheet, k):
        return False
    return _can_speak(sheet, k) or state(token.form) is not None


_SOMEBODY = frozenset(("lui", "elle", "eux", "elles", "moi", "nous", "vous", "toi", "ceux", "celui", "celle", "celles"))


def _is_given(sheet: Sheet, pour: int, who: int) -> bool:
    """Whether what "pour" hangs on, by the parse or before it, is there for somebody: "occasion", "difficile"."""
    tokens = sheet.tokens
    k = pour - 1
    while k > 0 and tokens[k].pos in ("PUNCT", "ADV"):
        k -= 1
    above = tokens[who].head
    subjects = (h for h in sheet.children[above] if tokens[h].dep == "nsubj")  # "le temps est venu pour"
    return any(tokens[h].lemma in _FOR_SOMEBODY for h in (above, k, *subjects) if h >= 0)


def _absolute(sheet: Sheet, main: int) -> int | None:
    """The name between a comma and a participle, which it is the subject of: "..., Paris déclarant « regretter »"."""
    tokens = sheet.tokens
    k = main - 1
    if k < 1 or not sheet.is_gerund(main):
        return None
    if tokens[k].form == ")":
        k = next((j - 1 for j in range(k, sheet.sentence(main)[0], -1) if tokens[j].form == "("), k)
    last = k
    while k > 0 and tokens[k].pos == "PROPN":
        k -= 1
    return k + 1 if k < last and tokens[k].form == "," else None


def _detached(sheet: Sheet, main: int) -> int | None:
    """Subject of the main clause for a participle that a comma parts from the noun that the parser hangs it on.

    "Le groupe a confirmé l'intrusion des militants, assurant que ..." -> Le groupe
    """
    tokens = sheet.tokens
    if not sheet.is_gerund(main):
        return None
    noun = tokens[main].head
    first = left_edge(sheet, main)
    apart = sheet.form(first - 1).lower() in (",", "en")
    if tokens[main].dep != "acl" or not apart or noun >= main:
        return None
    at = noun
    for _ in range(8):
        at = tokens[at].head
        if tokens[at].pos in VERBAL:
            break
    if tokens[at].pos not in VERBAL or at >= main or sheet.quotes.around[at] != sheet.quotes.around[main]:
        return None
    subject = sheet.subject(at)
    own = subject is not None and (subject == noun or noun in sheet.subtree(subject))
    return None if own else subject


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


def make(  # noqa: PLR0913 - what every construction must say of its statement
    sheet: Sheet,
    cue: Cue,
    frame: Frame,
    rule: str,
    pieces: tuple[Range, ...],
    *,
    nominal: bool,
    cue_span: Range | None = None,
) -> Candidate:
    """A candidate of a construction, with the cue's own speaker."""
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


def dependents(sheet: Sheet, cue: Cue) -> list[int]:
    """What hangs on the cue's words, in text order, its own words left out."""
    found = {k for node in cue.nodes for k in sheet.children[node]}
    return sorted(found - set(cue.nodes))


def marker(sheet: Sheet, i: int) -> str:
    """The preposition or subordinator of a dependent, contractions undone; "" where there is none."""
    for k in sheet.children[i]:
        if sheet.tokens[k].dep in ("case", "mark") and k < i:
            form = sheet.tokens[k].form.lower()
            return PREPOSITIONS.get(form, "que" if form in ("que", "qu'") else form)
    return ""


def extended(sheet: Sheet, cue: Cue, piece: Range) -> Range:
    """A content after its cue, up to the end of its stretch."""
    if piece[0] < cue.main:
        return piece
    first, last = piece[0], sheet.extend(piece[1], cue.main)
    return sheet.trim(*sheet.balance(first, last)) or piece


def object_phrase(sheet: Sheet, cue: Cue, k: int) -> Range:
    """A content's noun phrase with all its complements, quotations balanced."""
    piece = sheet.phrase(k)
    first, last = sheet.balance(*piece)
    piece = sheet.trim(first, last) or piece
    return extended(sheet, cue, piece)


def infinitive_of(sheet: Sheet, cue: Cue, wanted: str) -> int | None:
    """The infinitive that a cue takes with a preposition ("" for none): by the parse, else the first one after it."""
    tokens = sheet.tokens
    for k in dependents(sheet, cue):
        if k > cue.last and sheet.is_infinitive(k) and marker(sheet, k) == wanted and tokens[k].dep in _INFINITIVE_DEPS:
            return k
    end = sheet.sentence(cue.main)[1]
    for k in range(cue.last + 1, min(end, cue.last + 25) + 1):
        token = tokens[k]
        if token.feature("VerbForm") == "Inf" and token.pos in ("VERB", "AUX"):
            before = _before_infinitive(sheet, k)
            if PREPOSITIONS.get(before, "") != wanted or not (wanted or k <= cue.last + 6):
                return None
            return token.head if token.dep.startswith("aux") and k < token.head <= end else k  # "se faire dépister"
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


def clitic(sheet: Sheet, main: int, forms: tuple[str, ...]) -> int | None:
    """A clitic object among the words of a verb group before the verb, or None."""
    group = range(left_edge(sheet, main), main)
    return next((k for k in group if sheet.form(k).lower() in forms and sheet.tokens[k].pos in ("PRON", "DET")), None)
