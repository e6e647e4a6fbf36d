"""Treebanks -> lemma tables for spaCy's French lemmatizer: known forms, then learnt suffix rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import Lemmatizer

from training.conllu import Sentence

RULE_CLASSES = frozenset(["NOUN", "VERB", "ADJ", "AUX", "ADV", "PRON", "DET", "ADP", "CCONJ", "SCONJ", "PUNCT"])
LONGEST_SUFFIX = 8
LONG = 5  # from this length on, one witness makes a suffix rule: "mettez" -> "soumettez"
INFINITIVES = ("er", "ir", "re", "oir")

Pairs = dict[str, dict[str, str]]


def add_lemmatizer(nlp: Language, sentences: Iterable[Sentence], verb_forms: Path) -> None:
    """Put a `lemmatizer` with tables made of the sentences at the end of the pipeline."""
    pairs = majority(sentences)
    index = {pos.lower(): dict.fromkeys(sorted(set(forms.values())), 1) for pos, forms in pairs.items()}
    for form, verb in reporting_forms(verb_forms).items():
        pairs["VERB"].setdefault(form, verb)
        index["verb"].setdefault(verb, 1)
    # The index only confirms guesses: a known form goes by the table of forms.
    for pos, forms in pairs.items():
        for form, lemma in forms.items():
            if form != lemma:
                index[pos.lower()].pop(form, None)
    for pos, lemmas in index.items():
        for lemma in lemmas:
            if lemma == lemma.lower():
                pairs[pos.upper()].setdefault(lemma, lemma)
    lookups = Lookups()
    lookups.add_table("lemma_lookup", {})
    lookups.add_table("lemma_index", index)
    lookups.add_table("lemma_exc", {p.lower(): _known(f) for p, f in pairs.items()})
    lookups.add_table("lemma_rules", {p.lower(): rules(f) for p, f in pairs.items()})
    lemmatizer = cast("Lemmatizer", nlp.add_pipe("lemmatizer", config={"mode": "rule"}))
    lemmatizer.initialize(lookups=lookups)


def majority(sentences: Iterable[Sentence]) -> Pairs:
    """For each class, the commonest lemma of each form in small letters."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for tok in sentence.toks:
            if tok.pos in RULE_CLASSES and tok.lemma not in ("", "_"):
                counts[tok.pos, tok.form.lower()][tok.lemma] += 1
    pairs: Pairs = defaultdict(dict)
    for (pos, form), lemmas in sorted(counts.items()):
        pairs[pos][form] = max(sorted(lemmas), key=lambda lemma: lemmas[lemma])
    return dict(pairs)


def reporting_forms(path: Path) -> dict[str, str]:
    """The list's forms with the infinitive, itself in the list, that they belong to for sure."""
    forms = path.read_text(encoding="utf8").split()
    infinitives = [form for form in forms if form.endswith(INFINITIVES)]
    found = {}
    for form in forms:
        near = [v for v in infinitives if _shared(form, v) >= max(4, len(v) - (3 if v.endswith("er") else 2))]
        if form in infinitives:
            found[form] = form
        elif len(near) == 1:
            found[form] = near[0]
    return found


def _known(forms: dict[str, str]) -> dict[str, list[str]]:
    return {form: [lemma] for form, lemma in forms.items()}


def rules(forms: dict[str, str]) -> list[list[str]]:
    """Suffix rules [old, new], longest first: the commonest rewriting of each final string.

    {"parlait": "parler", "donnait": "donner"} -> [["ait", "er"], ...]
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for form, lemma in forms.items():
        shared = _shared(form, lemma)
        for length in range(1, LONGEST_SUFFIX + 1):
            stem = len(form) - length
            if stem > shared or stem < (0 if length >= LONG else 2):
                continue
            votes[form[stem:]][lemma[stem:]] += 1
    kept = []
    for old, news in votes.items():
        new, count = max(sorted(news.items()), key=lambda item: item[1])
        if count > 1 or len(old) >= LONG:
            kept.append([old, new])
    return sorted(kept, key=lambda rule: (-len(rule[0]), rule))


def _shared(form: str, lemma: str) -> int:
    """Length of the common beginning."""
    count = 0
    for one, two in zip(form, lemma, strict=False):
        if one != two:
            break
        count += 1
    return count
