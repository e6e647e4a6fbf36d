"""Which words of a clause cannot be the same person: "Il lui a dit" has two."""

from __future__ import annotations

from typing import Final

from dixit.types import Gender, Number, Parsed

# Objects that stand before their verb, which are never its subject again ("se" would be).
CLITICS: Final[dict[str, tuple[Gender, Number]]] = {
    "le": ("m", "s"),
    "la": ("f", "s"),
    "l'": ("", "s"),
    "lui": ("", "s"),
    "les": ("", "p"),
    "leur": ("", "p"),
}
_RISE: Final = 4  # verbs from an object up to the one that has the subject: "veut pouvoir lui dire"
_CONTROLLED: Final = ("obj", "iobj", "obl:arg")


def is_clitic(parsed: Parsed, k: int) -> bool:
    """Whether a token is an object pronoun before its verb: "lui" in "lui a dit", not in "pour lui"."""
    token = parsed.tokens[k]
    return token.form.lower() in CLITICS and token.pos == "PRON" and k < token.head and not parsed.children[k]


def clitic_gender(parsed: Parsed, k: int) -> Gender:
    """Gender of an object pronoun by its form, else by the participle that agrees with it: "l'a félicitée"."""
    token = parsed.tokens[k]
    gender = CLITICS[token.form.lower()][0]
    verb = parsed.tokens[token.head]
    if gender or token.dep != "obj" or verb.feature("VerbForm") != "Part":
        return gender
    return {"Fem": "f", "Masc": "m"}.get(verb.feature("Gender"), "")  # type: ignore[return-value]


def subject_of(parsed: Parsed, k: int) -> int | None:
    """The token that is the subject where a token is an object; None: none stands there.

    "Il lui a demandé de le suivre": Il for lui, lui for le; "Il part, les saluant": Il for les.
    """
    tokens, verb, below = parsed.tokens, parsed.tokens[k].head, k
    for _ in range(_RISE):
        held = parsed.children[verb]
        if below != k and tokens[below].dep == "xcomp":
            objects = [c for c in held if tokens[c].dep in _CONTROLLED and tokens[c].pos in ("PRON", "PROPN", "NOUN")]
            if objects and any(tokens[c].dep == "mark" or tokens[c].pos == "ADP" for c in parsed.children[below]):
                return objects[0]
        subject = next((c for c in held if tokens[c].dep.startswith("nsubj") or _is_inverted(tokens[c].form)), None)
        shares = _is_participle(parsed, verb) or tokens[verb].dep in ("xcomp", "conj")
        if subject is not None or not shares or tokens[verb].head == verb:
            return subject
        verb, below = tokens[verb].head, verb
    return None


def object_above(parsed: Parsed, k: int) -> int | None:
    """The token that is the object of the verb on which the participle of a clitic hangs; None: there is none.

    "Il a critiqué le maire, l'accusant de mentir": maire for l'.
    """
    verb = parsed.tokens[k].head
    if not is_clitic(parsed, k) or not _is_participle(parsed, verb):
        return None
    return next((c for c in parsed.children[parsed.tokens[verb].head] if parsed.tokens[c].dep == "obj"), None)


def _is_participle(parsed: Parsed, verb: int) -> bool:
    """Whether a verb is a participle beside the verb above it, whose subject it has: "..., ajoutant"."""
    return parsed.tokens[verb].dep == "advcl" and parsed.tokens[verb].form.endswith("ant")


def _is_inverted(form: str) -> bool:
    """Whether a word is a subject after its verb, which the parser may take for an expletive: "lui a-t-il dit"."""
    return form.startswith("-") and form.lower().endswith(("il", "elle", "ils", "elles", "on", "je", "nous"))
