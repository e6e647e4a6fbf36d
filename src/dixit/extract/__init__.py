"""Parsed -> drafts, mentions and judged statements."""

from dixit.extract.statements import drafts_of

__all__ = ["drafts_of"]
