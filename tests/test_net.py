"""Recurrent units over words: each run is read for itself, as the equations of the gated recurrent unit say."""

import numpy as np

from dixit.extract.net import LONGEST, Run, Words, both_ways, codes, layers, readable, softmax_of, summed_up

WORDS = Words(
    {"calme": 1, "été": 2, "port": 3},
    {"calme": 1, "ete": 2, "port": 3},
    np.array([[0, 0], [127, 0], [0, 127], [64, -64]], np.int8),
)
WIDTH, SEEN = 3, 4


def _arrays(nets: int = 2) -> dict[str, np.ndarray]:
    """Nets of random weights."""
    rng = np.random.default_rng(7)
    inputs = SEEN + 2 + 2
    shapes = {
        "words.w": (2, SEEN), "words.b": (SEEN,), "pos": (18, 2), "part": (8, 2),
        "attend.w": (2 * WIDTH, 2), "attend.b": (2,),
        "out1.w": (6 * WIDTH, 5), "out1.b": (5,), "out2.w": (5, 3), "out2.b": (3,),
    }  # fmt: skip
    for side in ("left", "right"):
        shapes |= {f"{side}.ih.w": (inputs, 3 * WIDTH), f"{side}.ih.b": (3 * WIDTH,)}
        shapes |= {f"{side}.hh.w": (WIDTH, 3 * WIDTH), f"{side}.hh.b": (3 * WIDTH,)}
    return readable({name: rng.standard_normal((nets, *shape)).astype(np.float32) for name, shape in shapes.items()})


def _run(*forms: str) -> Run:
    return Run([(form, "NOUN", 3) for form in forms], ())


def _pooled(arrays: dict[str, np.ndarray], *runs: Run) -> np.ndarray:
    """What is held of runs, from the longest to the shortest: (nets, runs, ...)."""
    coded = [codes(WORDS, run) for run in runs]
    held = both_ways(arrays, WORDS, coded)
    return np.concatenate(summed_up(arrays, held, [len(rows) for rows, _, _ in coded]), axis=-1)


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


def test_states_and_their_sums_follow_the_equations() -> None:
    """One net and one run, counted by hand."""
    arrays = _arrays(nets=1)
    a = {name: value[0] for name, value in arrays.items()}
    rows = np.array([[1, 0], [64 / 127, -64 / 127], [0, 0]])
    x = np.concatenate([rows @ a["words.w"] + a["words.b"], a["pos"][[8] * 3], a["part"][[3] * 3]], axis=1)
    right = _states(x[::-1], a, "right")[::-1]
    held = np.concatenate([np.array(_states(x, a, "left")), np.array(right)], axis=1)
    weight = np.exp(held @ a["attend.w"] + a["attend.b"])
    weight /= weight.sum(axis=0)
    expected = np.concatenate([(weight.T @ held).ravel(), held.max(axis=0)])
    np.testing.assert_allclose(expected, _pooled(arrays, _run("calme", "Port", "inconnu"))[0, 0], rtol=1e-4)


def test_layers_give_chances() -> None:
    """Two layers and a softmax over them, counted by hand; a row sums to one."""
    arrays = _arrays(nets=1)
    a = {name: value[0] for name, value in arrays.items()}
    joined = _pooled(arrays, _run("port"))
    logits = np.maximum(joined[0, 0] @ a["out1.w"] + a["out1.b"], 0) @ a["out2.w"] + a["out2.b"]
    expected = np.exp(logits) / np.exp(logits).sum()
    np.testing.assert_allclose(expected, softmax_of(layers(arrays, joined, "out"))[0, 0], rtol=1e-4)
    np.testing.assert_allclose(1.0, expected.sum(), rtol=1e-5)


def test_a_run_is_read_for_itself() -> None:
    """Longer neighbours change nothing."""
    arrays = _arrays()
    runs = [_run("calme", "port", "calme", "été"), _run("été", "calme"), _run("port"), _run()]
    together = _pooled(arrays, *runs)
    for n, run in enumerate(runs):
        np.testing.assert_allclose(_pooled(arrays, run)[:, 0], together[:, n], rtol=1e-4, atol=1e-6)


def test_a_long_run_is_cut() -> None:
    """What stands after the longest run that is read changes nothing."""
    whole = _run(*["calme"] * LONGEST)
    longer = _run(*["calme"] * LONGEST, "port", "été")
    assert codes(WORDS, whole) == codes(WORDS, longer)


def test_capitals_without_accents_are_the_same_word() -> None:
    """ETE is read as été; what the table does not hold is the unknown word."""
    assert 2 == WORDS.row("ETE")
    assert 2 == WORDS.row("Été")
    assert 0 == WORDS.row("grue")
