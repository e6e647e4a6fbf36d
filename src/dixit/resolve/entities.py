"""Actors in the making: which mentions belong together so far, and what is known of each actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dixit.extract.people import Noun, Office, civility, noun, office, press, state, state_gender
from dixit.folding import fold
from dixit.resolve.groups import NameWords, group_names, plain_name
from dixit.resolve.parties import Parties
from dixit.types import Gender, Kind, Mention, Number, Parsed, Span, Statement


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
    alias: str = ""  # a name that no single mention gives: of several together, "une porte-parole d'Amazon"

    @property
    def words(self) -> set[str]:
        """All words that narrow what it is called."""
        return set().union(*self.heads.values())


class Entities:
    """The entities of a document, and which of them each mention names."""

    def __init__(self, parsed: Parsed, statements: Sequence[Statement], mentions: Sequence[Mention]) -> None:
        self.parsed, self.statements = parsed, statements
        self.parties = Parties(parsed, mentions)
        self.party: set[int] = set()  # mentions of speakers, addressees and targets
        for statement in statements:
            for span in (*statement.addressees, *statement.targets, *filter(None, [statement.speaker])):
                self.party.update(self.parties.find(span))
        self.mentions = self.parties.mentions
        self.words = NameWords(parsed)
        self.owner: list[int | None] = [None] * len(self.mentions)
        self.all: list[Entity] = []
        self.called: dict[str, list[int]] = {}  # office -> entities
        self._tie_names()

    def _tie_names(self) -> None:
        """One entity for each group of names; seats that speak go to their state."""
        states: dict[str, int] = {}
        for group in group_names(self.parsed, self.mentions, self.words):
            number = self.add(Entity(group.kind, group.gender, "s", named=True))
            key = state(plain_name(group.words)) if group.kind != "person" else None
            if key:
                self.all[number].kind = "state"
                self.all[number].gender = state_gender(key)
                states[key] = number
            if group.kind != "person":
                self.learn(number, office(group.words))
                self.all[number].classes.update(filter(None, [press(group.words)]))
            for index in group.members:
                self.give(index, number)
                if group.kind != "person" and self._follows(index, "sur"):
                    self.all[number].classes.add("press")  # "a dit sur France 2"
        for index in self.party:
            seat = self.words.seat(self.mentions[index])
            home = self.owner[index]
            if seat in states and home is not None:
                self.all[home].mentions.remove(index)
                self.give(index, states[seat])

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
        known = known or noun(called.head)
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

    def _group(self, span: Span, members: list[int]) -> int:
        """The entity of several that act together: "Angela Roux et Anna Blanc"."""
        names = [self.name(self.all[member]) for member in members]
        alias = ", ".join(names[:-1]) + " et " + names[-1]
        number = next((n for n, entity in enumerate(self.all) if entity.alias == alias), None)
        if number is None:
            number = self.add(Entity("group", "", "p", named=True, alias=alias))
        head = self.mentions[self.parties.find(span)[0]].head
        self.mentions.append(Mention(span, head, "name", "group", "", "p"))
        self.owner.append(number)
        self.all[number].mentions.append(len(self.mentions) - 1)
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
            return self._bare(max(names, key=lambda m: (len(self.words(m)), -m.span.start)))
        described = [mention for mention in mentions if mention.form != "pronoun"] or mentions
        return self.text(max(described, key=lambda m: (m.span.end - m.span.start, -m.span.start)))

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

    def joined(self, mention: Mention, body: Entity) -> str:
        """A description with its body: "une porte-parole" and Amazon -> "une porte-parole d'Amazon"."""
        said, name = self.text(mention), self.name(body)
        for article, contracted in (("le ", "du "), ("les ", "des "), ("la ", "de la "), ("l'", "de l'")):
            if name.lower().startswith(article):
                return f"{said} {contracted}{name[len(article) :]}"
        return said + (" d'" if fold(name).startswith(tuple("aeiouyh")) else " de ") + name
