"""Fails where the reading of ../shared/gold/dev falls below its floors, or the gold data changed unannounced.

python -m eval.gate              check
python -m eval.gate --raise      lift floors to what is measured now, less the margin; none is lowered
python -m eval.gate --lower      set floors to what is measured now, also where that is less, and the data's digest
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

from eval.score import event_table, read_folder, table
from training.goldset import SHARED

from dixit import Reader

FLOORS = Path(__file__).with_name("floors.json")
GOLD = SHARED / "gold" / "dev"
MARGIN = 0.005  # what a floor leaves for numbers that differ between processors
KEPT = ("content", "exact", "speaker", "who", "mode", "act", "target")


def measured() -> dict[str, float]:
    scored = read_folder(GOLD, Reader.load())
    everything, quotations = table(scored), table(scored, lambda row: row["mode"] != "mention")
    events = {f"{key}, events": value for key, value in event_table(scored).items()}
    return {key: everything[key] for key in KEPT} | {f"{key}, quotations": quotations[key] for key in KEPT} | events


def digest() -> str:
    """One digest of all gold files, names and bytes."""
    found = sha256()
    for path in sorted(GOLD.iterdir()):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def main(arguments: list[str]) -> int:
    if not SHARED.is_dir():
        print("gate: no ../shared here, nothing to measure")
        return 0
    if not any(GOLD.glob("*.yaml")):
        print(f"gate: {GOLD} holds no gold data, though ../shared is there")
        return 1
    now, data = measured(), digest()
    held = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}, "gold": data}
    lower, lift = "--lower" in arguments, "--raise" in arguments
    if held["gold"] != data and not lower:
        print(f"gate: the gold data changed ({held['gold']} -> {data}); announce it with --lower")
        return 1
    if lower or lift:
        fresh = {key: round(value - MARGIN, 3) for key, value in now.items()}
        floors = fresh if lower else {key: max(value, held["floors"].get(key, 0)) for key, value in fresh.items()}
        FLOORS.write_text(
            json.dumps({"gold": data, "floors": floors}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        print(f"{FLOORS.name}: written")
        return 0
    fallen = {key: floor for key, floor in held["floors"].items() if now[key] < floor}
    for key, floor in fallen.items():
        print(f"gate: {key} is {now[key]:.3f}, below its floor {floor:.3f}")
    if not fallen:
        print(f"gate: {len(held['floors'])} figures at or above their floors; content {now['content']:.3f}")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
