"""No page leads into a private network: by literal address, by name, by redirect; unless the user trusts the host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from crawler.public_addresses import is_private, trusted_hosts
from crawler.sample.server import LocalWeb
from crawler.sample.site import Answer
from db.records import Outlet
from tests.crawls import crawl, entry, paper, rows, write_outlets

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.255.255.254",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "255.255.255.255",
        "::1",
        "[::1]",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.0.0.1.",
    ],
)
def test_a_private_address(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize(
    "host",
    ["8.8.8.8", "93.184.215.14", "2606:2800:220:1::1", "[2606:2800:220:1::1]", "::ffff:8.8.8.8", "134744072"]
    + ["news.example", "localhost", "10.0.0.1.example", "1.2.3.4.5", "", "x" * 300],
)
def test_a_public_address_or_a_name(host: str) -> None:
    assert not is_private(host)


def test_only_hosts_of_outlets_that_say_so_are_trusted() -> None:
    outlets = [
        Outlet("a", "A", "http://10.0.0.1/", feeds=("http://feeds.internal:81/x",), allow_private=True),
        Outlet("b", "B", "http://10.0.0.2/"),
    ]
    assert trusted_hosts(outlets) == {"10.0.0.1", "feeds.internal"}


def test_the_environment_can_trust_every_outlet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_ALLOW_PRIVATE", "1")
    assert trusted_hosts([Outlet("b", "B", "http://10.0.0.2/")]) == {"10.0.0.2"}


def test_a_proxy_is_not_trusted_as_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    assert trusted_hosts([Outlet("b", "B", "http://news.example/")]) == frozenset()


class World:
    """Outlets that the local web plays to direct connections, as `localhost` and 127.0.0.1, and one that redirects there."""

    def __init__(self, folder: Path, allow: str) -> None:
        with LocalWeb([]) as web:
            at = f"localhost:{web.port}"
            redirect = {
                path: Answer(b"", status=302, headers=(("Location", f"http://{host}:{web.port}/secret"),))
                for path, host in (("/to-name", "localhost"), ("/to-number", "127.0.0.1"))
            }
            feed = "".join(f"<item><link>http://news.example{path}</link></item>" for path in redirect)
            rss = f'<?xml version="1.0"?><rss version="2.0"><channel>{feed}</channel></rss>'.encode()
            news = paper("news.example", answers={**redirect, "/feed": Answer(rss, "application/rss+xml")})
            web.replace([paper("localhost"), paper("127.0.0.1"), news])
            write_outlets(
                folder,
                entry("name", f"http://{at}/", allow),
                entry("number", f"http://127.0.0.1:{web.port}/", allow),
                entry("news", "http://news.example/", 'feeds = ["http://news.example/feed"]'),
            )
            self.crawl = crawl(web, folder, direct="localhost,127.0.0.1")
            self.asked = sorted({request.host for request in web.requests})
        self.problems = rows(folder, "SELECT outlet, reason, detail FROM problems ORDER BY outlet, url")
        self.outcomes = rows(folder, "SELECT outlet, outcome FROM runs ORDER BY 1")


def refused(outlet: str, host: str) -> tuple[str, str, str]:
    detail = f"{host} is a private address (allow_private = true allows it for an outlet of your own network)"
    return outlet, "private_address", detail


def test_private_addresses_are_refused_by_name_by_number_and_after_a_redirect(tmp_path: Path) -> None:
    world = World(tmp_path, "")
    assert (world.crawl.code, world.crawl.errors) == (1, "")
    assert world.problems == [
        refused("name", "localhost"),
        refused("news", "localhost"),
        refused("news", "127.0.0.1"),
        refused("number", "127.0.0.1"),
    ]
    assert world.asked == ["news.example"]


def test_private_addresses_that_the_user_allows_are_asked(tmp_path: Path) -> None:
    world = World(tmp_path, "allow_private = true")
    assert world.outcomes == [("name", "ok"), ("news", "partial"), ("number", "ok")]
    assert world.asked == ["127.0.0.1", "localhost", "news.example"]
    assert [re.sub(r":.*", "", line) for line in world.crawl.lines if " 3 new, " in line] != []
    articles = rows(tmp_path, "SELECT outlet, count(*) FROM articles GROUP BY 1 ORDER BY 1")
    assert articles == [("name", 3), ("number", 3)]
