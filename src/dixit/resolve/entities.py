"""Actors in the making: which mentions belong together so far, and what is known of each actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from dixit.extract.people import Noun, Office, adjective, civility, first_name, noun, office, press, state, state_gender
from dixit.folding import fold
from dixit.knowledge import led, packaged
from dixit.resolve.groups import NameGroup, NameWords, group_names, plain_name
from dixit.resolve.parties import Parties
from dixit.types import Gender, Kind, Mention, Number, Parsed, Span, Statement

# Classes that what is set before a name tells: "le Dr Roux ... le psychiatre".
_CALLED: Final = {"dr": ("doctor",), "docteur": ("doctor",), "pr": ("doctor", "scholar"), "mgr": ("church",)}


@dataclass(slots=True)
class Entity:
    """An actor in the making."""

    kind: Kind
    gender: Gender
    number: Number
    named: bool
    mentions: list[int] = field(default_factory=list)
    heads: dict[str, set[str]] = field(default_factory=dict)  # office -> the words that narrow it
    classes: set[str] = field(default_factory=set)
    roles: list[int] = field(default_factory=list)  # mentions that are its titles
    factions: set[str] = field(default_factory=set)  # "LDM" in "Anna Roux (LDM)"
    speaks: bool = False  # is the speaker of a statement, by name
    led: frozenset[str] = frozenset()  # the highest offices of a state that a person of this name held on the day
    alias: str = ""  # a name that no single mention gives: of several together, "le frère d'Ali Roux"

    @property
    def words(self) -> set[str]:
        """All words that narrow what it is called."""
        return self.factions.union(*self.heads.values())


class Entities:
    """The entities of a document, and which of them each mention names."""

    def __init__(self, parsed: Parsed, statements: Sequence[Statement], mentions: Sequence[Mention]) -> None:
        self.parsed, self.statements = parsed, statements
        self.parties = Parties(parsed, mentions)
        document = parsed.document
        self._day = document.published or (document.dateline.day if document.dateline else None)
        self.party: set[int] = set()  # mentions of speakers, addressees and targets
        for statement in statements:
            for span in (*statement.addressees, *statement.targets, *filter(None, [statement.speaker])):
                self.party.update(self.parties.find(span))
        self.mentions = self.parties.mentions
        self.words = NameWords(parsed)
        self.owner: list[int | None] = [None] * len(self.mentions)
        self.all: list[Entity] = []
        self.called: dict[str, list[int]] = {}  # office -> entities
        self.factions: set[str] = set()  # parties in brackets behind names
        self._groups: dict[tuple[int, ...], int] = {}  # several that act together, by their entities
        self._tie_names()

    def _tie_names(self) -> None:
        """One entity for each group of names; seats that speak go to their state."""
        states: dict[str, int] = {}
        for group in group_names(self.parsed, self.mentions, self.words):
            number = self.add(Entity(group.kind, group.gender, self._number(group), named=True))
            key = state(plain_name(group.words)) if group.kind != "person" else None
            if key:
                self.all[number].kind = "state"
                self.all[number].gender = state_gender(key)
                states[key] = number
            if group.kind == "person":
                self.all[number].led = led(packaged(), " ".join(group.words), self._day)
            else:
                self.learn(number, office(group.words))
                self.all[number].classes.update(filter(None, [press(group.words)]))
            for index in group.members:
                self.give(index, number)
                called = fold(self.parsed.tokens[self.first_token(self.mentions[index])].form)
                self._learn_party(number, self.mentions[index])
                self.all[number].classes.update(_CALLED.get(called.rstrip("."), ()))
                if group.kind != "person" and self._follows(index, "sur"):
                    self.all[number].classes.add("press")  # "a dit sur France 2"
        for statement in self.statements:
            for index in self.parties.find(statement.speaker) if statement.speaker else ():
                home = self.owner[index]
                if home is not None:
                    self.all[home].speaks = True
        for index in self.party:
            seat = self.words.seat(self.mentions[index])
            home = self.owner[index]
            if seat in states and home is not None:
                self.all[home].mentions.remove(index)
                self.give(index, states[seat])

    def _learn_party(self, number: int, name: Mention) -> None:
        """Remember the party in brackets behind a name: "Anna Roux (LDM)"."""
        after = self.parsed.tokens[name.head + 1 : name.head + 4]
        if [token.form for token in after[::2]] == ["(", ")"] and self.all[number].kind == "person":
            faction = {flat} if (flat := fold(after[1].form)) else set()  # "" for a lone accent
            self.all[number].factions |= faction
            self.factions |= faction

    def _number(self, group: NameGroup) -> Number:
        """Plural where most of its mentions are: "les Verts"."""
        plural = sum(self.mentions[index].number == "p" for index in group.members)
        return "p" if 2 * plural > len(group.members) else "s"

    def _follows(self, index: int, word: str) -> bool:
        before = self.first_token(self.mentions[index]) - 1
        return before >= 0 and self.parsed.tokens[before].form.lower() == word

    def add(self, entity: Entity) -> int:
        """Number of a new entity."""
        self.all.append(entity)
        return len(self.all) - 1

    def give(self, index: int, number: int) -> None:
        """Let a mention name an entity."""
        self.owner[index] = number
        self.all[number].mentions.append(index)

    def learn(self, number: int, called: Office, known: Noun | None = None) -> None:
        """Remember that an entity is called so."""
        entity = self.all[number]
        plain = noun(called.head)  # of another noun than its own where it has a plain name
        known = plain if plain and known and plain.sort == known.sort == "person" else known or plain
        if known:
            entity.classes |= known.classes
        if called.head not in entity.heads:
            entity.heads[called.head] = set()
            self.called.setdefault(called.head, []).append(number)
        entity.heads[called.head] |= called.words

    def give_title(self, index: int, number: int) -> None:
        """Let a title that stands beside a name be the name's actor."""
        mention, entity = self.mentions[index], self.all[number]
        self.give(index, number)
        entity.roles.append(index)
        entity.gender = entity.gender or mention.gender
        self.learn(number, office(self.forms(mention)), noun(self.parsed.tokens[mention.head].form))

    def merge(self, number: int, other: int) -> None:
        """All mentions of one entity go to another."""
        one, two = self.all[number], self.all[other]
        for index in one.mentions:
            self.owner[index] = other
        two.mentions += one.mentions
        two.roles += [index for index in one.mentions if self.mentions[index].form == "title"]
        two.gender = two.gender or one.gender
        for head, narrowing in one.heads.items():
            self.learn(other, Office(head, frozenset(narrowing)))
        one.mentions, one.heads = [], {}

    def first_token(self, mention: Mention) -> int:
        """Index of a mention's first token."""
        return self.parties.token_at(mention.span.start)

    def forms(self, mention: Mention) -> tuple[str, ...]:
        """Forms of a mention's tokens; of a very long one, the first."""
        found = []
        for token in self.parsed.tokens[(first := self.first_token(mention)) : first + 24]:
            if token.start >= mention.span.end:
                break
            found.append(token.form)
        return tuple(found)

    def text(self, mention: Mention) -> str:
        """A mention's characters."""
        return self.parsed.document.cut(mention.span)

    def of_span(self, span: Span) -> int | None:
        """Entity of a span of a statement; several names of equal rank are one group."""
        found = [self.owner[index] for index in self.parties.find(span)]
        numbers = list(dict.fromkeys(number for number in found if number is not None))
        if len(numbers) < 2:
            return numbers[0] if numbers else None
        return self._group(span, numbers)

    def known(self, span: Span) -> int | None:
        """Entity of a span, as far as the mentions that are there tell; unlike ``of_span`` it adds and changes none."""
        owned = {index: n for index in self.parties.heads(span) if (n := self.owner[index]) is not None}
        return next(iter(owned.values()), None)

    def _group(self, span: Span, members: list[int]) -> int:
        """The entity of several that a span names together: "Angela Roux et Anna Blanc"."""
        number = self.together(members)
        head = self.mentions[self.parties.find(span)[0]].head
        self.mentions.append(Mention(span, head, "name", "group", "", "p"))
        self.owner.append(number)
        self.all[number].mentions.append(len(self.mentions) - 1)
        return number

    def together(self, members: Sequence[int]) -> int:
        """The entity of several that act together."""
        number = self._groups.get(tuple(members))
        if number is None:
            names = [self.name(self.all[member]) for member in members]
            alias = ", ".join(names[:-1]) + " et " + names[-1]
            number = self._groups[tuple(members)] = self.add(Entity("group", "", "p", named=True, alias=alias))
        return number

    def name(self, entity: Entity) -> str:
        """The fullest proper name without civility, else the fullest description."""
        if entity.alias:
            return entity.alias
        mentions = [self.mentions[index] for index in entity.mentions]
        names = [mention for mention in mentions if mention.form == "name"]
        if entity.kind == "state":
            names = self._usual(names)
        if names:
            fullest = self._bare(max(names, key=lambda m: (len(self.words(m)), -m.span.start)))
            return self._quietly(fullest, mentions) if fullest.isupper() and " " in fullest else fullest
        described = [mention for mention in mentions if mention.form != "pronoun"] or mentions
        if entity.kind == "organisation":  # "la police", not "les policiers"
            described = [mention for mention in described if mention.kind not in ("person", "group")] or described
        return self.text(max(described, key=lambda m: (m.span.end - m.span.start, -m.span.start)))

    def _quietly(self, name: str, mentions: list[Mention]) -> str:
        """A name that a heading gives in capitals as the text writes it: MINISTÈRE DES PORTS -> ministère des Ports."""
        flat = fold(name)
        texts = (self.text(mention) for mention in mentions if mention.form != "pronoun")
        return next((text[-len(name) :] for text in texts if not text.isupper() and fold(text).endswith(flat)), name)

    def is_doubtful(self, number: int) -> bool:
        """Whether a name is a person's by the entity tagger alone, of whom no office, first name or word is told."""
        entity = self.all[number]
        if entity.kind != "person" or not entity.named or entity.speaks or entity.roles or entity.alias:
            return False
        names = [m for index in entity.mentions if (m := self.mentions[index]).form == "name"]
        return all(self._bare(m) == self.text(m) and self._called(m) is None for m in names)

    def _called(self, name: Mention) -> Gender | None:
        """Gender of the first name that a name begins with; None: of none."""
        return first_name(self.parsed.tokens[self.first_token(name)].form)

    def is_thing(self, number: int) -> bool:
        """Whether an entity is a text, or what no name and no word list shows to be somebody: "la tenue du scrutin"."""
        entity = self.all[number]
        if entity.kind == "document":
            return True
        if entity.named or entity.classes or entity.kind not in ("unknown", "group"):
            return False
        return not any(self._is_somebody(self.mentions[index]) for index in entity.mentions)

    def _is_somebody(self, mention: Mention) -> bool:
        """Whether a word list knows the head of a phrase: "les Grecs"; a pronoun is taken for somebody."""
        form = self.parsed.tokens[mention.head].form
        return mention.form == "pronoun" or noun(form) is not None or adjective(form) is not None

    def _usual(self, names: list[Mention]) -> list[Mention]:
        """The mention of a state by its usual name, else by any name but its seat."""
        plain = [mention for mention in names if self.words.seat(mention) is None] or names
        return [m for m in plain if state(called := self.words.plain(m)) == called][:1] or plain

    def _bare(self, mention: Mention) -> str:
        """A name's text without ``M.`` before it."""
        first = self.first_token(mention)
        if civility(self.parsed.tokens[first].form) and first < mention.head:
            first += 1
        return self.parsed.document.text[self.parsed.tokens[first].start : mention.span.end]

    def is_place(self, entity: Entity) -> bool:
        """Whether only the seat of a state is named, where something happens."""
        return all(self.words.seat(self.mentions[index]) for index in entity.mentions)
