"""Nets that read a trigger's sentence: what they are shown, and that each sentence is read for itself."""

from functools import cache

import numpy as np
import pytest

from dixit.extract import drafts_of
from dixit.extract.acts import judge
from dixit.extract.event_net import EventNet, Told, beside, event_net, run_of
from dixit.extract.events import events_of, judges, told_triggers
from dixit.extract.net import Run, Words
from dixit.extract.participants import nearby
from dixit.extract.syntax import Sheet
from dixit.parse import Parser
from dixit.read import read
from dixit.types import Parsed

WORDS = Words({"calme": 1, "port": 2}, {"calme": 1, "port": 2}, np.array([[0, 0], [127, 0], [0, 127]], np.int8))
WIDTH, KIND, TYPES, STATUSES = 3, 2, 12, 4
KINDS = [["v:recevoir"], ["CONSULT"], ["+"], ["assert"], ["direct"], ["subj"], ["PER"], ["A"]]


def _net(nets: int = 2) -> EventNet:
    rng = np.random.default_rng(3)
    shapes = {"pos": (18, 2), "part": (8, 2), "types": (TYPES, KIND), "attend.w": (2 * WIDTH, 2), "attend.b": (2,)}
    for side in ("left", "right"):
        shapes |= {f"{side}.ih.w": (6, 3 * WIDTH), f"{side}.ih.b": (3 * WIDTH,)}
        shapes |= {f"{side}.hh.w": (WIDTH, 3 * WIDTH), f"{side}.hh.b": (3 * WIDTH,)}
    shapes |= {f"kind{k}": (2, KIND) for k in range(len(KINDS))}
    shapes |= {"out1.w": (8 * WIDTH + 5 * KIND, 5), "out1.b": (5,), "out2.w": (5, 1 + TYPES + STATUSES)}
    shapes |= {"out2.b": (1 + TYPES + STATUSES,), "role1.w": (6 * WIDTH + 5 * KIND, 4), "role1.b": (4,)}
    shapes |= {"role2.w": (4, 3), "role2.b": (3,)}
    arrays = {name: rng.standard_normal((nets, *shape)).astype(np.float32) for name, shape in shapes.items()}
    return EventNet(arrays, KINDS, WORDS)


def _told(*forms: str, at: int = 0, near: tuple[int, ...] = ()) -> Told:
    return Told(Run([(form, "NOUN", 3) for form in forms], ("v:recevoir", "CONSULT", "+", "none", "none")), at, near)


@cache
def _parser() -> Parser:
    return Parser.load()


def _parsed(text: str) -> Parsed:
    return _parser()(read(text.encode(), name="a.txt"))


def test_a_sentence_is_read_for_itself() -> None:
    """Longer and shorter neighbours, and the order, change nothing."""
    net = _net()
    runs = [_told("port", "calme", near=(1,)), _told("calme"), _told("port", "port", "calme", "port", at=2)]
    together = net.read(runs)
    for run, seen in zip(runs, together, strict=True):
        alone = net.read([run])[0]
        assert seen.event == pytest.approx(alone.event, rel=1e-4)
        np.testing.assert_allclose(seen.types, alone.types, rtol=1e-4)
        np.testing.assert_allclose(seen.statuses, alone.statuses, rtol=1e-4)


def test_chances_are_chances() -> None:
    """Of types and statuses, and of each nominal's roles, a row a nominal."""
    net, run = _net(), _told("port", "calme", "port", near=(0, 2))
    seen = net.read([run])[0]
    assert 0 < seen.event < 1
    assert (TYPES, STATUSES) == (len(seen.types), len(seen.statuses))
    assert sum(seen.types) == pytest.approx(1, rel=1e-4)
    roles = net.roles(run, seen, 1, [("subj", "PER", "A"), ("obj", "LOC", "?")])
    assert (2, 3) == roles.shape
    np.testing.assert_allclose([1, 1], roles.sum(axis=1), rtol=1e-4)
    assert not np.allclose(roles[0], roles[1])


def test_nothing_to_read() -> None:
    """No runs, nothing seen; no nominals, no roles."""
    net, run = _net(), _told("port")
    assert [] == net.read([])
    assert (0, 3) == net.roles(run, net.read([run])[0], 0, []).shape


def test_what_a_net_is_shown() -> None:
    """The trigger, the nominals near it, and what a statement tells are marked; no other sentence is shown."""
    text = "Le port est calme.\n\nAnna Martin a assuré que le maire de Calvi avait rencontré le préfet.\n"
    parsed = _parsed(text)
    sheet, statements = Sheet(parsed), judge(parsed, drafts_of(parsed))
    trigger, told = next((t, s) for t, s in told_triggers(sheet, statements) if t.known.key == "rencontrer")
    assert told is not None
    near = nearby(sheet, trigger)
    run = run_of(sheet, trigger, near, told)
    parts = {form: part for form, _, part in run.read.tokens}
    assert "port" not in parts
    assert "rencontré" == run.read.tokens[run.at][0]
    assert (4, 5, 5, 6) == (parts["rencontré"], parts["maire"], parts["préfet"], parts["avait"])
    assert 7 == parts["assuré"]
    assert ("v:rencontrer", "CONSULT", "assert") == (*run.read.traits[:2], run.read.traits[3])
    assert {"subj", "obj"} <= {beside(sheet, trigger, "CONSULT", one)[0] for one in near}


def test_the_nets_are_asked() -> None:
    """With the shipped nets belief is another than by the traits alone, and still between 0 and 1."""
    text = "Le ministre norvégien des Affaires étrangères a rencontré mardi à Oslo son homologue islandaise.\n"
    parsed = _parsed(text)
    learned = judges("fr")
    assert learned.net is event_net("fr")
    (event,) = events_of(parsed, [])
    assert "CONSULT" == event.type
    assert 0 < event.evidence.confidence < 1
