"""What can be seen of a trigger: features for judging whether it tells of an event, which, and whether it happened.

Names are the same in training (training/events.py) and in reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from dixit.extract.classes import class_of
from dixit.extract.ngrams import plain_form, word_at
from dixit.extract.participants import kind_of, nationality
from dixit.extract.syntax import VERBAL, Sheet
from dixit.extract.triggers import Trigger, fitting
from dixit.folding import fold
from dixit.lexicon import governors, words
from dixit.types import Statement, Token

_NEGATIONS: Final = frozenset({"ne", "n'", "pas", "jamais", "aucun", "aucune", "sans", "ni", "rien", "plus", "non"})
_STEPS: Final = 3  # words above the trigger that are looked at
_DETERMINERS: Final = {
    "le": "def",
    "la": "def",
    "les": "def",
    "l'": "def",
    "un": "indef",
    "une": "indef",
    "des": "indef",
}
_ASIDE: Final = frozenset({"punct", "case", "aux", "aux:pass", "cc", "flat"})
_CLAUSAL: Final = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "cop"})
_WORDED: Final = frozenset({"noun", "person", "body", "document", "num"})  # kinds of which the very word counts
_SMALL: Final = frozenset({"aux", "aux:pass", "cop", "mark", "advmod", "case", "det", "amod"})
_CARRIERS: Final = frozenset({"VERB", "AUX", "NOUN", "ADJ", "PROPN"})
_OFTEN: Final = 0.25  # share of a document's sure triggers from which a type is what the day is about; not measured


class Scene:
    """The triggers of a document, and what they say of each other."""

    def __init__(self, sheet: Sheet, found: Sequence[Trigger]) -> None:
        self._by_head = {trigger.head: trigger for trigger in found}
        sure = [trigger for trigger in found if trigger.known.sure == "+"]
        self._share = int(100 * len(sure) / max(len(sheet.tokens), 1) / 0.7)
        kinds = Counter(trigger.known.senses[0].type for trigger in sure)
        self._kinds = {kind for kind, n in kinds.items() if n >= _OFTEN * len(sure)}
        self._lines = Counter(sheet.sentence(trigger.head)[0] for trigger in sure)
        self._firsts: dict[tuple[int, str], int] = {}
        for trigger in sure:
            self._firsts.setdefault((sheet.sentence(trigger.head)[0], trigger.known.senses[0].type), trigger.head)

    def is_trigger(self, i: int) -> str:
        """How surely a token tells of an event itself: "+", "=" or "?"; "" where it does not."""
        found = self._by_head.get(i)
        return found.known.sure if found else ""

    def features(self, sheet: Sheet, trigger: Trigger, first: str) -> Iterator[str]:
        """How many sure triggers the document and the sentence hold; which of them govern or hang on this one."""
        sure = trigger.known.sure
        yield f"dense={min(self._share, 4)}"
        yield f"{sure}|dense={min(self._share, 4)}"
        yield f"line={min(self._lines[sheet.sentence(trigger.head)[0]] - (sure == '+'), 3)}"
        yield f"kind_of_day={first in self._kinds}"
        earlier = self._firsts.get((sheet.sentence(trigger.head)[0], first), trigger.head)
        yield f"told_already={earlier < trigger.head}|{first}"
        above = self._by_head.get(sheet.tokens[trigger.head].head)
        if above is not None and above.head != trigger.head:
            yield f"above={above.known.sure}{above.known.senses[0].type}"
            yield f"{sure}|above={above.known.sure}|{sheet.tokens[trigger.head].dep}"
        for k in sheet.children[trigger.head]:
            below = self._by_head.get(k)
            if below is not None:
                yield f"below={below.known.sure}|{sheet.tokens[k].dep}"
                yield f"{sure}|below={below.known.sure}|{sheet.tokens[k].dep}"


def event_features(sheet: Sheet, trigger: Trigger, told: Statement | None, scene: Scene) -> list[str]:
    """Features of a trigger; `told`: the innermost statement whose content holds it."""
    senses = fitting(sheet, trigger)
    key, pos = trigger.known.key, "v" if trigger.verbal else "n"
    types = sorted({sense.type for sense in senses})
    found = [
        f"{pos}:{key}",
        f"pos={pos}{sheet.tokens[trigger.head].pos}",
        f"n={len(types)}",
        f"phrase={bool(trigger.known.rest)}",
    ]
    found += [f"lex={kind}" for kind in types] + [f"first={senses[0].type}", f"{pos}first={senses[0].type}"]
    sure = trigger.known.sure
    found += [f"class={class_of(sheet.tokens[trigger.head])}"]
    found += [
        f"sure={sure}",
        f"sure={sure}|{pos}",
        f"sure={sure}|{senses[0].type}",
        f"sure={sure}|told={told is not None}",
    ]
    found += scene.features(sheet, trigger, senses[0].type)
    found += _form(sheet, trigger)
    found += _hanging(sheet, trigger, key, senses[0].type)
    found += _above(sheet, trigger, key, senses[0].type)
    found += _governors(sheet, trigger)
    found += _chain(sheet, trigger)
    found += _around(sheet, trigger)
    found += _telling(told)
    found += _words_beside(sheet, trigger)
    return found


def _form(sheet: Sheet, trigger: Trigger) -> Iterator[str]:
    """The trigger's own form: tense and mood of a verb, number and determiner of a noun."""
    token = sheet.tokens[trigger.head]
    yield f"dep={token.dep}"
    yield f"named={token.ent}"
    if not trigger.verbal:
        det = next((sheet.tokens[k] for k in sheet.children[trigger.head] if sheet.tokens[k].dep == "det"), None)
        article = _DETERMINERS.get(det.form.lower(), det.lemma) if det else "none"
        yield f"det={article}"
        yield f"det={article}|{token.feature('Number')}"
        yield f"{trigger.known.key}|det={article}"
        yield f"cap={token.form[:1].isupper()}"
        return
    shape = shape_of(sheet, trigger.head)
    yield f"shape={shape}"
    yield f"passive={sheet.is_passive(trigger.head)}"
    yield f"{shape}|dep={token.dep}"


