"""The reading room over a store of two dispatches: its pages, what may be changed and by whom, hostile texts."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import dixit
from dixit import exports
from dixit.record import Record
from dixit.store import Search, Store, queries
from dixit.store.changes import Change, correct
from dixit.web.app import app
from dixit.web.desk import local
from dixit.web.jobs import safe_name
from dixit.web.room import Room
from dixit.web.today import calls_of
from dixit.web.words import french, long_day

PORT = """Réouverture du port

LUZ, 3 mars 2024 (Presse-Littoral) - « Le port rouvrira lundi », a déclaré la ministre des Transports Eve Mas.

Le maire Léo Roc a demandé au conseil de réparer le quai. Eve Mas a promis de financer les travaux. Léo Roc a
accusé Eve Mas d'avoir menti. Eve Mas a rencontré Léo Roc à Luz lundi."""
HOSTILE = """<script>alert(1)</script> "><img src=x onerror=alert(2)>

LUZ, 4 mars 2024 (Presse-Littoral) - « {{ 7 * 7 }} </textarea><script>alert(3)</script> », a déclaré Eve Mas \u202e."""
HERE = "http://localhost:8420"
PAGES = ("/", "/search", "/dispatches", "/actors", "/actor/eve-mas", "/correct", "/add", "/help", "/api")


