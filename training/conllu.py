"""CoNLL-U files -> sentences over our own tokens, with one annotation scheme for all treebanks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from dixit.tokens import tokenize

KEPT_SUBTYPES = frozenset({"nsubj:pass", "aux:pass", "obl:agent", "acl:relcl"})
KEPT_FEATURES = frozenset(
    ["Definite", "Gender", "Mood", "Number", "Person", "Polarity", "Poss", "PronType", "Reflex", "Tense", "VerbForm"]
)
# Treebanks disagree about these classes' features, so they have none.
FEATURELESS = frozenset(["PROPN", "NUM", "PUNCT", "SYM", "X", "ADP", "SCONJ", "CCONJ", "INTJ"])
REPORTING = frozenset(
    [
        "dire",
        "annoncer",
        "affirmer",
        "déclarer",
        "expliquer",
        "ajouter",
        "indiquer",
        "préciser",
        "souligner",
        "prévenir",
        "estimer",
        "confier",
        "lancer",
        "répondre",
        "poursuivre",
        "raconter",
        "conclure",
        "demander",
        "noter",
        "écrire",
        "rappeler",
        "assurer",
        "juger",
        "confirmer",
        "plaisanter",
        "commenter",
        "regretter",
        "insister",
        "reconnaître",
        "observer",
        "remarquer",
        "raconter",
        "promettre",
        "avertir",
        "penser",
        "croire",
    ]
)


@dataclass(frozen=True, slots=True)
class Tok:
    """One token: `head` counts tokens of its sentence from 0, and is its own place for the root."""

    form: str
    lemma: str
    pos: str
    feats: str
    head: int
    rel: str
    start: int = 0
    end: int = 0
    space: bool = True
    ent: str | None = None  # IOB tag; None: unknown


@dataclass(slots=True)
class Sentence:
    """A sentence with its text; `exact` says whether our tokens are the treebank's (fused)."""

    ident: str
    text: str
    toks: list[Tok]
    exact: bool = True
    doc: str = ""
    gold: list[Tok] = field(default_factory=list)  # the treebank's tokens, contractions whole


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a treebank; contractions ("du") are one token."""
    doc = ""
    for block in path.read_text(encoding="utf8").split("\n\n"):
        lines = block.strip().split("\n")
        meta = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("# ") and " = " in line)
        doc = meta.get("newdoc id", doc)
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if rows:
            yield _sentence(meta["sent_id"], meta["text"], doc, rows)


def _sentence(ident: str, text: str, doc: str, rows: list[list[str]]) -> Sentence:
    rows = [row for row in rows if "." not in row[0]]
    words = {row[0]: row for row in rows if "-" not in row[0]}
    surfaces: list[tuple[int, int, list[str]]] = []  # start, end, word ids
    at, inside = 0, 0
    for row in rows:
        first, _, last = row[0].partition("-")
        if not last and int(first) <= inside:
            continue
        inside = int(last or first)
        start = text.index(row[1], at)
        at = start + len(row[1])
        surfaces.append((start, at, [str(i) for i in range(int(first), inside + 1)]))
    raw = tokenize(text)
    gold = _fuse(text, words, surfaces)
    groups, exact = _groups([(t.start, t.end) for t in raw], surfaces)
    sentence = Sentence(ident, text, [], exact, doc, gold)
    if exact:
        forms = [t.form for t in raw]
        toks = _fuse(text, words, groups)
        sentence.toks = [replace(tok, form=form) for tok, form in zip(toks, forms, strict=True)]
    return sentence


def _groups(
    raw: list[tuple[int, int]], surfaces: list[tuple[int, int, list[str]]]
) -> tuple[list[tuple[int, int, list[str]]], bool]:
    """The words under each of our tokens; False if one of ours lies inside one of theirs."""
    groups = []
    rest = list(surfaces)
    for start, end in raw:
        ids: list[str] = []
        while rest and rest[0][0] < end:
            if rest[0][0] < start or rest[0][1] > end:
                return [], False
            ids += rest.pop(0)[2]
        if not ids:
            return [], False
        groups.append((start, end, ids))
    return groups, not rest


def _fuse(text: str, words: dict[str, list[str]], groups: list[tuple[int, int, list[str]]]) -> list[Tok]:
    """One token for each group of words: the first word that hangs outside the group leads."""
    place = {ident: i for i, (_, _, ids) in enumerate(groups) for ident in ids}
    place["0"] = -1
    toks = []
    for i, (start, end, ids) in enumerate(groups):
        lead = next((w for w in ids if place[words[w][6]] != i), ids[0])
        row = words[lead]
        head = place[row[6]]
        feats = row[5]
        if len(ids) == 2 and row[3] == "ADP":
            feats = words[ids[1]][5]
        lemma = row[2] if len(ids) < 3 and row[2] != "_" else text[start:end]
        toks.append(
            Tok(
                text[start:end],
                lemma,
                row[3],
                feats,
                i if head < 0 else head,
                "ROOT" if head < 0 else row[7],
                start,
                end,
                end < len(text) and text[end].isspace(),
            )
        )
    return toks


def normalise(sentences: list[Sentence], *, turn_quotatives: bool = False) -> list[Sentence]:
    """One scheme of relations and features; PUD's quotative clauses turned round."""
    for sentence in sentences:
        for name in ("toks", "gold"):
            toks = getattr(sentence, name)
            agents = _agents(toks)
            toks = [replace(tok, rel=_relation(tok, i in agents), feats=_features(tok)) for i, tok in enumerate(toks)]
            setattr(sentence, name, turn_quotative(toks) if turn_quotatives else toks)
    return sentences


