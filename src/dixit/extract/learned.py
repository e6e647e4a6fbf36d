"""All that was learned beside the French model, loaded at once: what is broken is said before anything is read."""

from __future__ import annotations

from importlib.resources import files

from dixit.errors import DixitError, ModelError
from dixit.extract import acts, classes, encoder, events
from dixit.extract.linear import REINSTALL, logistic, platt


def load(language: str) -> None:
    """Load every weight that the reading of a language asks for; ModelError where a file is missing or broken."""
    try:
        for name in ("onset", "extent", "belief", "voice", "ranking"):
            logistic(language, name)
        platt(language, "confidence")
        acts.weights()
        encoder.encoder(language)
        classes.word_classes(language)
        events.judges(language)
    except DixitError:
        raise
    except Exception as error:  # what a broken file raises depends on its kind
        place = str(files("dixit") / "models")
        raise ModelError(place, f"what was learned cannot be loaded ({error})", REINSTALL) from error
