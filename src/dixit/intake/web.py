"""URL -> bytes: http and https only, no private addresses, robots.txt respected, within limits of size and time."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi
import urllib3
from protego import Protego

from dixit.errors import FetchError

AGENT: Final = "dixit"
_HEADERS: Final = {
    "User-Agent": f"{AGENT}/0.1 (reads news; respects robots.txt)",
    "Accept": "text/html,application/xhtml+xml,application/xml,application/rss+xml,application/atom+xml,*/*;q=0.5",
    "Accept-Language": "fr,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
LARGEST_PAGE: Final = 20_000_000
_LARGEST_ROBOTS: Final = 500_000  # RFC 9309 asks for as much at least
_LONGEST: Final = 60.0  # seconds for one page, its redirects included
_WAIT: Final = urllib3.Timeout(connect=10, read=20)
_REDIRECTS: Final = 5
_POLITE: Final = 0.5  # seconds between two calls to one host
_MOST_POLITE: Final = 10.0  # a longer Crawl-delay is cut to this
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def is_url(source: str) -> bool:
    """Whether a SOURCE is to be fetched; "ftp://" is too, so that it can be refused by name."""
    scheme, mark, _ = source.partition("://")
    return bool(mark) and scheme.isalnum()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL gave."""

    url: str  # after redirects
    body: bytes

    @property
    def name(self) -> str:
        """The last part of the path, which may say what kind of file it is."""
        return PurePosixPath(urlsplit(self.url).path).name


@dataclass(slots=True)
class Web:
    """Fetches pages, one after the other."""

    allowed: Collection[str] = ()  # hosts whose private addresses may be called
    _robots: dict[str, Protego | None] = field(default_factory=dict)  # None: everything is forbidden
    _last: dict[str, float] = field(default_factory=dict)  # by host: when it was called last

    def fetch(self, url: str) -> Fetched:
        """Raises FetchError: refused, forbidden by robots.txt, no answer, too large, too slow."""
        until = time.monotonic() + _LONGEST
        for _ in range(_REDIRECTS + 1):
            self._respect(url, until)
            status, headers, body = self._call(url, until, LARGEST_PAGE)
            if status not in (301, 302, 303, 307, 308):
                if status != 200:
                    raise FetchError(url, f"the server answers {status}", "check the URL in a browser")
                return Fetched(url, body)
            url = urljoin(url, headers.get("Location", ""))
        raise FetchError(url, f"more than {_REDIRECTS} redirects", "give the URL where they end")

    def _respect(self, url: str, until: float) -> None:
        """Raises FetchError where robots.txt forbids the page; waits as it asks."""
        parts = _checked(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, until)
        robots = self._robots[origin]
        if robots is None or not robots.can_fetch(url, AGENT):
            raise FetchError(url, "robots.txt of the site forbids it", "save the page in a browser and add the file")
        pause = min(max(robots.crawl_delay(AGENT) or 0.0, _POLITE), _MOST_POLITE)
        time.sleep(max(0.0, self._last.get(origin, 0.0) + pause - time.monotonic()))

    def _read_robots(self, origin: str, until: float) -> Protego | None:
        """As RFC 9309 says: a missing file allows everything, a server that fails forbids everything."""
        url = f"{origin}/robots.txt"
        for _ in range(_REDIRECTS + 1):
            status, headers, body = self._call(url, until, _LARGEST_ROBOTS)
            if status in (301, 302, 303, 307, 308):
                url = urljoin(url, headers.get("Location", ""))
                continue
            if status >= 500:
                return None
            return Protego.parse(body.decode("utf-8", "replace") if status == 200 else "")
        return Protego.parse("")

    def _call(self, url: str, until: float, largest: int) -> tuple[int, urllib3.HTTPHeaderDict, bytes]:
        """One request to an address that was checked, and to no other: names are not resolved twice."""
        parts = _checked(url)
        host = parts.hostname or ""
        address = self._address(url, host, parts.port or (443 if parts.scheme == "https" else 80))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            with _pool(parts, host, address) as pool:
                answer = pool.request(
                    "GET",
                    path,
                    headers={**_HEADERS, "Host": parts.netloc},
                    redirect=False,
                    retries=False,
                    timeout=_WAIT,
                    preload_content=False,
                )
                body = _body(answer, url, until, largest)
        except urllib3.exceptions.HTTPError as error:
            reason = str(error.__cause__ or error).partition("\n")[0]
            raise FetchError(url, f"no answer ({reason})", "check the URL and the network, and try again") from error
        finally:
            self._last[f"{parts.scheme}://{parts.netloc}"] = time.monotonic()
        return answer.status, answer.headers, body

    def _address(self, url: str, host: str, port: int) -> str:
        """The first address of a host; raises FetchError where one of them is private."""
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise FetchError(url, f"there is no host {host}", "check the URL and the network") from error
        if host not in self.allowed and not all(map(_is_public, found)):
            raise FetchError(url, f"{host} is a private or loopback address", f"if it is meant so: --allow-host {host}")
        return found[0]


def _checked(url: str) -> SplitResult:
    """Raises FetchError for what is no plain http or https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(url, "not a URL", "give one that begins with https://") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise FetchError(url, f"{parts.scheme or 'nothing'}:// is not fetched", "give one that begins with https://")
    if parts.username is not None:
        raise FetchError(url, "it holds a name or password", "leave out what stands before the @")
    return parts


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inside:
            return _is_public(str(inside))
    return ip.is_global and not ip.is_multicast


def _pool(parts: SplitResult, host: str, address: str) -> urllib3.HTTPConnectionPool:
    if parts.scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address,
            parts.port or 443,
            server_hostname=host,
            assert_hostname=host,
            cert_reqs="CERT_REQUIRED",
            ca_certs=certifi.where(),
        )
    return urllib3.HTTPConnectionPool(address, parts.port or 80)


def _body(answer: urllib3.BaseHTTPResponse, url: str, until: float, largest: int) -> bytes:
    """What the server sends, unpacked; raises FetchError where it is too much or comes too slowly."""
    body = bytearray()
    for chunk in answer.stream(65_536, decode_content=True):
        body += chunk
        if len(body) > largest:
            answer.close()
            raise FetchError(url, f"more than {largest // 1_000_000} MB", "download it and add the file")
        if time.monotonic() > until:
            answer.close()
            raise FetchError(url, f"not there after {_LONGEST:.0f} s", "try again, or download it and add the file")
    answer.release_conn()
    return bytes(body)
