"""No page leads into a private network: by literal address, by name, by redirect; unless the user trusts the host."""

from __future__ import annotations

from dataclasses import replace
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
    [
        "8.8.8.8",
        "93.184.215.14",
        "2606:2800:220:1::1",
        "[2606:2800:220:1::1]",
        "::ffff:8.8.8.8",
        "134744072",
        "news.example",
        "localhost",
        "10.0.0.1.example",
        "1.2.3.4.5",
        "",
        "x" * 300,
    ],
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
    """Two outlets on this machine, asked directly, of which the numbered one's first two stories redirect to other names of it."""

    def __init__(self, folder: Path, *trusted: str) -> None:
        with LocalWeb([]) as web:
            hosts = {"name": f"localhost:{web.port}", "number": f"127.0.0.1:{web.port}"}
            moved = {
                f"/{host}": Answer(b"", status=302, headers=(("Location", f"http://{host}:{web.port}/secret"),))
                for host in ("localhost", "127.0.0.2")
            }
            feed = "".join(f"<item><link>http://{hosts['number']}{path}</link></item>" for path in moved)
            rss = f'<?xml version="1.0"?><rss version="2.0"><channel>{feed}</channel></rss>'.encode()
            moved["/moved.xml"] = Answer(rss, "application/rss+xml")
            own = paper(hosts["name"], ("market",)), paper(hosts["number"], answers=moved)
            web.replace([replace(own[0], host="localhost"), replace(own[1], host="127.0.0.1")])
            more = {slug: "allow_private = true\n" if slug in trusted else "" for slug in hosts}
            more["number"] += f'feeds = ["http://{hosts["number"]}/feed", "http://{hosts["number"]}/moved.xml"]'
            write_outlets(folder, *(entry(slug, f"http://{host}/", more[slug]) for slug, host in hosts.items()))
            self.crawl = crawl(web, folder, direct="localhost,127.0.0.1,127.0.0.2")
            self.asked = {request.host for request in web.requests}
        self.problems = rows(folder, "SELECT outlet, reason, detail FROM problems ORDER BY outlet, url DESC")
        self.articles = rows(folder, "SELECT outlet, count(*) FROM articles GROUP BY 1 ORDER BY 1")


def refused(outlet: str, host: str) -> tuple[str, str, str]:
    detail = f"{host} is a private address (allow_private = true allows it for an outlet of your own network)"
    return outlet, "private_address", detail


def test_private_addresses_are_refused_as_names_and_as_numbers(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert (world.crawl.code, world.crawl.errors) == (1, "")
    assert world.problems == [refused("name", "localhost"), *[refused("number", "127.0.0.1")] * 2]
    assert world.asked == set()


def test_an_outlet_that_is_trusted_leads_to_no_other_private_address(tmp_path: Path) -> None:
    world = World(tmp_path, "number")
    assert (world.crawl.code, world.crawl.errors) == (1, "")
    assert world.problems == [
        refused("name", "localhost"),
        refused("number", "localhost"),
        refused("number", "127.0.0.2"),
    ]
    assert world.asked == {"127.0.0.1"}
    assert world.articles == [("number", 3)]


def test_trusted_outlets_are_stored(tmp_path: Path) -> None:
    world = World(tmp_path, "name", "number")
    assert (world.crawl.code, world.crawl.errors) == (0, "")
    assert world.problems == [refused("number", "127.0.0.2")]
    assert world.asked == {"localhost", "127.0.0.1"}
    assert world.articles == [("name", 1), ("number", 3)]
