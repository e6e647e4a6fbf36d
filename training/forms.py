"""Conjugate the reporting verbs of words/cues.fr.tsv: form -> lemma, for verbs that no treebank holds.

    python -m training.forms

Writes src/dixit/words/cue-forms.fr.tsv. Endings follow the school grammar of French (three groups and the irregular
families by their last syllables); a form that is also another common word is left to the parser.
"""

from __future__ import annotations

from pathlib import Path

WORDS = Path(__file__).resolve().parents[1] / "src" / "dixit" / "words"

_ER = "er e es ons ez ent ais ait ions iez aient ai a âmes èrent erai era erons eront erait eraient ant é ée és ées".split()
_IR = (
    "ir is it issons issez issent issais issait issaient irai ira irons iront irait iraient isse issant i ie ies irent"
).split()
# By the last syllables of the infinitive, longest first: what replaces them.
_FAMILIES: dict[str, str] = {
    "dire": "dire dis dit disons disent disais disait disaient dirai dira diront dirait diraient dise disant dite dits dites dirent",
    "crire": (
        "crire cris crit crivons crivent crivais crivait crivaient crira criront crirait criraient crive crivant crite crits crites "
        "crivit crivirent"
    ),
    "mettre": (
        "mettre mets met mettons mettent mettais mettait mettaient mettra mettront mettrait mettraient mette mettant mis mise mises "
        "mit mirent"
    ),
    "enir": (
        "enir iens ient enons iennent enais enait enaient iendra iendront iendrait iendraient ienne enant enu enue enus enues int inrent"
    ),
    "aître": "aître ais aît ait aissons aissent aissais aissait aissaient aîtra aîtront aîtrait aisse aissant u ue us ues ut urent",
    "indre": "indre ins int ignons ignent ignais ignait ignaient indra indront indrait igne ignant inte ints intes ignit ignirent",
    "prendre": (
        "prendre prends prend prenons prennent prenais prenait prenaient prendra prendront prendrait prenne prenant pris prise prises "
        "prit prirent"
    ),
    "ondre": "ondre onds ond ondons ondent ondais ondait ondaient ondra ondront ondrait onde ondant ondu ondue ondus ondues ondit ondirent",
    "endre": "endre ends end endons endent endais endait endaient endra endront endrait ende endant endu endue endus endues endit endirent",
    "clure": "clure clus clut cluons cluent cluais cluait cluaient clura cluront clurait clue cluant clu clurent",
    "quérir": "quérir quiers quiert quérons quièrent quérait quéraient querra querrait quière quérant quis quise quises quit",
    "entir": "entir ens ent entons entent entais entait entaient entira entiront entirait ente entant enti entie entis enties entit",
    "frir": "frir fre frent frons frais frait fraient frira friront frirait frant fert ferte ferts fertes frit",
    "suivre": (
        "suivre suis suit suivons suivent suivais suivait suivaient suivra suivront suivrait suive suivant suivi suivie suivis suivies "
        "suivit suivirent"
    ),
    "croire": "croire crois croit croyons croient croyais croyait croyaient croira croirait croie croyant cru crue crut",
    "rire": "rire ris rit rions rient riait riaient rira rirait rie riant ri",
}
_IRREGULAR_ER = {"envoyer", "aller"}
# Forms that are far more often another word.
_OTHER_WORDS = frozenset(
    "a ai as es est sont suis suit fut as us ut notes note notons rapports rapporte plus pris mise mises mis ris rit rie suivant suivants "
    "porte portes livre dits bis marque marques plaints ment mens met mets envoie entende avis présent présente cite cites clame crie "
    "lance lances loue doute doutes charge reste restes place places dite offre offres demande demandes annonce annonces critique "
    "critiques accuse réserve réclame attaque attaques réponse juge juges liste listes prime primes interdit interdits "
    "signe signes montre montres visite voie voies compte comptes presse résume excuse excuses insulte insultes menace menaces plaisante "
    "conteste regrette regrets raille rage motive note programme projet réplique répliques riposte ripostes révolte révolter "
    "tient vient viens fixe date dates conclus parle trouve trouves".split()
)


def forms(verb: str) -> set[str]:
    """The simple forms and participles of a verb, in lower case."""
    for ending in sorted(_FAMILIES, key=len, reverse=True):
        if verb.endswith(ending):
            return {verb.removesuffix(ending) + new for new in _FAMILIES[ending].split()}
    if verb.endswith("er") and verb not in _IRREGULAR_ER:
        return _first_group(verb.removesuffix("er"))
    if verb.endswith("ir"):
        return {verb.removesuffix("ir") + ending for ending in _IR}
    return {verb}


def _first_group(stem: str) -> set[str]:
    """ "rappel" -> rappelle, rappelait ...; "dénonc" -> dénonça; "répét" -> répète"""
    found = set()
    for ending in _ER:
        written = stem
        if ending[0] in "aâo":
            written = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
        found.add(written + ending)
    mute = ("e", "es", "ent", "era", "eront", "erait", "eraient")
    vowel = stem[-2:-1]
    if vowel in ("e", "é") and stem[-1:] not in "aeiou":
        found |= {stem[:-2] + "è" + stem[-1] + ending for ending in mute}
        if vowel == "e":
            found |= {stem + stem[-1] + ending for ending in mute}
    if stem.endswith("y"):
        found |= {stem[:-1] + "i" + ending for ending in mute}
    return found


def main() -> None:
    verbs = set()
    for line in (WORDS / "cues.fr.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        words = line.split("\t")[0].replace("s'", "se ").split()
        verb = (
            words[1] if words[0] == "se" and words[1] != "en" else words[2] if words[:2] == ["se", "en"] else words[0]
        )
        if verb.endswith(("er", "ir", "re")) and verb not in ("avoir", "être"):
            verbs.add(verb)
    table: dict[str, str] = {}
    for verb in sorted(verbs):
        for form in sorted(forms(verb)):
            if form not in _OTHER_WORDS and len(form) > 3:
                table.setdefault(form, verb)
    lines = [f"{form}\t{verb}" for form, verb in sorted(table.items())]
    out = WORDS / "cue-forms.fr.tsv"
    out.write_text("# Written by training/forms.py: form, lemma.\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{out}: {len(lines)} forms of {len(verbs)} verbs")


if __name__ == "__main__":
    main()
