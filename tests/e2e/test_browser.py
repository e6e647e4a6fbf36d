"""What people do in the reading room, in a real browser: with keys, on every width, and read by axe."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from dixit.store import Store, queries

AXE: Final = Path(__file__).parent.parent.parent / "build" / "e2e" / "node_modules" / "axe-core" / "axe.min.js"
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS: Final = Path(__file__).parent.parent.parent / "build" / "e2e" / "shots"


def short(store: Path, source: str) -> str:
    """The name of a dispatch by the file that it came from."""
    with Store.open(store) as opened:
        return queries.short(queries.digest_of(opened, source))


def pages(store: Path) -> list[str]:
    """Every page there is."""
    name = short(store, "depeche.txt")
    return [
        "/",
        "/search?q=port",
        "/dispatches",
        f"/dispatch/{name}",
        "/actors",
        "/actor/helene-vautrin",
        "/calls",
        "/stance",
        "/convergence?group=UE",
        "/timeline?actor=helene-vautrin",
        "/graph",
        "/compare",
        f"/compare?one={name}&other={short(store, 'reprise.txt')}",
        "/correct",
        f"/correct/{name}/s2",
        f"/correct/{name}/new",
        "/add",
        "/help",
        "/api",
        "/dispatch/0000000000",
    ]


@pytest.mark.skipif(not AXE.exists(), reason="axe is not there; make e2e fetches it with npm")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(browser: Browser, here: str, store: Path, scheme: Any) -> None:
    """Axe finds nothing against WCAG 2.2 AA or its best practice, light and dark."""
    context = browser.new_context(base_url=here, color_scheme=scheme, locale="fr-FR", bypass_csp=True)
    window = context.new_page()
    found = {}
    for address in pages(store):
        window.goto(address)
        expect(window.locator("#soon")).to_have_count(0, timeout=30_000)
        window.add_script_tag(path=AXE)
        axe = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
        judged = window.evaluate(axe, RULES)
        assert len(judged["passes"]) > 15, address
        broken = judged["violations"]
        if broken:
            found[address] = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in broken]
    context.close()
    assert {} == found


@pytest.mark.parametrize("width", [360, 768, 1280, 2560])
def test_every_page_fits_its_window(browser: Browser, here: str, store: Path, width: int) -> None:
    """Nothing runs out at the side; each is kept as a picture for somebody to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=here, viewport={"width": width, "height": 900}, locale="fr-FR")
    window = context.new_page()
    wide = []
    for address in pages(store):
        window.goto(address)
        expect(window.locator("#soon")).to_have_count(0, timeout=30_000)
        if window.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
        window.screenshot(path=SHOTS / f"{re.sub('[^a-z0-9]+', '-', address) or 'today'}-{width}.png")
    context.close()
    assert [] == wide


def test_a_statement_leads_to_its_words_and_back(page: Page, store: Path) -> None:
    """By keys and by pointing; the card says who says so, and how sure that is."""
    page.goto(f"/dispatch/{short(store, 'depeche.txt')}")
    page.keyboard.press("j")
    expect(page.locator(".cards .card.on")).to_have_attribute("id", "s1")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".cards .card.on")).to_have_attribute("id", "s1")
    assert page.locator(".text .m.content.on").count() > 0
    page.keyboard.press("Escape")
    expect(page.locator(".cards .card.on")).to_have_count(0)
    page.locator(".text .m.content", has_text="mais le troisième").first.hover()
    expect(page.locator(".cards .card.on")).to_contain_text("Hélène Vautrin")
    expect(page.locator(".cards .card.on")).to_contain_text("confidence")
    page.locator(".cards .card.on .who").first.click()
    expect(page).to_have_url(re.compile(r"/actor/helene-vautrin$"))


def test_a_narrow_window_shows_the_statement_below(browser: Browser, here: str, store: Path) -> None:
    """Where there is no room beside the text, what is chosen in it stands at the foot."""
    context = browser.new_context(base_url=here, viewport={"width": 360, "height": 780}, has_touch=True)
    window = context.new_page()
    window.goto(f"/dispatch/{short(store, 'depeche.txt')}")
    window.locator(".text .m.content").first.tap()
    expect(window.locator("#now")).to_be_visible()
    expect(window.locator("#now .who").first).to_be_visible()
    context.close()


