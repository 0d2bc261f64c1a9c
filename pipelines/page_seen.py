"""A page as the rules of its kind see it: how text and headlines alternate, what it states, what its headlines say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipelines.body import weight
from pipelines.jsonld import parse_linked_data, types_of
from pipelines.page_words import says, title_parts
from pipelines.statements import collect_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from db.records import Block
    from pipelines.blocks import PageBlock
    from pipelines.metadata import Metadata

BARE = 1_500  # letters of a whole page, menus too; walls and error pages have fewer, articles hardly
HEADLINE, HEADLINES = 25, 8  # letters of one, and how many make a list
STATED = frozenset({"json-ld", "meta"})  # where a page itself states its date
LISTING = frozenset({"collectionpage", "searchresultspage", "profilepage", "offercatalog"})
_ARTICLE = ("article", "posting", "report", "review")


@dataclass(frozen=True, slots=True)
class Shape:
    """How the article's text (in letters) and headlines of other pages alternate.

    `runs` are the stretches of text without such a headline, `longest` is the longest of them, `lead` what stands under the page's own
    headline before any other.
    """

    text: int
    longest: int
    lead: int
    runs: int
    headlines: int


def shape_of(page: Sequence[PageBlock], blocks: Sequence[Block], url: str) -> Shape:
    """Return the shape of a page by its blocks before and after cleaning."""
    runs, links, lead, leads = [0], set(), 0, False
    here = {"", url, "/" + url.partition("://")[2].partition("/")[2]}
    for block, cleaned in zip(page, blocks, strict=True):
        linked = block.link_density >= 0.8
        if cleaned.reason is None:
            runs[-1] += weight(block.text)
            lead += leads * weight(block.text)
        elif (
            linked and weight(block.text) >= HEADLINE and (target := _leads_to(block.hrefs[0], here, lead)) is not None
        ):
            links.update({target} - here)
            runs.append(0)
            leads = False
        elif not linked and (cleaned.reason == "title" or block.element.tag == "h1"):
            leads = True
    return Shape(sum(runs), max(runs), lead, sum(map(bool, runs)), len(links))


def _leads_to(href: str, here: set[str], lead: int) -> str | None:
    """Return the page that a linked headline leads to; None for one of this page, unless text has come: then it is an entry in a list."""
    target = href.partition("#")[0]
    return target if target not in here or (lead and target == href) else None


@dataclass(frozen=True)  # no slots: what has been computed is kept beside the fields
class Seen:
    """A page with what is asked of it more than once, each computed when a rule first asks."""

    tree: HtmlElement
    metadata: Metadata
    page: Sequence[PageBlock]
    blocks: Sequence[Block]
    url: str
    shape: Shape

    @cached_property
    def types(self) -> frozenset[str]:
        """Return what the page states that it is: the types of its linked data, and its og:type after `og:`."""
        statements = collect_statements(self.tree)
        nodes = parse_linked_data(statements.linked_data).nodes
        said = (f"og:{value.lower()}" for value in statements.all("og:type"))
        return frozenset((*said, *(name for node in nodes for name in types_of(node))))

    @cached_property
    def says_article(self) -> bool:
        """Say whether linked data state that the page is an article."""
        return any(name.endswith(_ARTICLE) and not name.startswith("og:") for name in self.types)

    @cached_property
    def is_article(self) -> bool:
        """Say whether anything states that the page is an article: linked data, its date, or og:type, which is often wrong."""
        if self.says_article or self.types & LISTING or self.is_home:
            return self.says_article
        return self.metadata.published_source in STATED or "og:article" in self.types

    @property
    def is_home(self) -> bool:
        """Say whether the page stands at the root of its host."""
        return self.url.partition("://")[2].partition("/")[2] == ""

    @cached_property
    def headlines(self) -> tuple[str, ...]:
        """Return the page's own: every `<h1>`, its title, and where that is no `<h1>` the title's parts."""
        title = " ".join((self.tree.findtext("head/title") or "").split())
        headings = tuple(block.text for block in self.page if block.element.tag == "h1")
        return (*headings, title, *(() if title in headings else title_parts(title)))

    @cached_property
    def letters(self) -> int:
        """Return how many letters the whole page has, menus and all."""
        return sum(weight(block.text) for block in self.page)

    @cached_property
    def is_bare(self) -> bool:
        """Say whether the page has little but one message."""
        return not self.is_article and self.letters < BARE and self.shape.headlines < HEADLINES

    def says(self, reason: str) -> str:
        """Return the headline that pages of this kind have, or the empty string."""
        return next((text for text in self.headlines if says(text, reason)), "")
