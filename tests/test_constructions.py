"""More constructions of the dispatches, with the model of the package: where the parse is wrong, the words decide."""

from __future__ import annotations

import pytest

from tests.test_reading import read, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Jean Petit a dit lundi dans une vidéo postée sur le réseau Belko qu'il avait reçu des menaces.",
            ("Jean Petit", "il avait reçu des menaces"),
        ),
        (
            "Les évêques ont dénoncé dans une lettre des « manœuvres » et « des attaques infondées ».",
            ("Les évêques", "des « manœuvres » et « des attaques infondées »"),
        ),
        (
            "Le ministre a quitté la salle, tout en se félicitant du « plan très ambitieux » de relance du port.",
            ("Le ministre", "« plan très ambitieux » de relance du port"),
        ),
        (
            "Le maire de Dorval, Luc Petit, a fait part lundi dans un communiqué de sa « stupéfaction » face au feu.",
            ("Le maire de Dorval, Luc Petit", "sa « stupéfaction » face au feu"),
        ),
        (
            "Elle a plaidé auprès du maire pour que le port rouvre lundi.",
            ("Elle", "le port rouvre lundi"),
        ),
        (
            "Les autorités ont appelé les marins ayant nagé dimanche dans le port à se faire rapidement soigner.",
            ("Les autorités", "se faire rapidement soigner"),
        ),
    ],
)
def test_an_aside_parts_a_cue_from_what_is_said(text: str, expected: tuple[str, str]) -> None:
    """Object, clause and infinitive are found behind times, places and participles."""
    assert expected in [(speaker, content) for speaker, _, content in told(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Certaines écoles n'ont pas pu ouvrir, ont déploré cette semaine lors d'une réunion plusieurs syndicats.",
            "plusieurs syndicats",
        ),
        (
            "« Tout se passe bien », avait rapporté la semaine dernière le président du port, Cyril Belko.",
            "le président du port, Cyril Belko",
        ),
        (
            "Le pont est fermé, rappelle à l'AFP Laura Petit, la directrice du port de Dorval.",
            "Laura Petit, la directrice du port de Dorval",
        ),
        (
            "Trois marins ont été soignés, parmi lesquels une femme qui a fait un malaise, a aussi indiqué Paul Belko.",
            "Paul Belko",
        ),
    ],
)
def test_who_stands_behind_the_verb(text: str, speaker: str) -> None:
    """A time is nobody; a name goes before a description, and before a subject that a comma parts from the verb."""
    assert [speaker] == [who for who, _, _ in told(text)]


def test_on_speaks_for_a_side() -> None:
    """Its own words are the mention; whose side it is, is the actor. What is learned, nobody says."""
    record = read("Du côté de la mairie de Dorval, on assure que le port rouvrira. On apprend que le pont est fermé.")
    (said, learned), names = record.statements, {actor.id: actor.name for actor in record.actors}

    assert said.speaker.mention is not None
    assert ("on", "la mairie de Dorval") == (said.speaker.mention.text, names[str(said.speaker.actor)])
    assert learned.speaker.mention is None


def test_a_participle_has_the_speaker_of_the_statement_before_it() -> None:
    """Also where another subject stands nearer; a name right before it is its own."""
    nearer = told("La préfète a indiqué que le maire lui avait écrit, en précisant que la lettre était longue.")
    assert ("La préfète", "indirect", "la lettre était longue") in nearer

    own = told("Des villes ont dénoncé la hausse, Dorval déclarant « la regretter ».")
    assert ("Dorval", "direct", "la regretter") in own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anne Roux critique ses deux concurrentes, qui selon elle « préparent l'élection de 2022 ».",
            ("elle", "ses deux concurrentes | préparent l'élection de 2022"),
        ),
        (
            "Il faut selon elle « donner aux villes les crédits de la relance ».",
            ("elle", "Il faut | donner aux villes les crédits de la relance"),
        ),
        (
            "« Le port est prêt », déclare Amna Belko, responsable de Toits pour le Nord, selon qui « tout ira bien ».",
            ("Amna Belko", "tout ira bien"),
        ),
    ],
)
def test_a_source_within_a_sentence(text: str, expected: tuple[str, str]) -> None:
    """It vouches for its own clause, and a person is meant by "qui"."""
    assert expected in [(speaker, content) for speaker, _, content in told(text)]


def test_a_source_and_a_cue_clause_tell_one_statement() -> None:
    """The pronoun of the clause is who the source names."""
    text = "Selon Anna Roux, une habitante de 19 ans, « on était quelques centaines », a-t-elle raconté sur place."

    assert [("Anna Roux, une habitante de 19 ans", "direct", "on était quelques centaines")] == told(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Les marins scandaient « Rendez-moi mon port » et « Dehors les corbeaux ».", 2),
        ("La pêcheuse se dit « épuisée », « incapable de sortir en mer ».", 2),
        ("« Le port est fermé », et « se trouve sans eau », a-t-elle tweeté.", 2),
    ],
)
def test_quotations_side_by_side_are_one_statement(text: str, pieces: int) -> None:
    """Each is a piece of it, and all of it is quoted."""
    (statement,) = read(text).statements

    assert ("direct", pieces) == (statement.mode, len(statement.content))


