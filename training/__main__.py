"""Rebuilds the French model from the corpora, puts it into the package and measures it: make model."""

import argparse
import json
import shutil
from pathlib import Path

import spacy
from threadpoolctl import threadpool_limits

from training import evaluate, train, vectors

HERE = Path(__file__).parent
MODEL = HERE.parent / "src" / "dixit" / "models" / "fr"
STEPS = 4400  # three quarters of an hour of one core
META = {
    "lang": "fr",
    "name": "dixit",
    "version": "0.2.0",
    "description": "French news: tokens cut by dixit.tokens, morphology, lemmas, dependencies, names",
    "license": "CC BY-SA 4.0",
    "author": "the Dixit maintainers; corpora as named in MODEL_CARD.md",
}


def main() -> None:
    """Command line: python -m training [--corpora FOLDER] [--steps N] [--publish FOLDER]."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=HERE.parent.parent / "shared" / "corpora")
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--publish", type=Path, help="only put this trained pipeline into the package")
    args = parser.parse_args()
    trained = args.publish or build(args.corpora, args.work, args.steps)
    publish(trained, MODEL)
    measure(args.corpora)


def build(corpora: Path, work: Path, steps: int) -> Path:
    """Vectors, then the pipeline; the folder where it lies."""
    out = work / "model"
    # More threads slow these small matrices down.
    with threadpool_limits(limits=1, user_api="blas"):
        vectors.build(corpora, work)
        train.train(train.Plan(corpora, out, work / "vectors", steps))
    return out


def publish(trained: Path, target: Path) -> None:
    """Put a pipeline in the place of the old one, with its card; never a half-written one."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    # spaCy's French takes seconds to import, for a tokeniser that is not used.
    nlp = spacy.load(trained, config={"nlp": {"lang": "xx"}}, exclude=["tokenizer"])
    # Half precision reads the same: one head in 48,733 tokens was another.
    nlp.vocab.vectors.data = nlp.vocab.vectors.data.astype("float16")
    nlp.to_disk(fresh)
    meta = json.loads((fresh / "meta.json").read_text(encoding="utf8"))
    (fresh / "meta.json").write_text(json.dumps(meta | META, indent=2) + "\n", encoding="utf8")
    shutil.copy(HERE / "MODEL_CARD.md", fresh / "MODEL_CARD.md")
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def measure(corpora: Path) -> None:
    """Print the figures and keep them beside the scripts."""
    scores = evaluate.evaluate(MODEL, corpora)
    print(evaluate.table(scores.items()))
    (HERE / "figures.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
