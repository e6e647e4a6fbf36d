"""Who is who in the world: states, organisations, offices and who held them, looked up by any wording.

The tables lie beside this file; docs/actors.md says what stands in them and how to add one.
"""

from __future__ import annotations

from datetime import date

from dixit.knowledge.base import Knowledge
from dixit.knowledge.build import earliest, packaged, with_table
from dixit.knowledge.holders import led
from dixit.knowledge.identify import identify
from dixit.types import Identity

__all__ = ["Identity", "Knowledge", "identify", "led", "members", "packaged", "with_table"]


def members(body: str, *, day: date, knowledge: Knowledge | None = None) -> tuple[str, ...]:
    """Codes of the states that surely were members of a body ("body/oci") on a day."""
    return tuple(
        sorted(
            member.state
            for member in (knowledge or packaged()).members
            if member.body == body
            and (member.since is None or member.since.last <= day)
            and (member.until is None or day < earliest(member.until))
        )
    )
