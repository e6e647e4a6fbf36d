"""Builds the generated tables of src/dixit/knowledge: python -m training.knowledge [--corpora FOLDER].

states.tsv     states.txt and adjectives.txt here, words/people-states.txt, codes from countries.json
bodies.tsv     bodies.txt
holders.tsv    holders.txt; heads whom it lacks from leaders.csv (REIGN)
members.tsv    members.txt
designations.tsv

Prints where holders.txt and leaders.csv tell the beginning of a term more than SLACK days apart.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from dixit.knowledge.spelling import key
from training.goldset import SHARED
from training.knowledge.reign import HEADS, STATES

HERE = Path(__file__).parent
PACKAGE = HERE.parent.parent / "src" / "dixit"
AS_OF = "2025-12-31"  # what stands in the tables is as of this day
SINCE = 1985  # terms that ended before are left out
SLACK = timedelta(days=45)
SAME = 7  # years; Mitsotakis of 1990 is not the one of 2019
OFFICES = {
    "hos": "head-of-state",
    "hog": "head-of-government",
    "fm": "foreign-minister",
    "guide": "supreme-leader",
    "heir": "crown-prince",
}
LAST = "2021-08-31"  # leaders.csv ends here
TWO_SURNAMES = "GT HN SV NI CR PA CO VE EC PE BO PY CL AR UY DO MX CU ES GQ".split()  # the last word is not the surname
NOT_STATES = ("Congo", "Autorité palestinienne")  # names in people-states.txt that two states share, or a body bears
BUILDINGS = frozenset(  # seats that are no towns, and nothing else than a government
    """Elysée; Matignon; Quai d'Orsay; Palais de l'Elysée; Hôtel Matignon; Hôtel de Matignon; Kremlin; Downing Street;
    10 Downing Street; Buckingham; Palais de Buckingham; Whitehall; Maison Blanche; White House; Foggy Bottom; Planalto;
    Palais du Planalto; Itamaraty; Casa Rosada; La Moneda; Zhongnanhai; Maison Bleue; Moncloa; Palais de la Moncloa;
    Palais Chigi; Quirinal; Farnesina; Mouqataa; Saint-Siège; Ak Saray; Bankova; Miraflores; Palais de Miraflores;
    Malacañang; Koulouba""".replace("\n    ", " ").split("; ")
)
HAND = "hand"  # from general knowledge, looked up nowhere


def lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [field.strip() for field in line.split("|")]


def write(name: str, about: str, columns: list[str], rows: list[list[str]]) -> None:
    wrong = [row for row in rows if len(row) != len(columns) or any("\t" in field for field in row)]
    if wrong:
        raise SystemExit(f"{name}: not {len(columns)} columns: {wrong[0]}")
    head = [f"# {about} As of {AS_OF}. Made by: python -m training.knowledge", "\t".join(columns)]
    text = "\n".join(head + ["\t".join(row) for row in rows]) + "\n"
    (PACKAGE / "knowledge" / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(rows)} rows, {len(text.encode()) // 1024} kB")


def parts(field: str) -> list[str]:
    return [part.strip() for part in field.split(";") if part.strip()]


def states(corpora: Path) -> None:
    """Our states with the names, adjectives and seats that the word list has, and with their three letters."""
    codes = {row["cca2"]: row["cca3"] for row in json.loads((corpora / "countries.json").read_text("utf-8"))}
    listed = _listed()
    adjectives: dict[str, list[tuple[list[str], list[str]]]] = {}
    for code, masculine, feminine in lines("adjectives.txt"):
        adjectives.setdefault(code, []).append((parts(masculine), parts(feminine)))
    rows, claimed = [], set()
    for code, wikidata, head, government, name, others, seats in lines("states.txt"):
        word = next((listed[k] for k in map(key, [name, *parts(others)]) if k in listed), None)
        names, masculine, feminine, capitals = word or ([], [], [], [])
        claimed.update(map(key, names))
        names = [n for n in names if f"?{n}" not in parts(others) and n not in NOT_STATES]
        minus: set[str] = set()
        for more_m, more_f in adjectives.get(code, []):
            minus.update(a[1:] for a in more_m + more_f if a[0] == "-")
            masculine = masculine + [a for a in more_m if a[0] != "-" and a not in masculine]
            feminine = feminine + [a for a in more_f if a[0] != "-" and a not in feminine]
        all_seats = list(dict.fromkeys(s for s in capitals + parts(seats) if f"?{s}" not in parts(seats)))
        rows.append(
            [
                code,
                codes.get(code, "XKX" if code == "XK" else ""),
                wikidata,
                name,
                "; ".join(dict.fromkeys(n for n in names + parts(others) if n != name)),
                "; ".join(s for s in all_seats if s not in BUILDINGS),
                "; ".join(s for s in all_seats if s in BUILDINGS),
                "; ".join(a for a in masculine if a not in minus),
                "; ".join(a for a in feminine if a not in minus),
                "" if head == "-" else head,
                "" if government == "-" else government,
                f"{HAND}; people-states.txt; countries.json",
            ]
        )
    left = [names[0] for k, (names, *_) in listed.items() if k == key(names[0]) and k not in claimed]
    print("in people-states.txt only:", ", ".join(left))
    columns = [
        "code",
        "iso3",
        "wikidata",
        "name",
        "names",
        "capitals",
        "seats",
        "masculine",
        "feminine",
        "head",
        "government",
    ]
    write("states.tsv", "States and territories with an ISO 3166-1 code.", [*columns, "source"], rows)


def _listed() -> dict[str, tuple[list[str], list[str], list[str], list[str]]]:
    """Names, adjectives and seats of words/people-states.txt by the key of each name."""
    found = {}
    for line in (PACKAGE / "words" / "people-states.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            names, masculine, feminine, seats = ([p for p in f.split("/") if p] for f in line.split(";"))
            found.update({key(name): (names, masculine, feminine, seats) for name in names})
    return found


def bodies() -> None:
    rows = []
    for code, kind, called, forms, state, wikidata, since, until in lines("bodies.txt"):
        name, *former = parts(called)
        known = re.fullmatch(r"before (\S+): (.+)", former[0]) if former else None
        names = [*([known[2]] if known else []), *parts(forms)]
        before = [known[2], known[1]] if known else ["", ""]
        rows.append([code, kind, name, *before, "; ".join(names), state, wikidata, since, until, HAND])
    columns = [
        "key",
        "kind",
        "name",
        "former",
        "former_until",
        "forms",
        "state",
        "wikidata",
        "since",
        "until",
        "source",
    ]
    write("bodies.tsv", "Organisations, armed groups, parties and other bodies.", columns, rows)


def holders(corpora: Path) -> None:
    """Terms by hand, then those heads of leaders.csv who began before the first or where there is none."""
    rows: list[list[str]] = []
    for row in lines("holders.txt"):
        code, names, gender, since, until, wikidata = [*row, ""][:6]
        place, _, office = code.partition(".")
        name, *others = parts(names)
        surname = re.search(r"\{(.*?)\}", name)
        last = re.sub(r"[{}]", "", name).split()[-1]
        own = (surname[1] if surname else last) if not surname or not re.fullmatch("[IVX]+", surname[1]) else ""
        plain = " ".join(re.sub(r"[{}]", "", name).split())
        full = f"{place}.{OFFICES.get(office, office)}"
        clean = "; ".join(re.sub(r"[{}]", "", other) for other in others)
        rows.append([full, plain, own, gender, since, until, wikidata, clean, HAND])
    added = list(_from_reign(corpora, rows))
    _compare(corpora, rows)
    columns = ["office", "name", "surname", "gender", "since", "until", "wikidata", "names", "source"]
    write("holders.tsv", "Who held an office, and when.", columns, sorted(rows + added, key=lambda r: (r[0], r[4])))


def _reign(corpora: Path) -> list[tuple[str, str, str, str, str]]:
    """Office, name, gender, since, until of each row of leaders.csv with a state and an office that we know."""
    found = []
    with (corpora / "leaders.csv").open(encoding="latin-1") as file:
        for row in csv.DictReader(file):
            code = STATES.get(row["stateabb"])
            if code in HEADS:
                since = date(int(row["syear"]), int(row["smonth"]), int(row["sdate"])).isoformat()
                until = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"] else ""
                gender = {"1": "m", "0": "f"}.get(row["gender"], "")
                found.append((f"{code}.{HEADS[code]}", " ".join(row["leader"].split()), gender, since, until))
    return sorted(found, key=lambda r: (r[0], r[3]))


def _from_reign(corpora: Path, rows: list[list[str]]) -> Iterator[list[str]]:
    """Rows for heads of leaders.csv in whose time none of ours was in office.

    An end, of which only the month is told, is the next one's beginning. Who is told by surname only gets the
    whole name where one of ours in the same office has that surname.
    """
    told = _reign(corpora)
    for row, following in zip(told, [*told[1:], ("",) * 5], strict=True):
        office, name, gender, since, until = row
        ours = [other for other in rows if other[0] == office]
        plain = re.fullmatch(r"[A-Za-z]['A-Za-z-]+( ['A-Za-z-]+)*", name)
        if int(until[:4] or 9999) < SINCE or not plain or not gender or any(_covers(o, name, since) for o in ours):
            continue
        if following[0] == office and following[3][:7] == until:
            until = following[3]
        until = min([until or LAST, *(other[4] for other in ours if other[4] > since)])
        if until <= since:
            continue
        surname = "" if office[:2] in TWO_SURNAMES else name.split()[-1]
        same = {o[1]: o for o in ours if (key(o[2]), o[3]) == (key(name), gender) and _near(o[4], since)}
        if len(same) == 1:
            name, surname = next(iter(same)), next(iter(same.values()))[2]
        yield [office, name, surname, gender, since, until, "", "", "REIGN"]


def _near(one: str, other: str) -> bool:
    """Whether two terms begin within so few years that one surname is one person."""
    return abs(int(one[:4]) - int(other[:4])) <= SAME


def _covers(ours: list[str], name: str, since: str) -> bool:
    """Whether a term by hand was running on a day, or begins soon after with the same person."""
    start, day = (
        date.fromisoformat(ours[4]) if len(ours[4]) == 10 else date(int(ours[4][:4]), 1, 1),
        date.fromisoformat(since),
    )
    if start - SLACK <= day and since < (ours[5] or "9999"):
        return True
    return set(key(name).split()) & set(key(ours[1]).split()) != set() and day < start < day + 16 * SLACK


def _compare(corpora: Path, rows: list[list[str]]) -> None:
    """Mark what leaders.csv confirms, and print where it tells another beginning."""
    told: dict[str, list[tuple[str, str]]] = {}
    for office, name, _, since, _ in _reign(corpora):
        told.setdefault(office, []).append((since, name))
    confirmed = other = 0
    for row in rows:
        near = [(abs(date.fromisoformat(s) - date.fromisoformat(row[4])), s, n) for s, n in told.get(row[0], [])
                if len(row[4]) == 10]  # fmt: skip
        same = [n for n in near if set(key(n[2]).split()) & set(key(row[1]).split())]
        if same and min(same)[0] <= SLACK:
            row[-1] = f"{HAND}; REIGN"
            confirmed += 1
        elif same and row[4] < "2021":
            other += 1
            print(f"  {row[0]} {row[1]}: {row[4]}, leaders.csv {min(same)[1]}")
    print(f"terms by hand: {len(rows)}, of which leaders.csv confirms {confirmed} and tells otherwise of {other}")


def members() -> None:
    rows = []
    for body, listed in lines("members.txt"):
        for entry in listed.split(","):
            code, _, span = entry.strip().partition(" ")
            since, _, until = span.partition("..")
            rows.append([body, code, since, until, HAND])
    write(
        "members.tsv",
        "Member states over time; no date: from the beginning.",
        ["body", "state", "since", "until", "source"],
        rows,
    )


def designations() -> None:
    rows = [
        ["; ".join(parts(words)), named, since, until, HAND] for words, named, since, until in lines("designations.txt")
    ]
    about = "Wordings that take a side, and what they name."
    write("designations.tsv", about, ["wordings", "key", "since", "until", "source"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora" / "knowledge")
    corpora = parser.parse_args().corpora
    states(corpora)
    bodies()
    holders(corpora)
    members()
    designations()


if __name__ == "__main__":
    main()
