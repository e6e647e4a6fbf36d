"""Nets over words: each run is read for itself, as the equations of the gated recurrent unit say."""

import numpy as np

from dixit.extract.net import LONGEST, Net, Run, Words

WORDS = Words(
    {"calme": 1, "été": 2, "port": 3},
    {"calme": 1, "ete": 2, "port": 3},
    np.array([[0, 0], [127, 0], [0, 127], [64, -64]], np.int8),
)
WIDTH, SEEN = 3, 4


def _net(nets: int = 2) -> Net:
    """Nets of random weights: two kinds of traits, three classes."""
    rng = np.random.default_rng(7)
    inputs = SEEN + 2 + 2
    shapes = {
        "words.w": (2, SEEN), "words.b": (SEEN,), "pos": (18, 2), "part": (8, 2),
        "attend.w": (2 * WIDTH, 2), "attend.b": (2,), "kind0": (3, 2), "kind1": (2, 2),
        "out1.w": (6 * WIDTH + 4, 5), "out1.b": (5,), "out2.w": (5, 3), "out2.b": (3,),
    }  # fmt: skip
    for side in ("left", "right"):
        shapes |= {f"{side}.ih.w": (inputs, 3 * WIDTH), f"{side}.ih.b": (3 * WIDTH,)}
        shapes |= {f"{side}.hh.w": (WIDTH, 3 * WIDTH), f"{side}.hh.b": (3 * WIDTH,)}
    arrays = {name: rng.standard_normal((nets, *shape)).astype(np.float32) for name, shape in shapes.items()}
    return Net(arrays, [{"dire": 1, "nier": 2}, {"direct": 1}], WORDS)


def _run(*forms: str, cue: str = "dire") -> Run:
    return Run([(form, "NOUN", 3) for form in forms], (cue, "direct"))


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def _states(x: np.ndarray, arrays: dict[str, np.ndarray], side: str) -> list[np.ndarray]:
    """A gated recurrent unit, one token after the other."""
    state, found = np.zeros(WIDTH), []
    for row in x:
        given = row @ arrays[f"{side}.ih.w"] + arrays[f"{side}.ih.b"]
        held = state @ arrays[f"{side}.hh.w"] + arrays[f"{side}.hh.b"]
        reset = _sigmoid(given[:WIDTH] + held[:WIDTH])
        keep = _sigmoid(given[WIDTH : 2 * WIDTH] + held[WIDTH : 2 * WIDTH])
        fresh = np.tanh(given[2 * WIDTH :] + reset * held[2 * WIDTH :])
        state = (1 - keep) * fresh + keep * state
        found.append(state)
    return found


def test_chances_follow_the_equations() -> None:
    """One net and one run, counted by hand."""
    net = _net(nets=1)
    a = {name: value[0] for name, value in net._a.items()}
    run = _run("calme", "Port", "inconnu")
    rows = np.array([[1, 0], [64 / 127, -64 / 127], [0, 0]])
    x = np.concatenate([rows @ a["words.w"] + a["words.b"], a["pos"][[8] * 3], a["part"][[3] * 3]], axis=1)
    right = _states(x[::-1], a, "right")[::-1]
    held = np.concatenate([np.array(_states(x, a, "left")), np.array(right)], axis=1)
    weight = np.exp(held @ a["attend.w"] + a["attend.b"])
    weight /= weight.sum(axis=0)
    joined = np.concatenate([(weight.T @ held).ravel(), held.max(axis=0), a["kind0"][1], a["kind1"][1]])
    logits = np.maximum(joined @ a["out1.w"] + a["out1.b"], 0) @ a["out2.w"] + a["out2.b"]
    expected = np.exp(logits) / np.exp(logits).sum()
    np.testing.assert_allclose(expected, net.probabilities([run])[0], rtol=1e-4)


def test_a_run_is_read_for_itself() -> None:
    """Shorter and longer neighbours change nothing, nor does the order."""
    net = _net()
    runs = [_run("port"), _run("calme", "port", "calme", "été"), _run("été", "calme", cue="nier"), _run()]
    together = net.probabilities(runs)
    for n, run in enumerate(runs):
        np.testing.assert_allclose(net.probabilities([run])[0], together[n], rtol=1e-4)
    np.testing.assert_allclose(net.probabilities(runs[::-1])[::-1], together, rtol=1e-4)


def test_chances_sum_to_one() -> None:
    """A row a run, a column a class."""
    found = _net().probabilities([_run("port"), _run("calme")])
    assert (2, 3) == found.shape
    np.testing.assert_allclose([1.0, 1.0], found.sum(axis=1), rtol=1e-5)


def test_nothing_to_read() -> None:
    """No runs, no rows."""
    assert (0, 3) == _net().probabilities([]).shape


def test_a_long_run_is_cut() -> None:
    """What stands after the longest run that is read changes nothing."""
    net = _net()
    whole = _run(*["calme"] * LONGEST)
    longer = _run(*["calme"] * LONGEST, "port", "été")
    np.testing.assert_array_equal(net.probabilities([whole]), net.probabilities([longer]))


def test_capitals_without_accents_are_the_same_word() -> None:
    """ETE is read as été; what the table does not hold is the unknown word."""
    assert 2 == WORDS.row("ETE")
    assert 2 == WORDS.row("Été")
    assert 0 == WORDS.row("grue")
