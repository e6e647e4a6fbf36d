"""A day -> the month, quarter or year that it lies in."""

from __future__ import annotations

from typing import Literal

Per = Literal["month", "quarter", "year"]


def period(day: str, per: Per) -> str:
    """From "2020-06-15" to "2020-06", "2020-Q2" or "2020"."""
    if per == "quarter":
        return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    return day[:7] if per == "month" else day[:4]
