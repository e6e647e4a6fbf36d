"""The tables of the knowledge base: what is by hand, checked and completed from ../shared/corpora/knowledge."""
