"""An outlet of the press as a web site at one edition: each page is made when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from crawler.sample.pages import rendered
from crawler.sample.press.items import ARTICLES, clock, published
from crawler.sample.press.outlets import press_outlets
from crawler.sample.site import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from crawler.sample.press.items import Item
    from crawler.sample.press.outlets import PressOutlet

_ON_HOME, _ON_LIST = 14, 6  # articles
_STANDALONE = ("video", "podcast", "gallery", "event")
_SAFE = "/?=&"


@dataclass(frozen=True, slots=True)
class PressSite:
    """A site whose pages are known by path with its query, as it is read (not percent-encoded).

    `articles` are the addresses of what is an article; `lists` the paths of the home page and of the sections that its menus name.
    """

    host: str
    pages: Mapping[str, Callable[[], Answer]]
    articles: frozenset[str]
    lists: tuple[str, ...]

    def answer(self, path: str) -> Answer | None:
        """Return what stands at a path; a query that means nothing there is passed over. None: not found."""
        known = unquote(path)
        page = self.pages.get(known) or self.pages.get(known.partition("?")[0])
        return page() if page else None


def press_sites(edition: int) -> tuple[PressSite, ...]:
    """Return the sites of all outlets of the press at an edition, counted from 1."""
    return tuple(_site(outlet, edition) for outlet in press_outlets())


def _site(outlet: PressOutlet, edition: int) -> PressSite:
    issue = _Issue(outlet, published(outlet, edition), edition)
    pages: dict[str, Callable[[], Answer]] = {
        "/robots.txt": partial(Answer, b"User-agent: *\nDisallow: /cgi-bin/\n", "text/plain; charset=utf-8"),
        "/": partial(issue.home),
    }
    lists = ["/"]
    for name, label in ({**outlet.sections, **outlet.regions}).items():
        filed = [item for item in issue.articles if name in (item.section, item.region)]
        lists.append(outlet.list_path(name))
        for number in range(-(-len(filed) // _ON_LIST)):
            pages[outlet.list_path(name, number + 1)] = partial(issue.section, name, label, filed, number + 1)
    for path, label in outlet.services.items():
        pages[path] = partial(issue.page, "service", label)
    for author in outlet.words["people"]:
        pages[outlet.author_path(author)] = partial(issue.archive, author, issue.of("author", author))
    for tag in outlet.words["tags"]:
        pages[outlet.tag_path(tag)] = partial(issue.archive, tag, issue.of("tag", tag))
    pages |= {item.path: partial(issue.item, item) for item in issue.items}
    articles = frozenset(f"http://{outlet.host}{quote(item.path, safe=_SAFE)}" for item in issue.articles)
    return PressSite(outlet.host, pages, articles, tuple(lists))


@dataclass(frozen=True, slots=True)
class _Issue:
    """What an outlet's pages show at one edition."""

    outlet: PressOutlet
    items: tuple[Item, ...]
    edition: int

    @property
    def articles(self) -> list[Item]:
        return [item for item in self.items if item.kind in ARTICLES]

    def of(self, field: str, value: str) -> list[Item]:
        return [item for item in self.items if item.is_article and getattr(item, field) == value]

    def home(self) -> Answer:
        return self.page(
            "home",
            "",
            entries=self.articles[:_ON_HOME],
            blocks=[(name, self.of("section", name)[1:5]) for name in self.outlet.sections],
        )

    def section(self, name: str, label: str, filed: Sequence[Item], number: int) -> Answer:
        start = (number - 1) * _ON_LIST
        pages = -(-len(filed) // _ON_LIST)
        numbers = [(page, self.outlet.list_path(name, page)) for page in range(1, pages + 1)]
        own = [item for item in self.items if item.kind == "video" and item.section == name]
        return self.page(
            "section",
            label,
            entries=filed[start : start + _ON_LIST],
            own_videos=own[:2],
            numbers=numbers,
            here=number,
        )

    def archive(self, label: str, entries: Iterable[Item]) -> Answer:
        return self.page("archive", label, entries=list(entries)[:8])

    def item(self, item: Item) -> Answer:
        others = [other for other in self.articles if other is not item]
        at = item.number % (len(others) - 8)
        template = "article" if item.is_article or item.kind == "sponsored" else item.kind
        return self.page(template, item.title, item=item, related=others[at : at + 4], inline=others[at + 4])

    def page(self, template: str, label: str, **values: Any) -> Answer:
        """Render a page with what stands on all of them: menus, most read, and the strips of what is no article."""
        articles = self.articles
        strips = {kind: [item for item in self.items if item.kind == kind] for kind in (*_STANDALONE, "sponsored")}
        body = rendered(
            f"press/{template}.html",
            outlet=self.outlet,
            labels=self.outlet.labels,
            label=label,
            link=_link,
            now=clock(self.edition),
            most_read=[articles[(at * 5 + self.edition) % len(articles)] for at in range(5)],
            strips=strips,
            **values,
        )
        return Answer(body, changed_at=clock(self.edition))


def _link(path: str) -> str:
    """Return a path as it stands in an href: percent-encoded, as real sites do."""
    return quote(path, safe=_SAFE)