def test_a_correction_survives_a_new_reading(page: Page, store: Path) -> None:
    """By keys alone: to the statement, into the form, another speaker, kept; then the text is read again."""
    name = short(store, "depeche.txt")
    page.goto(f"/dispatch/{name}")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile(r"/correct/\w+/s2$"))
    page.keyboard.press("s")
    page.keyboard.type("Étienne Maurandi")
    page.keyboard.press("Escape")
    page.keyboard.press("8")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#s2 .who").first).to_have_text("Étienne Maurandi")
    expect(page.locator("#s2 .act").first).to_have_text("refuses")

    with Store.open(store) as opened:
        read = opened.get(name, as_read=True)
        opened.put(type(read)(read.schema, read.document, read.actors, read.statements, (), read.reader))
    page.reload()
    expect(page.locator("#s2 .who").first).to_have_text("Étienne Maurandi")

    page.goto("/correct")
    undo = page.get_by_role("button", name="Undo")
    expect(undo.first).to_be_visible()
    for left in range(undo.count() - 1, -1, -1):
        undo.first.click()
        expect(undo).to_have_count(left)
    page.goto(f"/dispatch/{name}")
    expect(page.locator("#s2 .who").first).to_have_text("Hélène Vautrin")


def test_the_queue_is_worked_by_keys(page: Page) -> None:
    """Begin, say that it is right, leave one for later, take one away, undo."""
    page.goto("/correct")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"queue=0"))
    first = page.url
    page.keyboard.press("y")
    page.wait_for_url(lambda url: "queue=0" in url and url != first)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"queue=1"))
    page.goto("/correct")
    expect(page.get_by_text("Ada").first).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("undone").first).to_be_visible()


def test_words_that_are_selected_go_into_the_form(page: Page, store: Path) -> None:
    """For a statement that was missed."""
    page.goto(f"/dispatch/{short(store, 'depeche.txt')}")
    page.evaluate("""() => {
        const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) if (walk.currentNode.data.includes("300 navires")) break;
        const range = document.createRange(), at = walk.currentNode.data.indexOf("300 navires");
        range.setStart(walk.currentNode, at); range.setEnd(walk.currentNode, at + 11);
        getSelection().removeAllRanges(); getSelection().addRange(range);
    }""")
    page.keyboard.press("m")
    expect(page.get_by_label("Content, its pieces one a line")).to_have_value("300 navires")


def test_two_actors_are_merged(page: Page) -> None:
    """Names are suggested while one writes; the page of the one leads to the other."""
    page.goto("/actor/odile-karsenty")
    field = page.get_by_label("This is the same as")
    field.fill("Maurandi")
    expect(page.locator("#suggestions option").first).to_have_attribute("value", "etienne-maurandi")
    field.fill("etienne-maurandi")
    page.get_by_role("button", name="Merge").click()
    expect(page).to_have_url(re.compile(r"/actor/etienne-maurandi$"))
    page.get_by_label("This name is somebody else").select_option("Odile Karsenty")
    page.get_by_role("button", name="Split").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Odile Karsenty")


def test_copies_lead_to_each_other(page: Page, store: Path) -> None:
    """The same text under another title is folded into the fullest, and found from there."""
    page.goto(f"/dispatch/{short(store, 'depeche.txt')}")
    page.get_by_text("The same text stands in 2 places").click()
    page.get_by_role("link", name="Port : réouverture partielle").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("réouverture partielle")


def test_a_call_and_its_answer_are_found(page: Page) -> None:
    """What was asked, of whom, and that nothing came of it yet."""
    page.goto("/calls?q=médiateur")
    expect(page.locator("#soon")).to_have_count(0, timeout=30_000)
    call = page.locator(".said", has_text="nommer un médiateur")
    expect(call).to_contain_text("préfecture")
    call.get_by_role("link", name=re.compile("médiateur")).click()
    expect(page.locator(".cards .card.on")).to_contain_text("demands")


def test_two_reports_are_compared(page: Page, store: Path) -> None:
    """From a dispatch to another that tells the same."""
    page.goto(f"/dispatch/{short(store, 'depeche.txt')}")
    page.get_by_role("link", name="Compare with another report").click()
    expect(page.locator("#soon")).to_have_count(0, timeout=30_000)
    page.get_by_label("with").fill(short(store, "reprise.txt"))
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="Both tell")).to_be_visible()
    expect(page.locator(".pair .said").first).to_be_visible()


