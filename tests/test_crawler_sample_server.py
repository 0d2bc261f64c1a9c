"""The local web over real HTTP: what a client gets, in order and out of order."""

from __future__ import annotations

import gc
import gzip
import socket
import threading
import time
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from crawler.sample.faults import HUGE_BYTES, PRIVATE_TARGET, Fault
from crawler.sample.server import LocalWeb, Request
from crawler.sample.site import Answer
from db.errors import BroadsheetError

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "harbour.example"
HOME = f"http://{HOST}/"
STORY = f"http://{HOST}/story"
TEXT = b"<p>" + b"The harbour was calm. " * 100 + b"</p>"
CHANGED_AT = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@dataclass
class FixedSite:
    host: str
    answers: dict[str, Answer] = field(default_factory=dict)

    def answer(self, path: str) -> Answer | None:
        return self.answers.get(path)


def harbour(text: bytes = TEXT) -> FixedSite:
    return FixedSite(
        HOST,
        {
            "/": Answer(b"<h1>Home</h1>"),
            "/story": Answer(text, changed_at=CHANGED_AT),
            "/story?page=2": Answer(b"<p>Second page</p>"),
            "/packed": Answer(gzip.compress(text), headers=(("Content-Encoding", "gzip"),)),
        },
    )


@pytest.fixture
def web() -> Iterator[LocalWeb]:
    with LocalWeb([harbour(), FixedSite("hill.example", {"/": Answer(b"<h1>Hill</h1>")})]) as running:
        yield running


@pytest.fixture
def client(web: LocalWeb) -> Iterator[httpx.Client]:
    with httpx.Client(proxy=web.proxy, trust_env=False, timeout=5, headers={"User-Agent": "tester"}) as opened:
        yield opened


def raw(web: LocalWeb, request: bytes) -> bytes:
    """Return all that comes back on one connection until the server closes it."""
    with socket.create_connection(("127.0.0.1", web.port), timeout=5) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_each_site_answers_under_its_own_host(client: httpx.Client) -> None:
    addresses = (HOME, "http://hill.example/", "http://HILL.example:80/", f"{STORY}?page=2")
    assert [client.get(address).text for address in addresses] == [
        "<h1>Home</h1>",
        "<h1>Hill</h1>",
        "<h1>Hill</h1>",
        "<p>Second page</p>",
    ]


def test_a_request_to_the_port_itself_is_answered_by_its_host_header(web: LocalWeb) -> None:
    answer = httpx.get(f"{web.proxy}/story?page=2", headers={"Host": HOST}, trust_env=False)
    assert (answer.status_code, answer.text) == (200, "<p>Second page</p>")


@pytest.mark.parametrize(
    ("method", "address", "status", "told"),
    [
        (
            "GET",
            "http://nowhere.example/",
            502,
            "no site is called 'nowhere.example'; there are: harbour.example, hill.example\n",
        ),
        ("GET", f"http://{HOST}/nothing", 404, "nothing stands here\n"),
        ("POST", STORY, 405, "only GET and HEAD\n"),
    ],
    ids=["an unknown host", "an unknown path", "a method that changes things"],
)
def test_what_cannot_be_answered_says_why(
    client: httpx.Client, method: str, address: str, status: int, told: str
) -> None:
    answer = client.request(method, address)
    assert (answer.status_code, answer.text, "etag" in answer.headers) == (status, told, False)


def test_a_page_comes_with_validators_and_compressed(client: httpx.Client) -> None:
    answer = client.get(STORY)
    headers = dict(answer.headers)
    tag = headers.pop("etag")
    assert answer.content == TEXT
    assert headers == {
        "content-type": "text/html; charset=utf-8",
        "vary": "Accept-Encoding",
        "last-modified": "Sun, 01 Mar 2026 12:00:00 GMT",
        "content-encoding": "gzip",
        "content-length": str(len(gzip.compress(TEXT, 6))),
        "connection": "keep-alive",
    }
    assert tag == client.get(STORY).headers["etag"] != client.get(HOME).headers["etag"]


