"""Files, folders and URLs -> items; an item -> an article: a text with its title, day, publisher."""

from dixit.intake.articles import article
from dixit.intake.item import Article, Facts, Item, Refused
from dixit.intake.sources import count, items

__all__ = ["Article", "Facts", "Item", "Refused", "article", "count", "items"]