def _relation(tok: Tok, agent: bool) -> str:
    if agent:
        return "obl:agent"
    return tok.rel if tok.rel in KEPT_SUBTYPES else tok.rel.partition(":")[0]


def _agents(toks: list[Tok]) -> set[int]:
    """Places of agents that a treebank marks as plain `obl`: "par" under a passive verb."""
    passive = {tok.head for tok in toks if tok.rel == "aux:pass"}
    by = {tok.head for tok in toks if tok.rel == "case" and tok.lemma == "par"}
    return {i for i in by if toks[i].rel == "obl" and toks[i].head in passive}


def _features(tok: Tok) -> str:
    if tok.pos in FEATURELESS and not (tok.pos == "ADP" and "PronType=Art" in tok.feats):
        return ""
    pairs = (pair.partition("=") for pair in tok.feats.split("|") if pair != "_")
    return "|".join(
        f"{name}={value}"
        for name, _, value in sorted(pairs)
        if name in KEPT_FEATURES and (name != "PronType" or tok.pos in ("PRON", "DET", "ADV"))
    )


def drop_context_gender(sentences: list[Sentence], trusted: list[Sentence]) -> None:
    """Take the gender from forms that the trusted treebanks mostly leave without ("autres")."""
    bare: Counter[tuple[str, str]] = Counter()
    for sentence in trusted:
        for tok in sentence.toks:
            bare[tok.form.lower(), tok.pos] += -1 if "Gender=" in tok.feats else 1
    for sentence in sentences:
        sentence.toks = [
            replace(tok, feats="|".join(f for f in tok.feats.split("|") if f[:7] != "Gender="))
            if bare[tok.form.lower(), tok.pos] > 0
            else tok
            for tok in sentence.toks
        ]


def turn_quotative(toks: list[Tok]) -> list[Tok]:
    """« C », dit X: C under `dit` as parataxis -> `dit` under C as parataxis."""
    toks = list(toks)
    for verb, tok in enumerate(toks):
        if tok.pos != "VERB":
            continue
        left = [i for i in range(verb) if toks[i].head == verb and toks[i].rel == "parataxis"]
        subject = [i for i, t in enumerate(toks) if t.head == verb and t.rel.startswith("nsubj")]
        if not left or not (tok.lemma in REPORTING or (subject and subject[0] > verb)):
            continue
        content = left[-1]
        outside = content if tok.rel == "ROOT" else tok.head
        last = max(i for i, t in enumerate(toks) if _under(toks, i, content) or i == content)
        toks[content] = replace(toks[content], head=outside, rel=tok.rel)
        toks[verb] = replace(tok, head=content, rel="parataxis")
        for i, other in enumerate(toks):
            closing = other.rel == "punct" and (i == len(toks) - 1 or i <= last + 1)
            if i != content and other.head == verb and (closing or i <= last):
                toks[i] = replace(other, head=content)
    return toks


def _under(toks: list[Tok], place: int, ancestor: int) -> bool:
    """Whether the token at `place` hangs somewhere below `ancestor`."""
    for _ in toks:
        if place == ancestor:
            return True
        if toks[place].head == place:
            return False
        place = toks[place].head
    return False
