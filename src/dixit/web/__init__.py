"""The reading room: pages and an API over one store, served from this machine alone."""
