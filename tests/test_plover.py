"""Acts of statements as PLOVER's verbal categories."""

from typing import get_args

import pytest

from dixit.plover import verbal_code
from dixit.types import Act


@pytest.mark.parametrize(
    ("act", "category"),
    [
        ("demand", "REQUEST"),
        ("accuse", "ACCUSE"),
        ("criticise", "ACCUSE"),
        ("warn", "THREATEN"),
        ("refuse", "REJECT"),
        ("deny", "REJECT"),
        ("praise", "SUPPORT"),
        ("commit", "AGREE"),
        ("assert", None),
        ("express", None),
    ],
)
def test_each_act_has_its_category(act: Act, category: str | None) -> None:
    """What only tells or expresses has none, nor has an act that was not done."""
    code = verbal_code(act)

    assert category == (code.category if code else None)
    assert verbal_code(act, negated=True) is None


def test_no_act_is_forgotten() -> None:
    """All but telling and expressing are coded."""
    assert {"assert", "express"} == {act for act in get_args(Act) if verbal_code(act) is None}
