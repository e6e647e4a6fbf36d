"""Questions across dispatches: one module a question, pure functions over a store that give named rows."""

from dixit.ask.following import Asked, Later, Raised, calls, promises

__all__ = ["Asked", "Later", "Raised", "calls", "promises"]