@cache
def record(text: str, name: str) -> Record:
    """One reading for all tests."""
    return dixit.read(text, name=name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with two dispatches."""
    path = tmp_path / "room.db"
    with Store.open(path) as store:
        store.put(record(PORT, "port.txt"))
        store.put(record(HOSTILE, "https://exemple.test/<b>.html"))
    return path


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    """A browser in the room."""
    with TestClient(app(Room(path, by="Ada", warm=False)), base_url=HERE, follow_redirects=False) as browser:
        browser.headers["accept-language"] = "en"
        yield browser


class Parts(HTMLParser):
    """The tags and attributes of a page, as a browser would take them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes it."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def port(path: Path) -> str:
    """The name of the first dispatch."""
    with Store.open(path) as store:
        return queries.short(queries.digest_of(store, "port.txt"))


def token(client: TestClient) -> str:
    """What a form of ours carries."""
    found = re.search(r'name="form-token" content="(\w+)"', client.get("/help").text)
    assert found is not None
    return found[1]


def said(path: Path) -> dict[str, tuple[str | None, str, str | None]]:
    """Speaker, act and targets of each statement of the first dispatch, by its key."""
    with Store.open(path) as store:
        digest = queries.digest_of(store, "port.txt")
        return {row.statement: (row.speaker, row.act, row.targets) for row in store.find() if row.dispatch == digest}


# Reading.


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_shown_with_a_strict_policy(client: TestClient, address: str) -> None:
    """It loads nothing from elsewhere, and no script or style stands in it."""
    answer = client.get(address)

    assert 200 == answer.status_code
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    found = Parts(answer.text)
    assert [] == [name for _, name, _ in found.attributes if name.startswith("on") or name == "style"]
    assert "style" not in found.tags
    assert ["/static/room.js"] == [value for tag, name, value in found.attributes if (tag, name) == ("script", "src")]
    assert found.tags.count("script") == 1
    assert all(
        (value or "").startswith("/") for tag, name, value in found.attributes if (tag, name) == ("link", "href")
    )


def test_a_dispatch_is_shown_with_its_statements(client: TestClient, path: Path) -> None:
    """Its words are all there, and each statement has a card with who says what to whom, and how sure that is."""
    page = client.get(f"/dispatch/{port(path)}").text

    for words in ("Réouverture du port", "Le port rouvrira lundi", "Eve Mas", "demands", "confidence", "who says so"):
        assert words in page
    assert len(said(path)) == len(re.findall(r'<li class="card (?!\w+ depth\d event)', page))


def test_a_claimed_event_looks_different(client: TestClient, path: Path) -> None:
    """What the dispatch reports is underlined; what is only claimed in it is marked as such."""
    sheet = record(PORT, "port.txt")
    page = client.get(f"/dispatch/{port(path)}").text

    assert any(one.asserted_by for one in sheet.events) == bool(
        re.search(r'class="m [\w ]*trigger[\w ]* told"', page.split('class="columns"', 1)[1])
    )
    assert page.count('<strong class="claim">') == sum(one.asserted_by is not None for one in sheet.events)


def test_a_search_finds_and_divides(client: TestClient) -> None:
    """By words, speaker and act; a facet narrows it; what fits nothing says so."""
    page = client.get("/search", params={"q": "quai", "act": "demand"}).text

    assert "réparer le quai" in page
    assert "1 statement<" in page
    assert "/actor/leo-roc" in page
    assert "speaker=eve-mas" in client.get("/search").text
    assert "Nothing fits" in client.get("/search", params={"q": "dromadaire"}).text
    assert (
        200
        == client.get("/search", params={"min_confidence": "x", "act": "'", "since": "soon", "q": '"*"'}).status_code
    )


def test_an_actor_is_shown_over_time(client: TestClient) -> None:
    """Names, roles, what was said and promised, and a plot with its table."""
    page = client.get("/actor/eve-mas").text

    for words in ("ministre des Transports", "financer les travaux", "<svg", "2024-03", "Who blames or warns them"):
        assert words in page
    assert 303 == client.get("/actor/Eve%20Mas").status_code
    assert 404 == client.get("/actor/nemo").status_code


def test_the_interface_speaks_two_languages(client: TestClient) -> None:
    """As the browser asks, until the reader chooses; the choice leads back, and nowhere else."""
    assert 'lang="en"' in client.get("/").text
    answer = client.get("/lang/fr", params={"back": "/search?q=quai"})

    assert "/search?q=quai" == answer.headers["location"]
    assert "Chercher" in client.get("/search").text
    assert "/" == client.get("/lang/en", params={"back": "https://exemple.test/"}).headers["location"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/a?b=c", "/a?b=c"),
        ("//x.test", "/"),
        ("/\\x.test", "/"),
        ("http://x.test/a", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_a_way_back_stays_here(given: str, kept: str) -> None:
    """An address of another site is never followed."""
    assert kept == local(given)


def test_every_phrase_is_translated() -> None:
    """Each phrase that a template asks for has a French one, and none is left over."""
    asked = {"Today", "Search", "Dispatches", "Actors", "Correct", "Add"}
    for template in files("dixit.web").joinpath("templates").iterdir():
        text = template.read_text(encoding="utf-8")
        asked |= set(re.findall(r'\bt\("([^"]+)"', text))
    assert set() == asked - set(french())
    assert "mercredi 25 février 2009" == long_day("2009-02-25", "fr")
    assert "février 2009" == long_day("2009-02", "fr")
    assert "Monday 1 June 2020 – Tuesday 2 June 2020" == long_day("2020-06-01/2020-06-02", "en")
    assert "2009" == long_day("2009", "fr")


# Questions across dispatches.

CALL = (
    "LUZ, 10 avril 2024 (Presse-Littoral) - "
    "Le maire Léo Roc a demandé à la ministre des Transports Eve Mas de nommer un médiateur "
    "pour le port."
)
ANSWER = (
    "LUZ, 13 avril 2024 (Presse-Littoral) - "
    "La ministre des Transports Eve Mas a promis de nommer un médiateur pour le port avant la "
    "fin du mois."
)


def ready(client: TestClient, address: str) -> str:
    """A page that is counted aside, when it is there."""
    for _ in range(300):
        page = client.get(address)
        assert 200 == page.status_code
        if 'id="soon"' not in page.text:
            return page.text
        time.sleep(0.1)
    raise AssertionError(address)


def test_calls_and_promises_are_followed(client: TestClient) -> None:
    """With who is to act, and whether something came of it; words and names narrow them."""
    assert "réparer le quai" in ready(client, "/calls")
    assert "Nothing fits" in ready(client, "/calls?q=dromadaire")
    assert "Nothing fits" in ready(client, "/calls?by=nemo")
    assert "financer les travaux" in ready(client, "/calls?what=promises&by=eve-mas")
    assert 'class="state' in ready(client, "/calls?what=promises")


def test_a_day_tells_what_became_of_calls(client: TestClient, path: Path) -> None:
    """Made on the day, earlier and answered on the day, and what nobody answered in its days."""
    with Store.open(path) as store:
        store.put(record(CALL, "appel.txt"))
        store.put(record(ANSWER, "suite.txt"))
        found = dixit.ask.calls(store)
    (call,) = (row for row in found if "médiateur" in row.content)
    assert ("2024-04-10", "answered", "2024-04-13") == (call.date, call.state, call.later[0].date)

    assert call in calls_of(found, "2024-04-10").made
    assert [call] == list(calls_of(found, "2024-04-13").answered)
    assert ((), (), ()) == calls_of(found, "2024-04-14")
    ended = call._replace(state="open", later=())
    assert ((), (), (ended,)) == calls_of([ended], ended.until or "")
    page = ready(client, "/?day=2024-04-13").split('id="calls"')[1].split("</section>")[0]
    assert "nommer un médiateur" in page
    assert "answered" in page
    assert "nommer un médiateur" in ready(client, "/calls?since=2024-04-10&until=2024-04-10")
    assert "nommer un médiateur" not in ready(client, "/calls?since=2024-04-11")


def test_stances_open_to_their_words(client: TestClient) -> None:
    """A cell of the matrix leads to what was said; a group without words has no verdict."""
    assert "by=leo-roc&amp;on=eve-mas" in ready(client, "/stance")
    assert "menti" in ready(client, "/stance?by=leo-roc&on=eve-mas")
    assert "too few statements" in ready(client, "/convergence?group=UE")
    assert 'class="wrong"' in ready(client, "/convergence?group=Nulle+part")


def test_a_timeline_and_a_graph_are_drawn(client: TestClient) -> None:
    """Each with a table that says the same."""
    page = client.get("/timeline?actor=eve-mas").text
    assert "Sunday 3 March 2024" in page
    assert "<svg" in page
    assert 404 == client.get("/timeline?actor=nemo").status_code
    page = client.get("/graph?part=target").text
    assert re.search(r'<path class="curve"[^>]*><title>Léo Roc → Eve Mas: \d', page)
    assert "speaker=leo-roc&amp;target=eve-mas" in page


def test_a_timeline_holds_moments_without_a_day(client: TestClient, path: Path) -> None:
    """Below those that have one."""
    with Store.open(path) as store:
        store.put(record("Eve Mas a promis un second bac aux habitants de Luz.", "sans-date.txt"))
    page = client.get("/timeline?actor=eve-mas")

    assert 200 == page.status_code
    assert 0 < page.text.index("Sunday 3 March 2024") < page.text.index("Without a day") < page.text.index("second bac")


def test_the_form_for_two_reports_is_empty(client: TestClient) -> None:
    """What the frame of a page notes for itself does not fill it."""
    field = re.search(r'<input name="other" value="([^"]*)"', ready(client, "/compare"))
    assert field is not None
    assert not field[1]


def test_two_reports_stand_side_by_side(client: TestClient, path: Path) -> None:
    """What both tell with the differences marked, and what one alone tells."""
    other = PORT.replace("Réouverture", "La réouverture").replace("réparer le quai", "réparer le vieux quai")
    with Store.open(path) as store:
        store.put(record(other, "autre.txt"))
        name = queries.short(queries.digest_of(store, "autre.txt"))
    page = client.get(f"/compare?one={port(path)}&other={name}").text

    assert "<mark>vieux </mark>" in page
    assert 404 == client.get("/compare?one=00000&other=11111").status_code
    assert 200 == client.get("/compare").status_code


# Hostile texts and requests.


def test_a_document_is_text_whatever_it_holds(client: TestClient, path: Path) -> None:
    """Markup in title, text and source is shown, never run; a character that turns the reading is pictured."""
    with Store.open(path) as store:
        name = queries.short(queries.digest_of(store, "https://exemple.test/<b>.html"))
    for address in ("/", "/dispatches", f"/dispatch/{name}", "/search?q=7", f"/correct/{name}/new?content=</textarea>"):
        page = client.get(address).text

        assert "<script>alert" not in page
        assert "<img" not in page
        assert "</textarea><" not in page.replace('maxlength="100000"></textarea>', "").replace(
            "</textarea></label>", ""
        )
        assert "\u202e" not in page
    assert "{{ 7 * 7 }}" in client.get(f"/dispatch/{name}").text


@pytest.mark.parametrize(
    "address",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/dispatch/../../etc/passwd",
        "/dispatch//etc/passwd",
    ],
)
def test_no_path_leads_out(client: TestClient, address: str) -> None:
    """Only what the package shows is served."""
    answer = client.get(address)

    assert 404 == answer.status_code
    assert "root:" not in answer.text


def test_a_request_names_this_machine(client: TestClient) -> None:
    """A name that somebody else made lead here is refused."""
    assert 400 == client.get("/", headers={"host": "evil.test"}).status_code
    assert 200 == client.get("/", headers={"host": "127.0.0.1:8420"}).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_changes_nothing(client: TestClient, path: Path, headers: dict[str, str]) -> None:
    """Not even with the form token."""
    form = {"form": token(client), "action": "remove"}
    key = next(iter(said(path)))

    assert 403 == client.post(f"/correct/{port(path)}/{key}", data=form, headers=headers).status_code
    assert 403 == client.delete("/api/corrections/1", headers=headers).status_code
    assert key in said(path)


def test_a_form_needs_its_token(client: TestClient, path: Path) -> None:
    """Without it, or with that of another browser, nothing is done; a browser needs it for the API too."""
    key = next(iter(said(path)))
    client.get("/")
    for form in ({}, {"form": "0" * 64}):
        assert 403 == client.post(f"/correct/{port(path)}/{key}", data={**form, "action": "remove"}).status_code
    api = f"/api/dispatches/{port(path)}/statements/{key}/corrections"
    assert 403 == client.post(api, json={"remove": True}).status_code
    assert 201 == client.post(api, json={"act": "deny"}, headers={"x-dixit-form": token(client)}).status_code


def test_what_is_too_large_is_refused(path: Path) -> None:
    """Before it is read, and also where it does not say how long it is."""
    with TestClient(app(Room(path, largest=1000, warm=False)), base_url=HERE) as browser:
        assert 413 == browser.post("/api/documents", json={"text": "x" * 2000}).status_code
        assert 413 == browser.post("/api/documents", content=(b"x" * 400 for _ in range(5))).status_code


def test_a_token_is_asked_for(path: Path) -> None:
    """In a browser once, by a program each time; the store is not shown without it."""
    room = Room(path, token="secret", warm=False)  # noqa: S106 - of this test alone
    with TestClient(app(room), base_url=HERE, follow_redirects=False) as browser:
        assert "/enter" == browser.get("/").headers["location"]
        assert 401 == browser.get("/api/stats").status_code
        assert 401 == browser.get("/api/stats", headers={"authorization": "Bearer wrong"}).status_code
        assert 200 == browser.get("/api/stats", headers={"authorization": "Bearer secret"}).status_code
        page = browser.get("/enter").text
        form = re.search(r'name="form-token" content="(\w+)"', page)
        assert form is not None
        assert 403 == browser.post("/enter", data={"form": form[1], "token": "wrong"}).status_code
        assert 303 == browser.post("/enter", data={"form": form[1], "token": "secret"}).status_code
        assert 200 == browser.get("/").status_code


# Putting right.


def test_a_statement_is_put_right_and_stays_so(client: TestClient, path: Path) -> None:
    """Speaker and act at once; it is known who did it; it can be undone."""
    before = said(path)
    key = next(key for key, (speaker, act, _) in before.items() if (speaker, act) == ("Léo Roc", "demand"))
    form = {"form": token(client), "speaker": "Eve Mas", "act": "commit", "targets": "", "limits": "réparer le quai"}

    assert 303 == client.post(f"/correct/{port(path)}/{key}", data=form).status_code

    assert ("Eve Mas", "commit", None) == said(path)[key]
    assert "Ada" in client.get("/correct").text
    with Store.open(path) as store:
        numbers = [row.number for row in queries.correction_rows(store)]
    for number in reversed(numbers):
        client.post("/undo", data={"form": form["form"], "number": str(number)})
    assert before == said(path)


def test_the_queue_leads_on(client: TestClient, path: Path) -> None:
    """From the least certain to the next; a reading that is right as it is leaves the queue."""
    first = client.get("/correct/next").headers["location"]
    client.post(first.split("?")[0], data={"form": token(client), "action": "right", "queue": "0"})
    second = client.get("/correct/next").headers["location"]

    assert first != second
    assert (
        "checked by a person" in client.get(first.split("?")[0].rsplit("/", 1)[0].replace("correct", "dispatch")).text
    )


def test_a_missed_statement_is_added(client: TestClient, path: Path) -> None:
    """From words of the text; words that do not stand there are refused in one line."""
    form = {"form": token(client), "content": "à Luz lundi", "act": "assert", "mode": "indirect", "speaker": "Léo Roc"}
    address = f"/correct/{port(path)}/new"

    assert 303 == client.post(address, data=form).status_code
    assert ("Léo Roc", "assert", None) in said(path).values()
    wrong = client.post(address, data={**form, "content": "à Paris"})
    assert 409 == wrong.status_code
    assert "do not stand in the text" in wrong.text


def test_actors_are_merged_renamed_and_split(client: TestClient, path: Path) -> None:
    """And the page of the merged one leads to the other."""
    form = {"form": token(client)}

    answer = client.post("/actor/leo-roc/change", data={**form, "action": "merge", "words": "eve-mas"})
    assert "/actor/eve-mas" == answer.headers["location"]
    for old, new in [
        ("/actor/leo-roc", "/actor/eve-mas"),
        ("/api/actors/leo-roc", "/api/actors/eve-mas"),
        ("/api/actors/leo-roc/timeline?limit=3", "/api/actors/eve-mas/timeline?limit=3"),
        ("/api/actors/leo-roc/designations", "/api/actors/eve-mas/designations"),
    ]:
        answer = client.get(old)
        assert (308, new) == (answer.status_code, answer.headers["location"])
    found = client.get("/api/statements?speaker=leo-roc").json()
    assert client.get("/api/statements?speaker=eve-mas").json() == found != []
    answer = client.post("/actor/eve-mas/change", data={**form, "action": "split", "words": "Léo Roc"})
    assert answer.headers["location"].startswith("/actor/leo-roc")
    assert 200 == client.get("/actor/leo-roc").status_code
    client.post("/actor/eve-mas/change", data={**form, "action": "rename", "words": "A. Mas"})
    assert "A. Mas" in client.get("/actor/eve-mas").text


def test_corrections_are_exported(client: TestClient, path: Path) -> None:
    """As text and annotation, in one zip."""
    with Store.open(path) as store:
        correct(store, port(path), "s1", Change(act="deny"), by="Ada")
    archive = zipfile.ZipFile(io.BytesIO(client.get("/export/annotation.zip").content))

    assert [f"{port(path)}.txt", f"{port(path)}.yaml"] == archive.namelist()
    assert "checked: true" in archive.read(f"{port(path)}.yaml").decode()


def test_what_is_found_is_taken_away(client: TestClient, path: Path) -> None:
    """From the page of a search and from the API, in each format the same bytes as the command gives."""
    listed = client.get("/search?q=quai").text
    for name in exports.FORMATS:
        with Store.open(path) as store:
            out = io.BytesIO()
            exports.write(name, exports.select(store, Search(("quai",), act="demand", limit=None)), out)
        page = client.get(f"/export/{name}?q=quai&act=demand&page=2")
        answer = client.get(f"/api/export/{name}?term=quai&act=demand")

        assert f"/export/{name}?q=quai" in listed
        assert out.getvalue() == page.content == answer.content
        assert 'attachment; filename="dixit.' in page.headers["content-disposition"]
    events = client.get("/api/export/csv?events=true").text
    assert events.startswith("dispatch,event,")
    assert "/export/dna" in client.get("/correct").text


# Adding.


def finished(client: TestClient, number: int) -> dict[str, object]:
    """A job when it is over."""
    for _ in range(600):
        job: dict[str, object] = client.get(f"/api/jobs/{number}").json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def test_documents_are_added_and_failures_say_why(client: TestClient, path: Path) -> None:
    """A text, a file, a broken file and a refused address; one clerk reads them one after the other."""
    form = {"form": token(client)}
    text = "Le maire Léo Roc a promis vendredi de rouvrir la bibliothèque de Luz avant la fin du mois de juin."
    pasted = client.post("/add", data={**form, "text": text, "title": "Bibliothèque"})
    sent = [("files", ("../../note.txt", f"{text} Il a remercié Eve Mas.")), ("files", ("x.pdf", b"%PDF-1.4 broken"))]
    brought = client.post("/add", data=form, files=sent)  # type: ignore[arg-type]
    fetched = client.post("/add", data={**form, "url": "http://127.0.0.1:9/private"})
    jobs = [finished(client, int(one.headers["location"].rsplit("/", 1)[1])) for one in (pasted, brought, fetched)]

    assert [(1, 0), (1, 1), (0, 1)] == [(job["new"], job["failed"]) for job in jobs]
    assert ["note.txt", "x.pdf"] == jobs[1]["names"]
    assert "PDF" in str(jobs[1]["reasons"])
    assert "127.0.0.1" in str(jobs[2]["reasons"])
    assert "PDF" in client.get("/add").text
    with Store.open(path) as store:
        assert "note.txt" in [row[0] for row in store.sql("SELECT source FROM sources")]
    assert 400 == client.post("/add", data={**form, "url": "file:///etc/passwd"}).status_code
    assert 400 == client.post("/add", data=form).status_code


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../a.txt", "a.txt"),
        ("C:\\x\\b.pdf", "b.pdf"),
        (".hidden", "hidden"),
        ("\0\n.txt", "_.txt"),
        ("", "document"),
    ],
)
def test_a_file_name_stays_in_its_folder(given: str, kept: str) -> None:
    """Whatever a browser calls it."""
    assert kept == safe_name(given)