def test_a_file_and_a_broken_file_are_added(page: Page, tmp_path: Path) -> None:
    """Progress is shown without a reload; the broken one says why; the other can be found."""
    (tmp_path / "gare.txt").write_text(
        "Le maire Léo Roc a promis vendredi de rouvrir la gare de Luz avant la fin du mois de juin.", encoding="utf-8"
    )
    (tmp_path / "casse.pdf").write_bytes(b"%PDF-1.4 this is broken")
    page.goto("/add")
    page.set_input_files("input[type=file]", [tmp_path / "gare.txt", tmp_path / "casse.pdf"])
    page.locator("#drop button").click()
    expect(page.get_by_text("1 kept")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("1 failed")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("casse.pdf").last).to_be_visible()
    expect(page.locator("#job")).to_have_attribute("data-over", "yes")
    page.goto("/search?q=gare")
    expect(page.get_by_text("rouvrir la gare de Luz")).to_be_visible()


def test_annotation_and_plots_are_exported(page: Page, store: Path) -> None:
    """As a zip; and a plot as SVG, PNG and CSV."""
    page.goto(f"/correct/{short(store, 'depeche.txt')}/s1")
    page.keyboard.press("y")
    expect(page).to_have_url(re.compile(r"/dispatch/\w+#s1$"))
    page.goto("/correct")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as annotation").click()
    assert f"{short(store, 'depeche.txt')}.yaml" in zipfile.ZipFile(download.value.path()).namelist()
    for address, head in [("/actor/helene-vautrin", b"Month"), ("/stance", b"Who speaks"), ("/graph", b"Who speaks")]:
        page.goto(address)
        expect(page.locator("#soon")).to_have_count(0, timeout=30_000)
        begins = {"SVG": b"<svg", "PNG": b"\x89PNG", "CSV": b"\xef\xbb\xbf" + head}
        for name, begin in begins.items():
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            assert download.value.path().read_bytes().startswith(begin)


def test_what_is_found_is_taken_away(page: Page) -> None:
    """From a search as a table, from the page of corrections to Discourse Network Analyzer."""
    page.goto("/search?q=port")
    page.get_by_text("Take these away").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text("utf-8").startswith("dispatch,statement,")
    page.goto("/correct")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export to Discourse Network Analyzer").click()
    assert "dixit.dna" == download.value.suggested_filename
    assert download.value.path().read_bytes().startswith(b"SQLite format 3")


def test_a_day_tells_what_was_asked(page: Page) -> None:
    """Calls of the day, which come by themselves where they are still counted."""
    page.goto("/?day=2024-10-05")
    page.locator("#calls summary").click(timeout=30_000)
    expect(page.locator("#calls .said", has_text="nommer un médiateur")).to_be_visible()
    page.get_by_role("link", name="What became of calls").click()
    expect(page.locator(".said", has_text="nommer un médiateur")).to_be_visible()


def test_every_page_is_printed(browser: Browser, here: str, store: Path) -> None:
    """Black on white, also from dark; without what only a screen needs; nothing runs out of an A4 page."""
    context = browser.new_context(base_url=here, viewport={"width": 718, "height": 1000}, color_scheme="dark")
    context.add_cookies([{"name": "dixit_theme", "value": "dark", "url": here}])
    window = context.new_page()
    window.emulate_media(media="print")
    wide = []
    for address in pages(store):
        window.goto(address)
        expect(window.locator("#soon")).to_have_count(0, timeout=30_000)
        expect(window.locator(".masthead nav")).to_be_hidden()
        expect(window.locator("h1").first).to_be_visible()
        expect(window.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
        expect(window.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        if window.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    context.close()
    assert [] == wide


def test_a_reader_needs_no_mouse(page: Page) -> None:
    """From a day to a dispatch, a statement, its form and back, each place seen by its outline."""
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    seen = tab_to(page, "#h-new ~ .list a.title")
    assert all(width > 0 for width in seen)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/dispatch/\w+$"))
    page.keyboard.press("j")
    expect(page.locator(".cards .card.on")).to_have_attribute("id", "s1")
    tab_to(page, "#s1 .fix a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/correct/\w+/s1$"))
    seen = tab_to(page, "button[value=right]")
    assert all(width > 0 for width in seen)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/dispatch/\w+#s1$"))
    expect(page.locator("#s1")).to_contain_text("checked by a person")
    page.goto("/correct")
    tab_to(page, "form[action='/undo'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("undone").first).to_be_visible()


def tab_to(page: Page, what: str) -> list[float]:
    """Goes on with the tabulator to an element; how wide the outline of each was."""
    wanted = page.locator(what).first
    seen = []
    for _ in range(150):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) || 0"))
        if wanted.evaluate("one => one === document.activeElement"):
            return seen
    raise AssertionError(what)


def test_theme_and_language_are_kept(page: Page) -> None:
    """After the choice, on every page."""
    page.goto("/")
    page.get_by_role("button", name="Dark").click()
    page.goto("/search")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chercher")