def shape_of(sheet: Sheet, i: int) -> str:
    """Verb form, tense and mood, with those of the auxiliary."""
    token = sheet.tokens[i]
    own = f"{token.feature('VerbForm')}{token.feature('Tense')}{token.feature('Mood')}"
    for k in sheet.children[i]:
        auxiliary = sheet.tokens[k]
        if auxiliary.pos == "AUX" and auxiliary.feature("VerbForm") == "Fin":
            return f"{own}+{auxiliary.feature('Tense')}{auxiliary.feature('Mood')}"
    return own


def _hanging(sheet: Sheet, trigger: Trigger, key: str, first: str) -> Iterator[str]:
    """What hangs on the trigger: relations, prepositions, kinds and words; and how many of them name a side."""
    sides = 0
    for k in sheet.children[trigger.head]:
        child = sheet.tokens[k]
        if child.dep in _ASIDE:
            continue
        if child.dep == "amod":
            side = nationality(child.form)
            sides += side
            yield "amod=@" if side else f"amod={child.lemma}"
            yield f"{key}|amod={'@' if side else child.lemma}"
        elif child.pos in ("NOUN", "PROPN", "PRON", "NUM", "X"):
            kind = kind_of(child)
            sides += kind not in ("noun", "num")
            yield from _nominal(sheet, trigger, child, (key, first, kind))
        elif child.form.lower() in _NEGATIONS:
            yield "negated"
        elif child.dep == "mark":
            yield f"mark={child.lemma}"
        elif child.dep == "det" and child.feature("Poss") == "Yes":
            sides += 1
            yield "has=poss"
        elif child.dep in _CLAUSAL:
            yield f"has={child.dep}"
            yield f"{key}|{child.dep}"
    pos = "v" if trigger.verbal else "n"
    yield f"sides={min(sides, 3)}"
    yield f"{trigger.known.sure}|{pos}|sides={min(sides, 3)}"
    yield f"{pos}|sides={min(sides, 3)}"
    yield f"{first}|sides={min(sides, 2)}"
    if trigger.verbal:
        yield from _subject(sheet, trigger, key, first)


def _nominal(sheet: Sheet, trigger: Trigger, child: Token, about: tuple[str, str, str]) -> Iterator[str]:
    """A nominal under the trigger; `about`: the trigger's key and first type, and the nominal's kind."""
    key, first, kind = about
    case = next((sheet.tokens[c].lemma for c in sheet.children[child.i] if sheet.tokens[c].dep == "case"), "")
    slot = f"{child.dep.split(':')[0]}:{case}"
    yield f"has={slot}"
    yield f"has={slot}|{kind}"
    yield f"{key}|{slot}"
    yield f"{first}|{slot}|{kind}"
    yield f"{trigger.known.sure}|{slot}|{kind}"
    if kind in _WORDED:
        yield f"{slot}|{child.lemma}"
        yield f"{slot}|{class_of(child)}"
        yield f"{first}|{slot}|{class_of(child)}"
        yield f"{key}|{child.dep}|{child.lemma}"


