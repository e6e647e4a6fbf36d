"""Names that no single mention gives: "son frère" and Ali Roux -> "le frère d'Ali Roux"."""

from __future__ import annotations

from typing import Final

from dixit.folding import fold

_VOWELS: Final = "aeiouyh"
_OWN: Final = {"son": "le ", "sa": "la ", "ses": "les ", "leur": "le ", "leurs": "les "}


def joined(said: str, name: str) -> str:
    """A description with who or what it belongs to: "une porte-parole" and Amazon -> "une porte-parole d'Amazon"."""
    first, _, rest = said.partition(" ")
    article = _OWN.get(first.lower())
    if article and rest:
        short = article != "les " and fold(rest[0]) in _VOWELS
        said = ("l'" if short else article) + rest
    for opening, contracted in (("le ", "du "), ("les ", "des "), ("la ", "de la "), ("l'", "de l'")):
        if name.lower().startswith(opening):
            return f"{said} {contracted}{name[len(opening) :]}"
    return said + (" d'" if fold(name[0]) in _VOWELS else " de ") + name