# The API.


def test_the_api_has_the_names_of_the_record(client: TestClient, path: Path) -> None:
    """A record comes as docs/record.md has it; rows have the names of Python's rows."""
    got = client.get(f"/api/dispatches/{port(path)}").json()

    assert record(PORT, "port.txt") == Record.from_dict(got)
    found = client.get("/api/statements", params={"term": "quai", "act": "demand"}).json()
    assert ["Léo Roc"] == [row["speaker"] for row in found]
    assert {"title": "port", "detail": "x"}.keys().isdisjoint(client.get("/api/stats").json())
    wrong = client.get("/api/dispatches/00000")
    assert (404, "UnknownError") == (wrong.status_code, wrong.json()["kind"])
    events = client.get("/api/events", params={"actor": "eve-mas"}).json()
    divided = client.get("/api/events/facets", params={"actor": "eve-mas"}).json()
    assert {"facet": "all", "value": "", "name": "", "events": len(events)} == divided[0]
    assert len(events) == sum(one["events"] for one in divided if one["facet"] == "type") > 0
    group = client.get("/api/convergence", params={"group": "eve-mas,leo-roc", "per": "year"}).json()
    wrong = client.get("/api/convergence", params={"group": "nemo"})
    assert (404, "UnknownError") == (wrong.status_code, wrong.json()["kind"])
    assert (2, "too few", "2024") == (group["size"], group["whole"]["verdict"], group["periods"][0]["period"])


