"""Small records written by hand, for the questions: who said what of whom, on which day; no model is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from dixit.index import Index
from dixit.record import ActorRecord, Party, Record, StatementRecord
from dixit.recorded import (
    CueQuote,
    DocumentRecord,
    Identifiers,
    IdentityRecord,
    NamedQuote,
    Quote,
    ReaderRecord,
    RoleQuote,
)
from dixit.recorded_events import EventRecord, ParticipantRecord, TimeQuote
from dixit.store import Store
from dixit.store.putting import Origin, put
from dixit.types import Act, EventType


@dataclass(frozen=True)
class Say:
    """A sentence "SPEAKER CUE TARGET : CONTENT"."""

    speaker: str
    act: Act
    content: str
    target: str | None = None
    to: bool = True  # whether the target is spoken to as well
    negated: bool = False


@dataclass(frozen=True)
class Do:
    """A sentence "ACTOR TRIGGER REST"."""

    actor: str
    type: EventType
    trigger: str
    rest: str
    day: str | None = None


CUES = {
    "demand": "demander",
    "commit": "promettre",
    "refuse": "refuser",
    "deny": "démentir",
    "praise": "saluer",
    "criticise": "critiquer",
    "accuse": "accuser",
    "warn": "avertir",
    "assert": "affirmer",
    "express": "espérer",
}


class Maker:
    """Builds a record sentence by sentence."""

    def __init__(self, roles: dict[str, str], states: dict[str, str]) -> None:
        self.text = ""
        self.lemmas: list[str] = []
        self.statements: list[StatementRecord] = []
        self.events: list[EventRecord] = []
        self.mentions: dict[str, list[NamedQuote]] = {}
        self.roles, self.states = roles, states

    def write(self, words: str) -> Quote:
        """Puts words behind the text."""
        start = len(self.text)
        self.text += f"{words} "
        return Quote(start, start + len(words), words)

    def name(self, name: str) -> tuple[str, Quote]:
        """The actor's id, and its name in the text."""
        quote = self.write(name)
        self.mentions.setdefault(name, []).append(NamedQuote(quote.start, quote.end, name, "name"))
        return f"a{[*self.mentions].index(name) + 1}", quote

    def say(self, one: Say) -> None:
        """Adds a statement."""
        speaker = Party(*self.name(one.speaker))
        cue = self.write(CUES[one.act])
        target = Party(*self.name(one.target)) if one.target else None
        content = self.write(one.content)
        self.text += ". "
        self.lemmas.append(one.content.lower())
        self.statements.append(
            StatementRecord(
                id=f"s{len(self.statements) + 1}",
                speaker=speaker,
                cue=CueQuote(cue.start, cue.end, cue.text, cue.text),
                content=(content,),
                mode="indirect",
                act=one.act,
                addressees=(target,) if target and one.to else (),
                targets=(target,) if target else (),
                negated=one.negated,
                parent=None,
                confidence=0.9,
            )
        )

    def do(self, one: Do) -> None:
        """Adds an event."""
        actor, mention = self.name(one.actor)
        trigger = self.write(one.trigger)
        self.write(one.rest)
        time = self.write("ce jour") if one.day else None
        self.text = f"{self.text.rstrip()}. "
        self.events.append(
            EventRecord(
                id=f"e{len(self.events) + 1}",
                type=one.type,
                mode=None,
                trigger=trigger,
                participants=(ParticipantRecord("actor", actor, mention),),
                place=None,
                time=TimeQuote(time.start, time.end, time.text, one.day) if time else None,
                status="actual",
                asserted_by=None,
                same_as=None,
                confidence=0.9,
            )
        )

    def actors(self) -> tuple[ActorRecord, ...]:
        """Everybody who was named."""
        ids = {name: f"a{n + 1}" for n, name in enumerate(self.mentions)}
        return tuple(
            ActorRecord(
                id=ids[name],
                name=name,
                kind="state" if name in self.states else "organisation",
                identifiers=Identifiers(iso3166=self.states.get(name)),
                roles=tuple(
                    RoleQuote("chef", ids[body], at[0].start, at[0].end, at[0].text)
                    for body in [self.roles.get(name)]
                    if body in ids
                ),
                mentions=tuple(at),
                identity=IdentityRecord(f"state/{code}", name, code, None) if (code := self.states.get(name)) else None,
            )
            for name, at in self.mentions.items()
        )


def add(  # noqa: PLR0913 - what a dispatch has
    store: Store,
    day: str | None,
    *sentences: Say | Do,
    publisher: str = "Presse-Littoral",
    title: str | None = None,
    roles: dict[str, str] | None = None,
    states: dict[str, str] | None = None,
) -> str:
    """Puts a dispatch into a store; gives its digest. ``roles`` lead from a person to the body that it heads."""
    maker = Maker(roles or {}, states or {})
    for one in sentences:
        maker.say(one) if isinstance(one, Say) else maker.do(one)
    # Each dispatch has a text of its own, or one would count as another's copy.
    maker.text += f"Publié le {day} par {publisher}, numéro {sha256(maker.text.encode()).hexdigest()}."
    digest = f"sha256:{sha256(maker.text.encode()).hexdigest()}"
    record = Record(
        schema="dixit/1",
        document=DocumentRecord(digest, f"{digest[7:17]}.txt", "fr", title, publisher, day, None, maker.text),
        actors=maker.actors(),
        statements=tuple(maker.statements),
        events=tuple(maker.events),
        reader=ReaderRecord("0", "0"),
    )
    words = {word for lemmas in maker.lemmas for word in lemmas.split()}
    index = Index(tuple(maker.lemmas), tuple(sorted((word, word) for word in words)))
    put(store, record, index=index, origin=Origin(f"{digest[7:17]}.txt", "test", digest, title, publisher, day))
    return digest
