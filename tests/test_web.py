"""Pages and feeds over a server of our own: what is refused is refused before it is called."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dixit.errors import FetchError
from dixit.intake import Item, Refused, article, items, web
from dixit.intake.web import Web

TEXT = "Le maire de Marsane, Léo Roc, a demandé jeudi au conseil de réparer le quai avant la fin du mois de mars. " * 3
PAGE = f"<html lang=fr><head><title>Le quai</title></head><body><p>{TEXT}</p><p>{TEXT}</p></body></html>"
FEED = """<rss version="2.0"><channel><title>Presse-Littoral</title>
<item><title>Le quai</title><link>{here}/page</link><description>En bref.</description></item>
<item><title>Secret</title><link>{here}/to-loopback</link><description>En bref.</description></item>
<item><title>Interdit</title><link>{here}/private/page</link><description>En bref.</description></item>
</channel></rss>"""


class Server(BaseHTTPRequestHandler):
    """A few pages; the log says which were called."""

    called: list[str]
    robots = "User-agent: *\nDisallow: /private/\nCrawl-delay: 0"

    def do_GET(self) -> None:
        """One answer for each path."""
        port = self.headers["Host"].rpartition(":")[2]
        here = f"http://127.0.0.1:{port}"
        type(self).called.append(f"{self.headers['Host']}{self.path}")
        status, headers, body = {
            "/robots.txt": (200, {}, self.robots.encode()),
            "/page": (200, {"Content-Type": "text/html"}, PAGE.encode()),
            "/feed": (200, {"Content-Type": "application/rss+xml"}, FEED.format(here=here).encode()),
            "/moved": (301, {"Location": "/page"}, b""),
            "/to-loopback": (302, {"Location": f"http://localhost:{port}/secret"}, b""),
            "/to-file": (302, {"Location": "file:///etc/hostname"}, b""),
            "/circle": (302, {"Location": "/circle"}, b""),
            "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 3_000_000)),
        }.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that runs during the test."""
    monkeypatch.setattr(Server, "called", [], raising=False)
    monkeypatch.setattr(web, "_POLITE", 0.0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def allowed() -> Web:
    """May call the address of the test's server, and no other that is private."""
    return Web(("127.0.0.1",))


def test_a_page_is_fetched(here: str, allowed: Web) -> None:
    """After its robots.txt; redirects are followed."""
    for path in ("/page", "/moved"):
        (item,) = items(here + path, allowed)
        assert isinstance(item, Item)
        assert (f"{here}/page", f"{here}/moved")[path == "/moved"] == item.source
        assert "Le quai" == article(item).facts.title
        assert TEXT.strip() in str(article(item).text)
    assert 1 == sum(path.endswith("/robots.txt") for path in Server.called)


def test_the_pages_of_a_feed_are_fetched(here: str, allowed: Web) -> None:
    """One that leads to a private address or is forbidden costs a line, and no call."""
    page, secret, forbidden = items(f"{here}/feed", allowed)

    assert isinstance(page, Item)
    assert (f"{here}/page", f"{here}/feed", "Presse-Littoral") == (page.source, page.container, page.facts.publisher)
    assert isinstance(secret, Refused)
    assert "localhost is a private or loopback address" in secret.reason
    assert isinstance(forbidden, Refused)
    assert "robots.txt" in forbidden.reason
    assert [] == [path for path in Server.called if "secret" in path or "private" in path]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://192.168.1.1:8080/",
    ],
)
def test_a_private_address_is_refused(url: str) -> None:
    """In every way of writing it; the line says how it is allowed."""
    (refused,) = items(url, Web())

    assert isinstance(refused, Refused)
    assert "--allow-host" in refused.reason


@pytest.mark.parametrize(
    "url", ["ftp://news.example/", "file:///etc/hostname", "http://a:b@news.example/", "http://x:y/"]
)
def test_what_is_no_plain_url_is_refused(url: str) -> None:
    """Nothing is opened."""
    with pytest.raises(FetchError):
        Web().fetch(url)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/to-loopback", "private or loopback"),
        ("/to-file", "file:// is not fetched"),
        ("/circle", "redirects"),
        ("/none", "404"),
        ("/bomb", "MB"),
    ],
)
def test_what_a_server_should_not_do_costs_a_line(
    here: str, allowed: Web, monkeypatch: pytest.MonkeyPatch, path: str, says: str
) -> None:
    """Redirects are checked like the first address, and what is sent is counted as it is unpacked."""
    monkeypatch.setattr(web, "LARGEST_PAGE", 1_000_000)

    with pytest.raises(FetchError, match=says):
        allowed.fetch(here + path)


def test_a_server_that_is_not_there_costs_a_line(allowed: Web) -> None:
    """With the way out."""
    with pytest.raises(FetchError, match="no answer"):
        allowed.fetch("http://127.0.0.1:9/page")


def test_a_slow_server_is_left(here: str, allowed: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """When its time is over, however little is missing."""
    monkeypatch.setattr(web, "_LONGEST", -1.0)

    with pytest.raises(FetchError, match="not there after"):
        allowed.fetch(f"{here}/page")