def _subject(sheet: Sheet, trigger: Trigger, key: str, first: str) -> Iterator[str]:
    """Who acts, in a verb."""
    subject = sheet.subject(trigger.head)
    kind = "none" if subject is None else kind_of(sheet.tokens[subject])
    yield f"subject={kind}"
    yield from (f"{part}|subject={kind}" for part in (first, trigger.known.sure, key))
    if subject is not None and kind != "PER":
        token = sheet.tokens[subject]
        yield f"subject_class={class_of(token)}"
        yield f"{first}|subject_class={class_of(token)}"
        yield f"subject_lemma={token.lemma}"
        yield f"{first}|subject_lemma={token.lemma}"


def _above(sheet: Sheet, trigger: Trigger, key: str, first: str) -> Iterator[str]:
    """The words on which the trigger hangs, with their forms: "a évité une guerre", "menace d'envahir"."""
    tokens, at = sheet.tokens, trigger.head
    case = next((tokens[k].lemma for k in sheet.children[at] if tokens[k].dep in ("case", "mark") and k < at), "")
    yield f"case={case}"
    for step in range(1, _STEPS + 1):
        head = tokens[at].head
        if head == at:
            yield f"root={step}"
            break
        token = tokens[head]
        yield f"up{step}={token.lemma}"
        yield f"up{step}class={class_of(token)}"
        yield f"up{step}pos={token.pos}"
        if step == 1:
            yield f"up1={token.lemma}|{tokens[at].dep}"
            yield f"{key}|up1={token.lemma}"
            yield f"{first}|up1={token.lemma}"
            yield f"{case}|up1={token.lemma}"
        if token.pos in VERBAL:
            yield from _governing(sheet, trigger, at, step)
            if step == 1:
                yield f"{first}|up1shape={shape_of(sheet, head)}"
        marks = [tokens[k].lemma for k in sheet.children[head] if tokens[k].dep == "mark" and k < head]
        yield from (f"up{step}mark={mark}" for mark in marks)
        at = head


def _governing(sheet: Sheet, trigger: Trigger, at: int, step: int) -> Iterator[str]:
    """The verb on which a word hangs: its form, its negation, and who acts in it."""
    head = sheet.tokens[at].head
    if step == 1 and not trigger.verbal:
        subject = sheet.subject(head)
        if subject is not None and subject != at:
            kind = kind_of(sheet.tokens[subject])
            yield f"up1subject={kind}"
            yield f"{sheet.tokens[at].dep}|up1subject={kind}"
    yield f"up{step}shape={shape_of(sheet, head)}"
    if any(sheet.tokens[k].form.lower() in _NEGATIONS for k in sheet.children[head] if k < head + 3):
        yield f"up{step}negated"


def _governors(sheet: Sheet, trigger: Trigger) -> Iterator[str]:
    """What the words above say of whether it happened ("éviter", "prévoir", "victime"), by governors.fr.tsv."""
    tokens, known, at = sheet.tokens, governors(sheet.parsed.document.language), trigger.head
    codes: list[str] = []
    for step in range(1, _STEPS + 1):
        head = tokens[at].head
        if head == at:
            break
        code = known.get(tokens[head].lemma, "-")
        negated = any(tokens[k].form.lower() in _NEGATIONS for k in sheet.children[head] if k < head + 3)
        yield f"gov{step}={code}"
        yield f"gov{step}={code}|{negated}"
        if step == 1:
            case = next(
                (tokens[k].lemma for k in sheet.children[at] if tokens[k].dep in ("case", "mark") and k < at), ""
            )
            yield f"gov1={code}|{tokens[at].dep}"
            yield f"gov1={code}|{case}"
            yield f"gov1={code}|{shape_of(sheet, head) if tokens[head].pos in VERBAL else '-'}"
        codes.append(code)
        at = head
    yield f"govfirst={next((code for code in codes if code != '-'), '-')}"
    yield f"govs={'>'.join(codes)}"
    first = sheet.sentence(trigger.head)[0]
    ahead = {known.get(tokens[k].lemma, "A") for k in range(max(first, trigger.head - 6), trigger.head)}
    yield from sorted(f"govahead={code}" for code in ahead if code[0] != "A")


