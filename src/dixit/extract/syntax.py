"""What the rules ask of a parse: subjects, noun phrases, clauses and their limits, in token indices."""

from __future__ import annotations

from dataclasses import dataclass

from dixit.extract.perfect import finite_above, has_acted, perfect_with_be, stands_apart
from dixit.extract.quotes import CLOSING, OPENING, Quotes, find_quotes
from dixit.types import Parsed, Span, Token

Range = tuple[int, int]  # tokens first to last, both included

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X", "ADJ"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
# Dependents that a noun phrase leaves out when it stands for a speaker.
_NOT_SPEAKER = frozenset({"acl:relcl", "parataxis", "cc", "punct", "advcl", "mark", "case", "cop", "advmod"})
_EDGE = frozenset({",", ".", ";", ":", "-", "--", "...", OPENING, CLOSING, "(", ")"})
# What ends the stretch of a content.
_STRETCH_ENDS = frozenset({",", ".", ";", ":", "!", "?", "--", "-", "(", ")"})
_STRETCH_WORDS = frozenset({"alors", "tandis", "selon", "après", "lors", "avant", "lorsque", "quand", "puis", "mais"})
_FINAL = frozenset({".", "!", "?", "...", ";"})
_LONGEST_SENTENCE = 600  # tokens; far more than any sentence of a dispatch, not measured
_CLITIC_SUBJECTS = frozenset({"il", "elle", "ils", "elles", "on", "je", "nous", "vous", "tu", "ce"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """The noun phrase that speaks: its tokens and its head."""

    first: int
    last: int
    head: int


class Sheet:
    """A parsed document with its quotations, and the questions that rules put to both."""

    __slots__ = ("_sentences", "children", "parsed", "quotes", "tokens")

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.tokens: tuple[Token, ...] = parsed.tokens
        self.children = parsed.children
        self.quotes: Quotes = find_quotes(parsed)
        self._sentences = self._whole_sentences()

    def _whole_sentences(self) -> list[Range]:
        """By token: first and last token of its sentence. A sentence that the parser cut in two, where no
        punctuation ends the first part, is whole again, unless it would be longer than anybody writes.
        """
        found: list[Range] = []
        held: Range | None = None
        paragraph = -1
        for sentence in self.parsed.sentences:
            first, last = sentence.first, sentence.last - 1
            whole = held is not None and sentence.paragraph == paragraph and last - held[0] < _LONGEST_SENTENCE
            if held is not None and whole and not self._may_end(held[1], first):
                first = held[0]
                del found[first:]
            held, paragraph = (first, last), sentence.paragraph
            found += [held] * (last - first + 1)
        return found

    def _may_end(self, last: int, following: int) -> bool:
        """Whether a sentence may end at a token: a full stop, a mark after one, or a capital after a closing mark."""
        form = self.tokens[last].form
        if form in (CLOSING, ")"):
            return (
                self.tokens[last - 1].form in _FINAL
                or self.tokens[following].form[:1].isupper()
                or self.tokens[following].form == OPENING
            )
        return form in _FINAL or form in (":", "-", "--")

    # -- places ---------------------------------------------------------------------------------

    def sentence(self, i: int) -> Range:
        """First and last token of the sentence around a token."""
        return self._sentences[i]

    def paragraph(self, i: int) -> int:
        """Index of the paragraph of a token."""
        return self.parsed.sentences[self.parsed.sentence_of[i]].paragraph

    def same_paragraph(self, i: int, j: int) -> bool:
        """Whether both tokens exist and stand in one paragraph."""
        return 0 <= i < len(self.tokens) and 0 <= j < len(self.tokens) and self.paragraph(i) == self.paragraph(j)

    def first_of_paragraph(self, i: int) -> int:
        """First token of the paragraph around a token."""
        at = self.parsed.sentence_of[i]
        sentences = self.parsed.sentences
        while at > 0 and sentences[at - 1].paragraph == sentences[at].paragraph:
            at -= 1
        return sentences[at].first

    def last_of_paragraph(self, i: int) -> int:
        """Last token of the paragraph around a token."""
        at = self.parsed.sentence_of[i]
        sentences = self.parsed.sentences
        while at + 1 < len(sentences) and sentences[at + 1].paragraph == sentences[at].paragraph:
            at += 1
        return sentences[at].last - 1

    def begins_line(self, i: int) -> bool:
        """Whether a line of the text begins with a token, within a paragraph."""
        before = self.tokens[i - 1].end if i else 0
        return "\n" in self.parsed.document.text[before : self.tokens[i].start]

    def form(self, i: int) -> str:
        """The form of a token, or "" outside the document."""
        return self.tokens[i].form if 0 <= i < len(self.tokens) else ""

    def statement_start(self, i: int) -> int:
        """First token of the sentence around a token; where that lies in a quotation that ends
        before the token, the first token of the sentence that opens the quotation.
        """
        first = self.sentence(i)[0]
        chain = self.quotes.chain(i)
        for _ in range(4):
            outer = [q for q in self.quotes.chain(first) if q not in chain]
            if not outer:
                break
            first = self.sentence(self.quotes.all[outer[-1]].opening)[0]
        return first

    # -- noun phrases and clauses ---------------------------------------------------------------

    def subtree(self, i: int) -> list[int]:
        """A token and all that hangs on it, in text order."""
        return self.parsed.subtree(i)

    def child(self, i: int, *deps: str) -> int | None:
        """The first dependent with one of the relations, or None."""
        tokens = self.tokens
        return next((k for k in self.children[i] if tokens[k].dep in deps), None)

    def phrase(self, head: int, *, leave: frozenset[str] = frozenset()) -> Range:
        """The noun phrase of a head without its prepositions; contiguous around the head."""
        tokens = self.tokens
        keep = {head}
        todo = [head]
        while todo:
            at = todo.pop()
            for k in self.children[at]:
                dep = tokens[k].dep
                if at == head and (dep in ("case", "mark", "cc", "cop", "parataxis") or dep in leave):
                    continue
                keep.add(k)
                todo.append(k)
        first = last = head
        while first - 1 in keep:
            first -= 1
        while last + 1 in keep:
            last += 1
        while first < head and (tokens[first].pos in ("ADV", "CCONJ") or tokens[first].dep == "cc"):
            first += 1
        first, last = self.trim(first, last) or (head, head)
        return first, last

    def speaker(self, head: int) -> Speaker:
        """A head's noun phrase as a speaker: with title and apposition, without relative clauses."""
        first, last = self.phrase(head, leave=_NOT_SPEAKER - {"punct", "advmod"})
        for k in self.children[head]:
            if self.tokens[k].dep in ("acl", "advcl") and head < k <= last:
                start = self.subtree(k)[0]
                deed = self.tokens[head].dep == "obl:agent" and self.is_infinitive(
                    k
                )  # "accusé par eux | d'avoir menti"
                if self.form(start - 1) == ",":  # "Le Conseil, réuni à Genève"
                    last = max(head, start - 2)
                elif deed or self.form(start) == ",":
                    last = max(head, start - 1)
        return Speaker(first, last, head)

    def trim(self, first: int, last: int) -> Range | None:
        """Tokens without outer punctuation and outer quotation marks; None where nothing is left.

        A mark stays where its partner stays: 'un "grand jour"' keeps both.
        """
        tokens = self.tokens
        while first <= last and tokens[first].form in _EDGE and not self._opens_inside(first, last):
            first += 1
        while first <= last and tokens[last].form in _EDGE and not self._closes_inside(first, last):
            last -= 1
        if first > last:
            return None
        quote = self._quote_at(first)
        if quote is not None and self.quotes.all[quote].closing == last:
            return self.trim(first + 1, last - 1)
        return first, last

    def _quote_at(self, opening: int) -> int | None:
        """Index of the quotation that a mark opens, or None."""
        if self.tokens[opening].form != OPENING or opening + 1 >= len(self.tokens):
            return None
        at = self.quotes.around[opening + 1]
        while at >= 0:
            quote = self.quotes.all[at]
            if quote.opening == opening:
                return at
            at = -1 if quote.parent is None else quote.parent
        return None

    def _opens_inside(self, first: int, last: int) -> bool:
        """Whether a mark or bracket at `first` has its partner before or at `last`."""
        if self.tokens[first].form == "(":
            return any(self.tokens[k].form == ")" for k in range(first, last + 1))
        at = self._quote_at(first)
        if at is None:
            return False
        closing = self.quotes.all[at].closing
        return closing is not None and closing <= last

    def _closes_inside(self, first: int, last: int) -> bool:
        """Whether a mark or bracket at `last` has its partner at or after `first`."""
        form = self.tokens[last].form
        if form == ")":
            return any(self.tokens[k].form == "(" for k in range(first, last + 1))
        if form != CLOSING:
            return False
        at = self.quotes.around[last - 1] if last else -1
        while at >= 0:
            quote = self.quotes.all[at]
            if quote.closing == last:
                return quote.opening >= first
            at = -1 if quote.parent is None else quote.parent
        return False

    def balance(self, first: int, last: int) -> Range:
        """A range that ends where a quotation opened inside it ends, and begins with the marks that close inside it."""
        for at in self.quotes.chain(last):
            quote = self.quotes.all[at]
            if quote.opening >= first and quote.closing is not None:
                last = max(last, quote.closing)
        for at in self.quotes.chain(first):
            quote = self.quotes.all[at]
            if quote.first == first and quote.closing is not None and quote.closing < last:
                first = min(first, quote.opening)
        return first, last

    def clause(self, head: int) -> Range:
        """A clause's tokens from its first to its last, its subordinator and edge punctuation left out."""
        tokens = self.tokens
        found = self.subtree(head)
        paragraph = self.paragraph(head)
        first, last = found[0], found[-1]
        for k in self.children[head]:
            if tokens[k].dep in ("mark", "case") and k < head and k <= first + 2:
                first = max(first, k + 1) if tokens[k].lemma in ("que", "de", "à") else first
        while self.paragraph(last) != paragraph:
            last -= 1
        first, last = self.balance(first, last)
        return self.trim(first, last) or (head, head)

    def extend(self, last: int, main: int) -> int:
        """A content's last token moved on to where its stretch of the sentence ends.

        Parsers cut contents short before prepositional phrases and quotation marks; a comma, a new
        cue, a gerund or a "selon" ends the stretch.
        """
        tokens = self.tokens
        end = self.sentence(last)[1]
        k = last + 1
        while k <= end:
            form = tokens[k].form
            if form in _STRETCH_ENDS or form.lower() in _STRETCH_WORDS or self._turns(k, main):
                break
            quote = self._quote_at(k)
            closing = None if quote is None else self.quotes.all[quote].closing
            if closing is not None:
                k = closing
            elif form == OPENING or (form == CLOSING and not self._closes_after(k, main)):
                break
            last = k
            k += 1
        return last

    def _closes_after(self, closing: int, main: int) -> bool:
        """Whether a closing mark ends a quotation that opened after the cue."""
        quote = self.quotes.closed_by(closing)
        return quote is not None and quote.opening > main

    def _turns(self, k: int, main: int) -> bool:
        """Whether a token leaves the content: a coordinated verb of the same subject, a gerund."""
        tokens = self.tokens
        following = tokens[k + 1] if k + 1 < len(tokens) else tokens[k]
        if tokens[k].pos == "CCONJ":
            return (
                following.pos in VERBAL
                and following.feature("VerbForm") != "Inf"
                and (following.head == main or following.pos == "AUX" or tokens[following.head].head == main)
            )
        if tokens[k].form.lower() in ("en", "tout"):
            gerund = following.form.lower() == "en" or following.form.endswith("ant")
            return gerund and following.pos in ("VERB", "ADP", "ADJ", "PRON")
        return False

    # -- verbs ----------------------------------------------------------------------------------

    def finite(self, i: int) -> bool:
        """Whether a token is itself a finite form, a verb's or an auxiliary's."""
        return self.tokens[i].pos in VERBAL and self.tokens[i].feature("VerbForm") == "Fin"

    def is_infinitive(self, i: int) -> bool:
        """Whether a token is an infinitive, or the head of a compound one (avoir dit)."""
        if self.tokens[i].feature("VerbForm") == "Inf":
            return True
        return any(
            self.tokens[k].dep.startswith(("aux", "cop")) and self.tokens[k].feature("VerbForm") == "Inf"
            for k in self.children[i]
        )

    def is_passive(self, i: int) -> bool:
        """Whether a verb stands in the passive: est accusé, a été dénoncé, accusé par."""
        tokens = self.tokens
        if tokens[i].feature("VerbForm") not in ("Part", "") or self.is_gerund(i):
            return False
        if perfect_with_be(self, i) or has_acted(self, i):
            return False
        for k in self.children[i]:
            if tokens[k].dep in ("aux:pass", "nsubj:pass", "obl:agent"):
                return True
        return (
            (tokens[i].dep in ("acl", "amod", "acl:relcl", "advcl") or stands_apart(self, i))
            and tokens[i].feature("Tense") != "Pres"
            and not any(tokens[k].dep == "aux" for k in self.children[i])
        )

    def is_gerund(self, i: int) -> bool:
        """Whether a verb is a present participle, by its form too: "appelant"."""
        token = self.tokens[i]
        if token.form.endswith("ant"):
            named = token.pos == "PROPN" and token.dep in ("advcl", "acl")  # "Jugeant qu'il est temps" at a text's head
            return named or (token.pos == "VERB" and token.feature("VerbForm") in ("Part", ""))
        return token.feature("VerbForm") == "Part" and token.feature("Tense") == "Pres"

    def negated(self, i: int) -> bool:
        """Whether a verb is negated (ne, pas, jamais ...)."""
        tokens = self.tokens
        return any(
            tokens[k].form.lower() in ("ne", "n'", "pas", "jamais", "aucunement", "nullement") and k < i + 3
            for k in self.children[i]
        )

    def agent(self, i: int) -> int | None:
        """Head of the agent of a passive verb, or None."""
        agent = self.child(i, "obl:agent")
        if agent is not None:
            return agent
        for k in self.children[i]:
            case = self.child(k, "case")
            if self.tokens[k].dep == "obl" and case is not None and self.tokens[case].lemma == "par":
                return k
        return None

    def subject(self, i: int, *, depth: int = 0) -> int | None:  # noqa: PLR0911 - one way out a construction
        """Head of who acts in a verb form: its own subject, or the one that it shares.

        Participles and infinitives take the subject of what they hang on ("a salué ..., ajoutant
        que"), coordinated verbs that of the first, relative clauses their antecedent.
        """
        if depth > 6:
            return None
        tokens = self.tokens
        token = tokens[i]
        own = self.child(i, "nsubj", "nsubj:pass")
        if own is not None:
            if tokens[own].feature("PronType") == "Rel" or tokens[own].form.lower() in ("qui", "lequel", "laquelle"):
                return self._antecedent(i, depth)
            return own
        if token.dep in ("root", "ccomp", "parataxis") and token.feature("VerbForm") == "Fin":
            return None
        if token.dep == "acl:relcl" and token.feature("VerbForm") == "Fin":
            return None
        if token.head == i:
            return None
        head = token.head
        if token.dep in ("acl", "amod", "acl:relcl") and tokens[head].pos in NOMINAL:
            return head
        if tokens[head].pos in VERBAL or token.dep in ("conj", "advcl", "xcomp", "ccomp", "aux", "parataxis"):
            if token.dep in ("advcl", "xcomp") and self.is_passive(head) and token.dep == "xcomp":
                return self.child(head, "nsubj:pass", "nsubj")
            return self.subject(finite_above(self, i, head), depth=depth + 1)
        return None

    def _antecedent(self, i: int, depth: int) -> int | None:
        """The noun that a relative clause's verb hangs on, also through a coordination or a modal."""
        tokens = self.tokens
        for _ in range(4):
            if tokens[i].dep in ("acl:relcl", "acl") and tokens[tokens[i].head].pos in NOMINAL:
                return tokens[i].head
            if tokens[i].head == i:
                return None
            i = tokens[i].head
        return None

    def clitic_subject(self, first: int, last: int) -> int | None:
        """The inverted clitic (-t-il, -elle, -on) among tokens first to last, or None."""
        for k in range(max(first, 0), min(last + 1, len(self.tokens))):
            form = self.tokens[k].form.lower()
            if form.startswith("-") and form.lstrip("-").removeprefix("t-") in _CLITIC_SUBJECTS:
                return k
        return None

    def span(self, first: int, last: int) -> Span:
        """Characters of tokens first to last."""
        return self.parsed.span(first, last)
