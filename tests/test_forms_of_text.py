"""Texts that are no running report: interviews, speeches, quotations of several paragraphs, lists; with the model."""

from __future__ import annotations

import dixit

Told = tuple[str | None, str | None, str, str]


def told(text: str) -> list[Told]:
    """Who speaks in the text's words, who that is, mode and content of each statement."""
    record = dixit.read(text)
    names = {actor.id: actor.name for actor in record.actors}
    return [
        (
            one.speaker.mention.text if one.speaker.mention else None,
            names.get(one.speaker.actor or ""),
            one.mode,
            " | ".join(piece.text for piece in one.content),
        )
        for one in record.statements
    ]


def test_answers_are_by_who_is_interviewed() -> None:
    """Each is one statement in his own words, to the next question; labels are nobody, and "je" is he."""
    text = (
        "Le quai de Calvi\n\nNous avons rencontré la présidente du port, Anna Roux.\n\n"
        "Question : Que va devenir le quai sud ?\n\n"
        "Réponse : Nous allons le rouvrir en mai.\n\nLes travaux ont pris du retard.\n\n"
        "Q : Et les pêcheurs ?\n\nR : Ils auront leur place. Je leur ai promis une aide."
    )

    assert [
        (None, "Anna Roux", "direct", "Nous allons le rouvrir en mai | Les travaux ont pris du retard"),
        (None, "Anna Roux", "direct", "Ils auront leur place | Je leur ai promis une aide"),
        ("Je", "Anna Roux", "mention", "une aide"),
    ] == told(text)


def test_answers_in_marks() -> None:
    """Marks or not: the label is no speaker."""
    text = (
        "Entretien avec le maire de Calvi, Paul Petit.\n\nQ. Que va devenir le quai sud ?\n\n"
        "R. « Nous allons le rouvrir en mai. »\n\nQ. Et les pêcheurs ?\n\nR. « Ils auront leur place. »"
    )

    assert [(None, "Paul Petit"), (None, "Paul Petit")] == [row[:2] for row in told(text)]


def test_a_label_without_questions_is_no_interview() -> None:
    """What "R :" stands for is open there."""
    assert [] == told("Le plan du port de Calvi a deux zones.\n\nR : la zone du quai sud, réservée aux pêcheurs.")


def test_a_speech_is_by_whom_the_text_begins_with() -> None:
    """Where nobody is said to speak, in marks or in the first person."""
    speech = (
        "Discours du maire\n\nPaul Petit, maire de Calvi, a reçu mardi les habitants.\n\n"
        "« Nous avons rouvert le quai sud.\n\n« Je vous promets une aide pour les pêcheurs. »"
    )
    address = (
        "Allocution de Paul Petit, maire de Calvi\n\nJe condamne les violences. Je demande aux habitants de partir."
    )

    assert {"Paul Petit"} == {row[1] for row in told(speech)}
    assert [("Je", "Paul Petit"), ("Je", "Paul Petit")] == [row[:2] for row in told(address)]


def test_a_quotation_goes_on_to_its_closing_mark() -> None:
    """Over paragraphs, unless one opens it anew or the mark is a straight one."""
    text = (
        "Le maire de Calvi, Paul Petit, a déclaré : « Nous avons rouvert le quai sud.\n\n"
        "Nous en ouvrirons un autre en mai.\n\nLes pêcheurs auront une aide. » Les habitants ont applaudi."
    )
    said = "Nous avons rouvert le quai sud | Nous en ouvrirons un autre en mai | Les pêcheurs auront une aide"

    assert [("Le maire de Calvi, Paul Petit", "Paul Petit", "direct", said)] == told(text)
    assert ["Nous avons rouvert le quai sud."] == [row[3] for row in told(text.partition("\n\nLes")[0])][:1]


def test_lines_of_a_list_are_its_items() -> None:
    """With markers or with semicolons, one content with a piece for each."""
    marked = "La mairie de Calvi demande :\n1) l'ouverture du quai sud\n2) une aide aux pêcheurs"
    plain = "La mairie de Calvi appelle à :\nouvrir le quai sud ;\naider les pêcheurs ;\nréparer la grue."

    assert ["l'ouverture du quai sud | une aide aux pêcheurs"] == [row[3] for row in told(marked)]
    assert ["ouvrir le quai sud | aider les pêcheurs | réparer la grue"] == [row[3] for row in told(plain)]
