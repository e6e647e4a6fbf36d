"""The reading room in a real browser; "make e2e" runs these."""