@pytest.mark.parametrize(
    "more", ["avant d'être élu à la mairie", "tout en quittant la salle", "alors que la mer montait"]
)
def test_what_happens_meanwhile_is_the_narrators(more: str) -> None:
    """A content ends before it."""
    assert [("Il", "mixed", "un procès « politique » et « honteux »")] == told(
        f"Il a dénoncé lundi un procès « politique » et « honteux », {more}."
    )


def test_a_coordinated_cue_ends_what_was_said_before() -> None:
    """Also behind a comma, where the auxiliary is the first cue's."""
    text = "Elle a dénoncé une « vague brutale », jugé la situation « critique », et appelé au calme."

    contents = [(who, content) for who, _, content in told(text)]
    assert ("Elle", "une « vague brutale »") in contents
    assert ("Elle", "la situation « critique »") in contents


def test_a_cue_behind_another_quotation_leads_the_next() -> None:
    """Its quotation is no part of the one before."""
    text = "« Je n'ai rien dit », a-t-il souligné, avant d'ajouter : « Qui aurait pu dire une telle chose ? »"

    assert ["Je n'ai rien dit", "Qui aurait pu dire une telle chose ?"] == [content for _, _, content in told(text)]


def test_a_noun_of_speech_tells_what_is_asked_or_promised() -> None:
    """A noun may be a cue: who calls stands behind it, what is called for behind both."""
    text = "L'appel de la ville de Dorval à rouvrir le port a été entendu."

    assert [("la ville de Dorval", "indirect", "rouvrir le port")] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Un gros rocher menace de tomber sur une zone habitée du port.",
        "La menace de la tempête était connue.",
        "Un communiqué de sa ville a été perdu au port.",
    ],
)
def test_a_thing_threatens_nobody_and_a_noun_is_no_verb(text: str) -> None:
    """Nothing is said in these."""
    assert [] == told(text)


@pytest.mark.parametrize(
    "speaker", ["Mme Roux", "Le maire", "Ils", "Certains", "La ville de Dorval", "Une partie des marins"]
)
def test_somebody_threatens(speaker: str) -> None:
    """Whoever can speak: by name, by title or as a body."""
    assert [(speaker, "indirect", "retirer deux manuscrits du programme")] == told(
        f"{speaker} a menacé jeudi de retirer deux manuscrits du programme."
    )


@pytest.mark.parametrize(
    "more", ["qui s'exprimait lundi devant la presse", "mais le maire dément", "où l'on se réunit"]
)
def test_a_source_without_commas_ends_what_it_vouches_for(more: str) -> None:
    """What is linked to it is the narrator's."""
    assert ("la police", "Trois marins ont été blessés") in [
        (who, content) for who, _, content in told(f"Trois marins ont été blessés selon la police {more}.")
    ]


@pytest.mark.parametrize("lead", ["Chez", "Au total", "À l'inverse", "Du côté de"])
def test_on_without_a_side_is_nobody_known(lead: str) -> None:
    """A text may say so badly: it is read all the same."""
    (statement,) = read(f"{lead}, on dit que le port est fermé.").statements

    assert statement.speaker.actor is None


@pytest.mark.parametrize(
    "text",
    [
        "La promesse que le maire a faite en mai n'a pas été tenue.",
        "Une menace plus grave que la précédente pèse sur le port.",
    ],
)
def test_not_every_clause_behind_a_noun_of_speech_is_said(text: str) -> None:
    """Relative clauses and comparisons are not."""
    assert [] == told(text)


def test_the_inner_of_two_statements_that_end_together_goes_on() -> None:
    """With "en" the outer one does."""
    text = "Le journal raconte que le maire a annoncé la fermeture du port, promettant une aide aux marins."

    assert ("le maire", "mention", "une aide aux marins") in told(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Dénonçant un retard « inadmissible », les pêcheurs ont bloqué le pont.",
            "un retard « inadmissible »",
        ),
        ("Estimant que le port est sûr, le maire de Dorval a rouvert les quais.", "le port est sûr"),
    ],
)
def test_what_a_participle_says_ends_before_the_main_clause(text: str, content: str) -> None:
    """Whose subject follows a comma."""
    assert [content] == [said for _, _, said in told(text)]


def test_a_colon_behind_a_thing_leads_to_whoever_speaks_on() -> None:
    """A verb that reports nothing, of what cannot speak, is no cue."""
    text = "Le maire a parlé mardi. Les rochers tremblent : « Il y en a partout, on ne sait plus où les mettre »."

    assert [(None, "direct", "Il y en a partout, on ne sait plus où les mettre")] == told(text)
