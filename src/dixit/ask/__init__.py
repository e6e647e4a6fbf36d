"""Questions across dispatches, each answer with the exact words behind it."""