def test_the_api_is_described(client: TestClient) -> None:
    """Every way under /api stands in its OpenAPI document, and in the page for people."""
    spec = client.get("/api/openapi.json").json()

    assert {"/api/statements", "/api/dispatches/{dispatch}", "/api/files", "/api/jobs/{number}"} <= set(spec["paths"])
    assert {"Record", "StatementRecord", "EventRecord"} <= set(spec["components"]["schemas"])
    page = client.get("/api").text
    assert [] == [way for way in spec["paths"] if way not in page]


def test_the_docs_name_every_page_key_and_field(client: TestClient) -> None:
    """Addresses in the navigation, keys of the help, paths and fields of the API, each in its own row."""
    docs = (Path(__file__).parent.parent / "docs" / "reading-room.md").read_text("utf-8")
    rows = [line for line in docs.splitlines() if line.startswith("| `")]
    nav = re.findall(r'<a href="(/[a-z]*)"', client.get("/help").text)
    keys = re.findall(r"<kbd>(.+?)</kbd>", client.get("/help").text)
    assert len(nav) > 10
    assert len(keys) > 10
    assert [] == [one for one in (*nav, *keys) if f"`{one}`" not in docs]

    spec = client.get("/api/openapi.json").json()
    for path, ways in spec["paths"].items():
        for way, one in ways.items():
            name = path if way == "get" else f"{way.upper()} {path}"
            (row,) = (row for row in rows if row.startswith(f"| `{name}` |"))
            asked = {it["name"] for it in one.get("parameters", []) if it["in"] == "query"}
            named = set(re.findall(r"`(\w+)`", row.split("|")[2]))
            for body in one.get("requestBody", {}).get("content", {}).values():
                for ref in re.findall(r"#/components/schemas/(\w+)", str(body)):
                    asked |= set(spec["components"]["schemas"][ref]["properties"])
            assert named == asked or "the same" in row, name
