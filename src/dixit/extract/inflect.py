"""A French lemma -> the forms that it takes in a text, in folded letters: lists of lemmas then need no lemmatiser.

``fustiger`` -> ``fustige``, ``fustigeait``, ``fustigees`` ...; ``loyal`` -> ``loyaux`` ... Forms too many do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_ER: Final = (
    "e es ons ez ent ais ait ions iez aient ai as a ames ates erent ant er era erai eras erons erez eront"
    " erait erais eraient erions eriez ee ees"
).split()
_IR: Final = (
    "is it issons issez issent issais issait issaient issant ir ira irai irons irez iront irait irais iraient"
    " irent i ie ies"
).split()
_RE: Final = "s t ons ez ent ais ait aient ant re ra rai ront rait raient u ue us ues it irent e".split()
# The present and past stems of verbs that go their own way: infinitive's end -> stems for the ends below.
_IRREGULAR: Final = {
    "mettre": "met mets mettent mettons mettez mettait mettaient mettant mis mise mises mit mirent mettra mettront"
    " mettrait mettraient",
    "dire": "dit dis disent disons disait disaient disant dite dits dites dirent dira diront dirait diraient",
    "venir": "vient viennent venait venaient venant venu venue venus venues vint vinrent viendra viendrait",
    "tenir": "tient tiennent tenait tenaient tenant tenu tenue tenus tenues tint tinrent tiendra tiendrait",
    "mentir": "ment mentent mentait mentaient mentant menti mentie mentis menties mentit mentira mentirait",
    "clure": "clut cluent cluait cluaient cluant clu clue clus clues clura clurait",
    "raindre": "raint raignent raignait raignaient raignant raigne raigner raindra rains",
    "courir": "court courent courait couru",
    "ecrire": "ecrit ecrivent ecrivait ecrivaient ecrivant ecrite ecrits ecrites ecrivit ecrira",
    "crire": "crit crivent crivait crivaient crivant crite crits crites crivit crira",
    "querir": "quiert quierent querait queraient querant quis quise quit",
    "voir": "voit voient voyait voyaient voyant vu vue vus vues vit verra verrait",
    "croire": "croit croient croyait croyaient croyant cru crut croira croirait crois croyons",
    "naitre": "nait naissent naissait naissaient naissant nu nue nus nues nut naitra",
    "vouloir": "veut veulent voulait voulaient voulant voulu voulut voudra voudrait voudraient veux voulons voudrais",
    "faire": "fait font faisait faisaient faisant faite faits faites fit firent fera feront ferait feraient fais",
    "duire": "duit duisent duisait duisant duite duits duites duisit duira",
    "truire": "truit truisent truisait truisant truite truits truites truisit truira",
    "offrir": "offre offrent offrait offraient offrant offert offerte offerts offertes offrit offrira",
    "mourir": "meurt meurent mourait mourant mort morts morte mortes mourut mourra mourront mourrons mourir",
    "sentir": "sent sentent sentait sentant senti",
    "partir": "part partent partait partant parti partie partis parties",
    "prendre": "prend prennent prenait prenaient prenant pris prise prises prit prendra prends prenons",
    "preindre": "preint",
    "teindre": "teint teignent teignait",
    "vaincre": "vainc vainquent vainquait vaincu vaincue vaincus vainques",
    "enfreindre": "enfreint enfreignent enfreignait enfreinte",
    "astreindre": "astreint astreinte astreints astreignent",
}  # fmt: skip


def forms(lemma: str) -> Iterator[str]:
    """All forms of a folded lemma, itself among them; verbs by their ending, nouns and adjectives by theirs."""
    yield lemma
    for ending, several in _IRREGULAR.items():
        if lemma.endswith(ending):
            stem = lemma[: -len(ending)]
            yield from (stem + end for end in several.split())
            return
    if lemma.endswith("er") and len(lemma) > 4:
        yield from _first_group(lemma[:-2])
    elif lemma.endswith("ir") and len(lemma) > 4:
        yield from (lemma[:-2] + end for end in _IR)
    elif lemma.endswith("re") and len(lemma) > 5:
        yield from (lemma[:-2] + end for end in _RE)
    yield from _declined(lemma)


def _first_group(stem: str) -> Iterator[str]:
    for end in _ER:
        yield stem + end
        if stem.endswith("g") and end[0] in "ao":
            yield stem + "e" + end
        if stem.endswith(("el", "et")):
            yield stem + stem[-1] + end
        if stem.endswith("y"):
            yield stem[:-1] + "i" + end


def _declined(lemma: str) -> Iterator[str]:
    yield lemma + "s"
    yield from (lemma + "e", lemma + "es")
    if lemma.endswith("al"):
        yield lemma[:-2] + "aux"
    if lemma.endswith("eux"):
        yield from (lemma[:-1] + "se", lemma[:-1] + "ses")
    if lemma.endswith("f"):
        yield from (lemma[:-1] + "ve", lemma[:-1] + "ves")
    if lemma.endswith(("el", "en", "on", "et", "as", "os")):
        yield from (lemma + lemma[-1] + "e", lemma + lemma[-1] + "es")
    if lemma.endswith("er"):
        yield from (lemma[:-2] + "ere", lemma[:-2] + "eres")
    if lemma.endswith("eur"):
        yield from (lemma[:-1] + "se", lemma[:-1] + "ses", lemma[:-3] + "rice", lemma[:-3] + "rices")