@pytest.mark.parametrize("path", ["/story", "/packed"])
@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0, br", "gzip; q=0.0"])
def test_a_client_that_does_not_accept_gzip_gets_plain_bytes(client: httpx.Client, path: str, accepted: str) -> None:
    answer = client.get(f"http://{HOST}{path}", headers={"Accept-Encoding": accepted})
    assert (answer.content, answer.headers.get("content-encoding")) == (TEXT, None)
    assert answer.headers["content-length"] == str(len(TEXT))


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "deflate, gzip"])
def test_a_body_that_is_gzip_already_is_passed_on_as_it_is(client: httpx.Client, accepted: str) -> None:
    answer = client.get(f"http://{HOST}/packed", headers={"Accept-Encoding": accepted})
    assert (answer.content, answer.headers["content-encoding"]) == (TEXT, "gzip")


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    get, head = client.get(STORY), client.head(STORY)
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(get.headers))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "{tag}"}, 304),
        ({"If-None-Match": '"other", {tag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"}, 200),
        ({"If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"}, 304),
        ({"If-Modified-Since": "Sun, 01 Mar 2026 11:59:59 GMT"}, 200),
        ({"If-Modified-Since": "Sun, 01 Mar 2026 12:00:00"}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
    ],
    ids=[
        "the tag of this version",
        "this tag among others",
        "any tag",
        "another tag",
        "another tag counts more than an equal date",
        "the date of this version",
        "an earlier date",
        "a date without a zone",
        "not a date",
    ],
)
def test_a_conditional_request_brings_a_page_only_when_it_changed(
    client: httpx.Client, headers: dict[str, str], status: int
) -> None:
    tag = client.get(STORY).headers["etag"]
    answer = client.get(STORY, headers={name: value.format(tag=tag) for name, value in headers.items()})
    assert (answer.status_code, answer.content) == (status, TEXT if status == 200 else b"")
    assert answer.headers["etag"] == tag


def test_a_second_edition_replaces_the_first(web: LocalWeb, client: httpx.Client) -> None:
    tag = client.get(STORY).headers["etag"]
    web.replace([harbour(b"<p>Storm!</p>")])
    answer = client.get(STORY, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (200, b"<p>Storm!</p>")
    assert client.get("http://hill.example/").status_code == 502


def test_requests_are_logged_in_order(web: LocalWeb, client: httpx.Client) -> None:
    before = datetime.now(UTC)
    client.get(f"{STORY}?page=2")
    client.get(STORY, headers={"If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"})
    client.get("http://nowhere.example/x")
    logged = web.requests
    assert logged == [
        Request(HOST, "/story?page=2", 200, False, "tester", logged[0].at),
        Request(HOST, "/story", 304, True, "tester", logged[1].at),
        Request("nowhere.example", "/x", 502, False, "tester", logged[2].at),
    ]
    times = [request.at for request in logged]
    assert times == sorted(times)
    assert before <= times[0] <= times[-1] <= datetime.now(UTC)


def test_one_connection_carries_requests_sent_at_once_until_it_is_to_close(web: LocalWeb) -> None:
    asked = f"GET {HOME} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: hill.example\r\nConnection: close\r\n\r\n"
    assert raw(web, asked.encode()).count(b"HTTP/1.1 200 OK\r\n") == 2
    assert [request.host for request in web.requests] == [HOST, "hill.example"]


def test_an_http_1_0_connection_closes_after_its_answer(web: LocalWeb) -> None:
    assert raw(web, f"GET / HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode()).endswith(b"close\r\n\r\n<h1>Home</h1>")


@pytest.mark.parametrize(
    "asked",
    [
        b"nonsense\r\n\r\n",
        b"GET http://[bad/ HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nCookie: " + b"x" * 70_000 + b"\r\n\r\n",
    ],
    ids=["not a request", "not an address", "headers beyond measure"],
)
def test_what_is_not_http_gets_400_and_is_not_logged(web: LocalWeb, asked: bytes) -> None:
    with socket.create_connection(("127.0.0.1", web.port), timeout=5) as connection:
        connection.sendall(asked)
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert web.requests == []


@pytest.mark.parametrize(
    ("fault", "status", "headers"),
    [
        (Fault.ERROR500, 500, {}),
        (Fault.ERROR503, 503, {"retry-after": "7"}),
        (Fault.TOO_MANY, 429, {"retry-after": "7"}),
        (Fault.GONE, 410, {}),
        (Fault.REDIRECT_LOOP, 302, {"location": "/story?again"}),
        (Fault.REDIRECT_AWAY, 302, {"location": PRIVATE_TARGET}),
    ],
)
def test_a_fault_answers_with_its_status(
    web: LocalWeb, client: httpx.Client, fault: Fault, status: int, headers: dict[str, str]
) -> None:
    web.fault(HOST, "/story", fault, retry_after=7)
    answer = client.get(STORY)
    told = {name: value for name, value in answer.headers.items() if name in ("retry-after", "location", "etag")}
    assert (answer.status_code, told, web.requests[-1].status) == (status, headers, status)


def test_a_fault_holds_for_its_path_alone_until_it_is_mended(web: LocalWeb, client: httpx.Client) -> None:
    addresses = (STORY, f"{STORY}?page=2", HOME, "http://hill.example/")
    web.fault(HOST, "/story", Fault.GONE)
    assert [client.get(address).status_code for address in addresses] == [410, 410, 200, 200]
    web.fault(HOST, "*", Fault.ERROR500)
    assert [client.get(address).status_code for address in addresses] == [410, 410, 500, 200]
    web.fault(HOST, "/story", None)
    web.fault(HOST, "*", None)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200, 200]


def test_a_redirect_loop_has_no_end(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.REDIRECT_LOOP)
    with pytest.raises(httpx.TooManyRedirects):
        client.get(STORY, follow_redirects=True)
    assert [request.path for request in web.requests[:3]] == ["/story", "/story?again", "/story"]


def test_a_wrong_charset_stands_in_the_header_alone(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.WRONG_CHARSET)
    answer = client.get(STORY)
    assert (answer.headers["content-type"], answer.content) == ("text/html; charset=iso-2022-jp", TEXT)


def test_a_pdf_is_one_whose_cross_references_are_right(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.PDF)
    answer = client.get(STORY)
    body = answer.content
    table = int(body.split(b"startxref\n")[1].split()[0])
    offsets = [int(line[:10]) for line in body[table:].splitlines()[3:6]]
    assert (answer.status_code, answer.headers["content-type"], body[:8]) == (200, "application/pdf", b"%PDF-1.4")
    assert body[table:].startswith(b"xref\n0 4\n")
    assert [body[offset : offset + 7] for offset in offsets] == [b"1 0 obj", b"2 0 obj", b"3 0 obj"]


def test_an_empty_page_has_no_body(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.EMPTY)
    answer = client.get(STORY)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "0")


def test_without_validators_a_page_always_comes_again(web: LocalWeb, client: httpx.Client) -> None:
    tag = client.get(STORY).headers["etag"]
    web.fault(HOST, "/story", Fault.NO_VALIDATORS)
    answer = client.get(STORY, headers={"If-None-Match": tag, "If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"})
    assert (answer.status_code, answer.content) == (200, TEXT)
    assert {"etag", "last-modified"} & set(answer.headers) == set()


def test_a_truncated_body_is_the_first_half_of_the_gzip(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.TRUNCATED_GZIP)
    with client.stream("GET", STORY) as answer:
        body = b"".join(answer.iter_raw())
    assert len(body) == len(gzip.compress(TEXT, 6)) // 2
    assert TEXT.startswith(zlib.decompressobj(wbits=31).decompress(body))
    with pytest.raises(EOFError):
        gzip.decompress(body)


def test_a_hanging_page_is_read_and_never_answered(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.HANG)
    with pytest.raises(httpx.ReadTimeout):
        client.get(STORY, timeout=0.2)
    assert [(request.path, request.status) for request in web.requests] == [("/story", 0)]
    assert client.get(HOME).status_code == 200


def test_a_reset_page_breaks_the_connection(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.RESET)
    with pytest.raises(httpx.ReadError, match="reset"):
        client.get(STORY)
    assert [(request.path, request.status) for request in web.requests] == [("/story", 0)]


def test_a_dripping_page_comes_whole_but_slowly(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.DRIP)
    began = time.monotonic()
    answer = client.get(STORY)
    # Twenty bytes, then a tenth of a second: the pauses lie between the pieces.
    assert time.monotonic() - began >= timedelta(seconds=0.1 * (len(gzip.compress(TEXT, 6)) // 20)).total_seconds()
    assert (answer.status_code, answer.content) == (200, TEXT)


def test_a_huge_page_does_not_say_how_long_it_is(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.HUGE)
    with client.stream("GET", STORY) as answer:
        assert "content-length" not in answer.headers
        assert sum(map(len, answer.iter_raw())) == HUGE_BYTES


def test_a_client_may_leave_a_huge_page_half_read(web: LocalWeb, client: httpx.Client) -> None:
    web.fault(HOST, "/story", Fault.HUGE)
    with client.stream("GET", STORY) as answer:
        assert len(next(answer.iter_raw())) > 0
    assert client.get(HOME).status_code == 200


def test_leaving_closes_every_connection_and_the_thread() -> None:
    with LocalWeb([harbour()]) as web:
        web.fault(HOST, "/story", Fault.HANG)
        web.fault(HOST, "/huge", Fault.HUGE)
        asked = (
            b"",
            b"GET / HTTP/1.1\r\n",
            *(f"GET http://{HOST}{path} HTTP/1.1\r\n\r\n".encode() for path in ("/", "/story", "/huge")),
        )
        connections = [socket.create_connection(("127.0.0.1", web.port), timeout=5) for _ in asked]
        for connection, request in zip(connections, asked, strict=True):
            connection.sendall(request)
        while len(web.requests) < 3:
            time.sleep(0.01)
    assert [thread.name for thread in threading.enumerate() if thread.name == "local-web"] == []
    assert [is_closed(connection) for connection in connections] == [True] * len(asked)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", web.port))
    gc.collect()  # an unclosed socket would be a ResourceWarning here, which fails the test


def is_closed(connection: socket.socket) -> bool:
    """Read what is left; tell whether the other side has closed, in whichever way."""
    with connection:
        try:
            while connection.recv(65536):
                pass
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False
        return True


def test_a_web_that_nobody_asked_stops_at_once() -> None:
    with LocalWeb([]) as web:
        port = web.port
    with LocalWeb([harbour()], port) as web:
        assert web.port == port
        assert httpx.get(HOME, proxy=web.proxy, trust_env=False).status_code == 200


def test_a_port_that_is_taken_is_a_named_error(web: LocalWeb) -> None:
    told = f"cannot listen on port {web.port}: Address already in use (0 takes a free one)"
    with pytest.raises(BroadsheetError) as caught, LocalWeb([], web.port):
        pass
    assert str(caught.value) == told