def _chain(sheet: Sheet, trigger: Trigger) -> Iterator[str]:
    """All the words above together: future, conditional, infinitive, a hint, a negation anywhere on the way up."""
    tokens, hints, at = sheet.tokens, _hints(), trigger.head
    seen: set[str] = set()
    for _ in range(6):
        token = tokens[at]
        beside = [tokens[k] for k in sheet.children[at] if tokens[k].dep in _SMALL]
        for word in (token, *beside):
            forms = (word.feature("Tense"), word.feature("Mood"), word.feature("VerbForm"))
            seen.update(f"chain={form}" for form in forms if form)
            if word.i != trigger.head and (word.lemma in hints or word.form.lower() in hints):
                seen.add(f"chainhint={word.lemma}")
        if token.head == at or token.dep in ("ccomp", "parataxis") or tokens[token.head].pos not in _CARRIERS:
            break
        if at != trigger.head:
            seen.add(f"chainclass={class_of(token)}")
        at = token.head
    seen.add(f"top={tokens[at].lemma}")
    yield from sorted(seen)


def _around(sheet: Sheet, trigger: Trigger) -> Iterator[str]:
    """The sentence: its names, the words before and after, whether it is a title."""
    tokens = sheet.tokens
    first, last = sheet.sentence(trigger.head)
    named = {tokens[k].ent for k in range(first, last + 1) if tokens[k].ent}
    yield from (f"names={kind}" for kind in sorted(named))
    yield f"title={sheet.paragraph(trigger.head) == 0}"
    before, after = trigger.head - 1, trigger.last + 1
    yield f"before={sheet.form(before).lower() if before >= first else ''}"
    yield f"after={tokens[after].lemma if after <= last else ''}"
    yield f"quoted={min(len(sheet.quotes.chain(trigger.head)), 2)}"
    yield from _near(sheet, trigger, first, last)


def _near(sheet: Sheet, trigger: Trigger, first: int, last: int) -> Iterator[str]:
    """The words within eight of the trigger, in its sentence."""
    tokens, hints, seen = sheet.tokens, _hints(), set()
    kind = trigger.known.senses[0].type
    for k in range(max(first, trigger.head - 8), min(last, trigger.head + 8) + 1):
        token = tokens[k]
        form = token.form.lower()
        if token.lemma in hints or form in hints:
            seen.add(f"hint={form}")
        if k != trigger.head and token.pos in ("NOUN", "ADJ", "VERB"):
            group = class_of(token)
            seen |= {f"nearclass={group}", f"{kind}|nearclass={group}"}
            if token.pos == "NOUN":
                seen.add(f"near={token.lemma}")
        if trigger.head - 6 <= k < trigger.head and token.pos in ("VERB", "AUX", "SCONJ", "ADV"):
            seen.add(f"ahead={token.lemma}")
    yield from sorted(seen)


def _words_beside(sheet: Sheet, trigger: Trigger) -> Iterator[str]:
    """The trigger's form and its neighbours as ngrams.py sees them, alone, in pairs, and with the trigger."""
    tokens, key = sheet.tokens, trigger.known.key
    first, last = sheet.sentence(trigger.head)
    before, after = trigger.head - 1, trigger.last + 1
    b2, b1, a1, a2 = (word_at(sheet, k, first, last) for k in (before - 1, before, after, after + 1))
    yield f"form={fold(tokens[trigger.head].form)}"
    yield f"opens={plain_form(tokens[first])}"
    for part in ("", f"{key}|"):
        yield from (f"{part}b1={b1}", f"{part}b2={b2} {b1}", f"{part}a1={a1}", f"{part}a2={a1} {a2}")


def _hints() -> frozenset[str]:
    """Words that say whether something happened: "si", "devrait", "aucun", "prévu"."""
    return words("event-hints.fr")


def _telling(told: Statement | None) -> Iterator[str]:
    """The statement that tells it."""
    yield f"told={told is not None}"
    if told is not None:
        yield f"act={told.act}"
        yield f"mode={told.mode}"
        yield f"act={told.act}|{told.mode}"
        yield f"telling_negated={told.negated}"
        if told.cue_lemma:
            yield f"telling={told.cue_lemma}"
