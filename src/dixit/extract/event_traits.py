"""What can be seen of a trigger: features for the learned judgements whether it tells of an event, which, and whether it
happened; and of a nominal near it: whether it acts or undergoes.

Names are the same in training (training/events.py) and in reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from dixit.extract.linear import word_classes
from dixit.extract.participants import Near, kind_of, nationality
from dixit.extract.syntax import VERBAL, Sheet
from dixit.extract.triggers import Trigger, fitting
from dixit.lexicon import words
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
_OFTEN: Final = 0.25  # share of a document's sure triggers from which a type is what the day is about; not measured


def _class(token: Token) -> str:
    """The group of a word, by its form, else by its lemma; "" for a rare one."""
    known = word_classes("fr")
    number = known.get(token.form.lower(), known.get(token.lemma))
    return "" if number is None else f"c{number}"


class Scene:
    """The triggers of a document, and what they say of each other."""

    def __init__(self, sheet: Sheet, found: Sequence[Trigger]) -> None:
        self._by_head = {trigger.head: trigger for trigger in found}
        sure = [trigger for trigger in found if trigger.known.sure == "+"]
        self._share = int(100 * len(sure) / max(len(sheet.tokens), 1) / 0.7)
        kinds = Counter(trigger.known.senses[0].type for trigger in sure)
        self._kinds = {kind for kind, n in kinds.items() if n >= _OFTEN * len(sure)}
        self._lines = Counter(sheet.sentence(trigger.head)[0] for trigger in sure)

    def features(self, sheet: Sheet, trigger: Trigger, first: str) -> Iterator[str]:
        """How many sure triggers the document and the sentence hold; which of them govern or hang on this one."""
        sure = trigger.known.sure
        yield f"dense={min(self._share, 4)}"
        yield f"{sure}|dense={min(self._share, 4)}"
        yield f"line={min(self._lines[sheet.sentence(trigger.head)[0]] - (sure == '+'), 3)}"
        yield f"kind_of_day={first in self._kinds}"
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
    found += [f"class={_class(sheet.tokens[trigger.head])}"]
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
    found += _chain(sheet, trigger)
    found += _around(sheet, trigger)
    found += _telling(told)
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
    shape = _shape(sheet, trigger.head)
    yield f"shape={shape}"
    yield f"passive={sheet.is_passive(trigger.head)}"
    yield f"{shape}|dep={token.dep}"


def _shape(sheet: Sheet, i: int) -> str:
    """Verb form, tense and mood, with those of the auxiliary."""
    token = sheet.tokens[i]
    own = f"{token.feature('VerbForm')}{token.feature('Tense')}{token.feature('Mood')}"
    for k in sheet.children[i]:
        auxiliary = sheet.tokens[k]
        if auxiliary.pos == "AUX" and auxiliary.feature("VerbForm") == "Fin":
            return f"{own}+{auxiliary.feature('Tense')}{auxiliary.feature('Mood')}"
    return own


def _hanging(sheet: Sheet, trigger: Trigger, key: str, first: str) -> Iterator[str]:
    """What hangs on the trigger: relations, prepositions, kinds and words."""
    tokens, sides = sheet.tokens, 0
    for k in sheet.children[trigger.head]:
        child = tokens[k]
        if child.dep in ("punct", "case", "aux", "aux:pass", "cc", "flat"):
            continue
        if child.dep == "amod":
            side = nationality(child.form)
            sides += side
            yield "amod=@" if side else f"amod={child.lemma}"
            yield f"{key}|amod={'@' if side else child.lemma}"
        elif child.pos in ("NOUN", "PROPN", "PRON", "NUM", "X"):
            case = next((tokens[c].lemma for c in sheet.children[k] if tokens[c].dep == "case" and c < k), "")
            kind = kind_of(child)
            slot = f"{child.dep.split(':')[0]}:{case}"
            sides += kind not in ("noun", "num")
            yield f"has={slot}"
            yield f"has={slot}|{kind}"
            yield f"{key}|{slot}"
            yield f"{first}|{slot}|{kind}"
            yield f"{trigger.known.sure}|{slot}|{kind}"
            if kind in ("noun", "person", "body", "document", "num"):
                yield f"{slot}|{child.lemma}"
                yield f"{slot}|{_class(child)}"
                yield f"{first}|{slot}|{_class(child)}"
                yield f"{key}|{child.dep}|{child.lemma}"
        elif child.form.lower() in _NEGATIONS:
            yield "negated"
        elif child.dep == "mark":
            yield f"mark={child.lemma}"
        elif child.dep == "det" and child.feature("Poss") == "Yes":
            sides += 1
            yield "has=poss"
        elif child.dep in ("ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "cop"):
            yield f"has={child.dep}"
            yield f"{key}|{child.dep}"
    sure = trigger.known.sure
    yield f"sides={min(sides, 3)}"
    yield f"{sure}|{'v' if trigger.verbal else 'n'}|sides={min(sides, 3)}"
    yield f"{'v' if trigger.verbal else 'n'}|sides={min(sides, 3)}"
    yield f"{first}|sides={min(sides, 2)}"
    if trigger.verbal:
        subject = sheet.subject(trigger.head)
        kind = "none" if subject is None else kind_of(tokens[subject])
        yield f"subject={kind}"
        yield f"{first}|subject={kind}"
        yield f"{sure}|subject={kind}"
        yield f"{key}|subject={kind}"
        if subject is not None and kind != "PER":
            yield f"subject_class={_class(tokens[subject])}"
            yield f"{first}|subject_class={_class(tokens[subject])}"
            yield f"subject_lemma={tokens[subject].lemma}"
            yield f"{first}|subject_lemma={tokens[subject].lemma}"


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
        yield f"up{step}class={_class(token)}"
        yield f"up{step}pos={token.pos}"
        if step == 1:
            yield f"up1={token.lemma}|{tokens[at].dep}"
            yield f"{key}|up1={token.lemma}"
            yield f"{first}|up1={token.lemma}"
            yield f"{case}|up1={token.lemma}"
        if token.pos in VERBAL:
            if step == 1 and not trigger.verbal:
                subject = sheet.subject(head)
                if subject is not None and subject != at:
                    yield f"up1subject={kind_of(tokens[subject])}"
                    yield f"{tokens[at].dep}|up1subject={kind_of(tokens[subject])}"
            shape = _shape(sheet, head)
            yield f"up{step}shape={shape}"
            if step == 1:
                yield f"{first}|up1shape={shape}"
            if any(tokens[k].form.lower() in _NEGATIONS for k in sheet.children[head] if k < head + 3):
                yield f"up{step}negated"
        marks = [tokens[k].lemma for k in sheet.children[head] if tokens[k].dep == "mark" and k < head]
        yield from (f"up{step}mark={mark}" for mark in marks)
        at = head


def _chain(sheet: Sheet, trigger: Trigger) -> Iterator[str]:
    """All the words above together: future, conditional, infinitive, a hint, a negation anywhere on the way up."""
    tokens, at = sheet.tokens, trigger.head
    seen: set[str] = set()
    for _ in range(6):
        token = tokens[at]
        beside = [tokens[k] for k in sheet.children[at] if tokens[k].dep in _SMALL]
        for word in (token, *beside):
            seen.update(f"chain={word.feature(name)}" for name in ("Tense", "Mood", "VerbForm") if word.feature(name))
            if word.i != trigger.head and (word.lemma in _hints() or word.form.lower() in _hints()):
                seen.add(f"chainhint={word.lemma}")
        if token.head == at or token.dep in ("ccomp", "parataxis") or tokens[token.head].pos not in _CARRIERS:
            break
        if at != trigger.head:
            seen.add(f"chainclass={_class(token)}")
        at = token.head
    seen.add(f"top={tokens[at].lemma}")
    yield from sorted(seen)


_SMALL: Final = frozenset({"aux", "aux:pass", "cop", "mark", "advmod", "case", "det", "amod"})
_CARRIERS: Final = frozenset({"VERB", "AUX", "NOUN", "ADJ", "PROPN"})


def _around(sheet: Sheet, trigger: Trigger) -> Iterator[str]:
    """The sentence: its names, the words before and after, whether it is a title."""
    tokens = sheet.tokens
    first, last = sheet.sentence(trigger.head)
    named = {tokens[k].ent for k in range(first, last + 1) if tokens[k].ent}
    yield from (f"names={kind}" for kind in named)
    yield f"title={sheet.paragraph(trigger.head) == 0}"
    before, after = trigger.head - 1, trigger.last + 1
    yield f"before={sheet.form(before).lower() if before >= first else ''}"
    yield f"after={tokens[after].lemma if after <= last else ''}"
    yield f"quoted={min(len(sheet.quotes.chain(trigger.head)), 2)}"
    near = range(max(first, trigger.head - 8), min(last, trigger.head + 8) + 1)
    nouns = [tokens[k] for k in near if tokens[k].pos in ("NOUN", "ADJ", "VERB") and k != trigger.head]
    yield from sorted({f"near={token.lemma}" for token in nouns if token.pos == "NOUN"})
    yield from sorted({f"nearclass={_class(token)}" for token in nouns})
    yield from sorted({f"{trigger.known.senses[0].type}|nearclass={_class(token)}" for token in nouns})
    yield from {
        f"hint={tokens[k].form.lower()}"
        for k in near
        if tokens[k].lemma in _hints() or tokens[k].form.lower() in _hints()
    }
    ahead = range(max(first, trigger.head - 6), trigger.head)
    yield from {f"ahead={tokens[k].lemma}" for k in ahead if tokens[k].pos in ("VERB", "AUX", "SCONJ", "ADV")}


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


def role_features(sheet: Sheet, trigger: Trigger, kind: str, near: Near, others: Sequence[Near]) -> list[str]:
    """Features of a nominal near a trigger; `kind`: the event's type; `others`: all nominals near it."""
    token, key = sheet.tokens[near.head], trigger.known.key
    slot, sort, pos = near.slot, kind_of(token), "v" if trigger.verbal else "n"
    frame = _frame(sheet, trigger, kind, slot)
    better = "".join(
        "1" if any(o.slot == side and o.head != near.head for o in others) else "0" for side in ("subj", "obj", "de")
    )
    distance = near.head - trigger.head
    size = "0" if abs(distance) < 3 else "3" if abs(distance) < 7 else "7" if abs(distance) < 15 else "15"
    side = "<" if distance < 0 else ">"
    found = [
        f"frame={frame}", f"slot={slot}", f"{pos}|{slot}", f"{kind}|{slot}", f"{pos}{kind}|{slot}", f"{key}|{slot}",
        f"sort={sort}", f"{slot}|{sort}", f"{kind}|{slot}|{sort}", f"{frame}|{sort}", f"{kind}|{frame}",
        f"joined={near.joined}|{slot}", f"{slot}|others={better}", f"distance={side}{size}", f"{slot}|{side}{size}",
        f"{pos}|{slot}|others={better}", f"{key}|{frame}", f"form={token.form.lower()}" if token.pos == "PRON" else f"lemma={token.lemma}",
        f"{kind}|{sort}", f"{kind}|lemma={token.lemma}", f"class={_class(token)}", f"{kind}|class={_class(token)}",
        f"{slot}|class={_class(token)}", f"{kind}|{frame}|class={_class(token)}",
    ]  # fmt: skip
    if slot.startswith("^"):
        governor = sheet.tokens[sheet.tokens[trigger.head].head]
        found += [
            f"{slot}|{governor.lemma}",
            f"{slot}|{sheet.tokens[trigger.head].dep}",
            f"{slot}|{kind}|{governor.pos}",
        ]
        found.append(f"{slot}|{sheet.tokens[trigger.head].dep}|{governor.lemma}")
    if trigger.verbal:
        found.append(f"{slot}|{_shape(sheet, trigger.head)}")
    between = range(min(trigger.head, near.head) + 1, max(trigger.head, near.head))
    found.append(f"comma={any(sheet.tokens[k].form == ',' for k in between)}")
    found.append(f"verb={any(sheet.tokens[k].pos == 'VERB' for k in between)}|{slot}")
    return found


def _frame(sheet: Sheet, trigger: Trigger, kind: str, slot: str) -> str:
    """What the lexicon expects in a slot: A an actor, R a recipient, "-" nobody, "?" where it does not know the sense."""
    sense = next((sense for sense in fitting(sheet, trigger) if sense.type == kind), None)
    if sense is None:
        return "?"
    plain = slot.lstrip("^")
    role = "A" if plain in sense.actors else "R" if plain in sense.recipients else "-"
    return f"{'^' * (len(slot) - len(plain))}{role}"
