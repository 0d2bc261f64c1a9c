"""Where outlets put the date of an article, in many mark-ups; and which dates of a page are not the article's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from lxml import html

from pipelines.items import Hints
from pipelines.metadata import read_metadata
from tests.pages import MARKUPS, STORIES, Story

URL = "https://news.example/harbour-bridge"
TITLE = "Council votes to reopen the old harbour bridge"
TEXT = f"<p>{'The council decided on Monday evening after a long debate that the bridge opens again. ' * 3}</p>" * 4
NOW = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)
DAY = date(2025, 3, 14)
AT = "2025-03-14T11:00:00+03:00"
LATER = "2025-03-14T11:30:00+03:00"
AT_EIGHT = datetime(2025, 3, 14, 8, 0, tzinfo=UTC)
RIYADH = Hints(now=NOW, timezone="Asia/Riyadh")


def dated(*, head: str = "", body: str = "", hints: Hints = RIYADH, url: str = URL, lang: str = "en") -> Any:
    """Return the date of publication of a page with this head, and this body beside its headline and text."""
    page = f"<html lang={lang}><head><title>{TITLE}</title>{head}</head><body>{body or f'<h1>{TITLE}</h1>{TEXT}'}</body></html>"
    return read_metadata(html.fromstring(page), url, hints).published_at


def linked(*nodes: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


OWN = {"@type": "NewsArticle", "headline": TITLE, "url": URL, "datePublished": AT}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Grain port closes for a week",
    "url": "https://news.example/grain-port",
    "datePublished": "2025-03-02T10:00:00+03:00",
}
BARE = {key: value for key, value in OTHER.items() if key != "url"}
COMMENT = {"@type": "Comment", "dateCreated": LATER, "datePublished": LATER}
PAGE = {"@type": "WebPage", "@id": URL, "url": URL}

LINKED = {
    "in a graph": [{"@graph": [{"@type": "Organization", "name": "Post"}, PAGE, OWN]}],
    "in an array after others'": [[OTHER, BARE, OWN]],
    "after others' in scripts of their own": [OTHER, BARE, OWN],
    "as the page's main entity": [{**PAGE, "datePublished": AT, "mainEntity": {"@type": "NewsArticle", "headline": TITLE}}],
    "of the page alone": [{**PAGE, "datePublished": AT}],
    "of the page, beside others' articles": [{**PAGE, "datePublished": AT}, OTHER, BARE],
    "beside a list of others": [{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}, OWN],
    "with several types": [{**OWN, "@type": ["Article", "ReportageNewsArticle"]}],
    "with the vocabulary's address": [{**OWN, "@type": "https://schema.org/NewsArticle"}],
    "of a live blog with its entries": [{**OWN, "@type": "LiveBlogPosting", "liveBlogUpdate": [{**BARE, "datePublished": LATER}]}],
    "beside a reader's comment": [{**OWN, "comment": [COMMENT]}, COMMENT],
    "as a value with a type": [{**OWN, "datePublished": {"@type": "DateTime", "@value": AT}}],
    "twice": [{**OWN, "datePublished": [AT, AT]}],
    "as the date of creation": [{**{k: v for k, v in OWN.items() if k != "datePublished"}, "dateCreated": AT}],
}  # fmt: skip


@pytest.mark.parametrize("nodes", LINKED.values(), ids=LINKED.keys())
def test_linked_data_names_the_pages_own_date(nodes: list[Any]) -> None:
    assert dated(head=linked(*nodes)) == AT_EIGHT


FORMS = [
    "2025-03-14T11:00:00+0300", "2025-03-14T11:00:00+03", "2025-03-14T11:00+03:00", "2025-03-14T08:00:00.000Z",
    "2025-03-14T08:00:00.0000000Z", "2025-03-14T08:00:00,000Z", "2025-03-14T08:00Z", "2025-03-14 11:00:00 +0300",
    "2025-03-14 11:00", "2025-03-14T11:00:00", "20250314T080000Z", "2025-03-14T08:00:00 UTC", "2025-03-14 08:00:00.0 UTC",
    "2025-03-14T8:00:00Z", "2025-03-14T11:00:00 AST", "2025-03-14t08:00:00z", "2025-03-14T04:00:00-0400",
    "2025-03-14T04:00:00-04:00[America/New_York]", "2025-03-14T11:00:00GMT+03:00", "Fri, 14 Mar 2025 08:00:00 GMT",
    "Fri, 14 Mar 2025 11:00:00 +0300", "Fri Mar 14 2025 11:00:00 GMT+0300 (Arabian Standard Time)",
    "Fri Mar 14 08:00:00 UTC 2025", "Fri Mar 14 11:00:00 2025", "1741939200", "1741939200000", "1741939200.123",
    "/Date(1741939200000)/", "20250314110000", "202503141100", "2025/03/14 11:00:00", "2025.03.14 11:00", "14.03.2025 11:00",
    "14/03/2025 11:00:00", "Mar 14, 2025 11:00 AM", "March 14, 2025, 11:00 am", "14 March 2025 11:00", "3/14/2025 11:00:00 AM",
    "20250314 11:00:00", "2025-03-14T08:00:00+00:00Z", "2025-03-14T08:00:00Z+00:00", "2025-03-14T11:00:00 +03:00",
    "2025-03-14 11:00:00 Asia/Riyadh", "Friday, March 14, 2025 - 11:00", "2025-03-14T11:00:00.123456+03:00",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_machines_time_is_read_in_the_forms_that_are_seen(form: str) -> None:
    found = dated(head=f'<meta property="article:published_time" content="{form}">')
    assert isinstance(found, datetime)
    assert found.replace(second=0, microsecond=0) == AT_EIGHT


METAS = [
    "article:published_time", "article:published", "article:published-time", "article:publish_time", "article:post_date",
    "og:article:published_time", "og:published_time", "og:pubdate", "og:pub_date", "og:release_date", "article.published", "date",
    "DC.date", "DC.Date.Issued", "dc:date", "dc.created", "DCTERMS.created", "DCTERMS.issued", "dcterms.date", "dcterms:created",
    "dcterms:issued", "dcterms.available", "sailthru.date", "parsely-pub-date", "cXenseParse:recs:publishtime",
    "cXenseParse:publishtime", "lp.article:published_time", "pubdate", "pub_date", "publish-date", "publishdate", "publish_date",
    "publishDate", "publication_date", "publicationDate", "published", "published_at", "published-at", "publishedAt",
    "published_time", "publishtime", "publish_time", "bt:pubDate", "rnews:datePublished", "prism.publicationDate",
    "citation_publication_date", "citation_date", "citation_online_date", "article_date_original", "OriginalPublicationDate",
    "DisplayDate", "release_date", "date_published", "datePublished", "dateCreated", "dateposted", "ptime", "pdate",
    "Creation_Date", "iso-8601-publish-date", "article:create_at", "weibo:article:create_at", "nrbi:published",
    "vr:published_time", "first_published", "firstPublished", "issued", "apub:time", "sort_date", "mrf:published_time",
    "twitter:published_time",
]  # fmt: skip


@pytest.mark.parametrize("name", METAS)
def test_a_meta_of_any_vocabulary_names_the_date(name: str) -> None:
    for attribute in ("name", "property"):
        assert dated(head=f'<meta {attribute}="{name}" content="{AT}">') == AT_EIGHT, attribute


def below(markup: str) -> str:
    return f"<h1>{TITLE}</h1>{markup}{TEXT}"


MARKED = {
    "microdata in a span": below(f'<span itemprop="datePublished" content="{AT}">Today</span>'),
    "microdata's own text": below('<div itemprop="datePublished">14 March 2025 11:00</div>'),
    "RDFa": below(f'<span property="dc:date dc:created" content="{AT}" datatype="xsd:dateTime">Today</span>'),
    "RDFa of schema.org": below(f'<span property="schema:datePublished" content="{AT}">Today</span>'),
    "a microformat": below(f'<abbr class="published" title="{AT}">Today</abbr>'),
    "a time with pubdate": below(f'<time pubdate datetime="{AT}">Today</time>'),
    "a time in a paragraph": below(f'<p>By Ann Lee, <time datetime="{AT}">Today</time></p>'),
    "a time that holds the moment as its text": below("<div><time>2025-03-14T11:00:00+03:00</time></div>"),
    "a time that says it for readers": below("<div><time>14 March 2025, 11:00</time></div>"),
    "seconds in an attribute": below('<span class="d" data-timestamp="1741939200">a while ago</span>'),
    "milliseconds in an attribute of an empty element": below('<span data-published-time="1741939200000"></span>'),
    "a moment in an attribute": below(f'<div data-datetime="{AT}">Today</div>'),
    "an element of a library": below(f'<relative-time datetime="{AT}">a while ago</relative-time>'),
    "words": below("<div>Published on 14 March 2025 at 11:00 am</div>"),
    "words and a change": below("<div>Published: 14 March 2025 11:00 | Updated: 14 March 2025 11:30</div>"),
    "the change first": below("<div>Updated: 14 March 2025 11:30</div><div>Published: 14 March 2025 11:00</div>"),
    "the change first, in a line": below("<div>Updated: 14 March 2025 11:30 | Published: 14 March 2025 11:00</div>"),
    "two times, the change first": below(
        f'<div><time class="updated" datetime="{LATER}">x</time> <time class="published" datetime="{AT}">y</time></div>'
    ),
    "below a stand-first that is a heading": (
        f"<h1>{TITLE}</h1><h2>After eleven years of debate the vote was clear in the end</h2><p>14 March 2025 11:00</p>{TEXT}"
    ),
    "below the title as readers see it": (
        f"<nav><li><h1>{TITLE}</h1></li></nav><span>Harbour</span><h2>{TITLE}</h2><p>14 March 2025 11:00</p>{TEXT}"
    ),
    "a time without its attribute before the headline": (
        f"<article><time>14 March 2025 11:00</time><h1>{TITLE}</h1>{TEXT}</article>"
    ),
    "before the headline in its own header": (
        f'<article><header><span class="post-date">14 March 2025 11:00</span><h1>{TITLE}</h1></header>{TEXT}</article>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", MARKED.values(), ids=MARKED.keys())
def test_marks_and_words_beside_the_headline_name_the_date(body: str) -> None:
    assert dated(body=body) == AT_EIGHT


SHOWN = {
    "English beside a name in another script": "<p>منى الدالي | 14 March 2025 11:00</p>",
    "a year with its word": "<p>Автор: Мира Долина | пятница, 14 марта 2025 г.</p>",
    "behind a sign, after many words": "<p>By Ann Lee and Bo Ek for the harbour desk of the paper | Friday, 14 March 2025</p>",
    "in a line of its own by a break": f"<div><span>Ann Lee | 14 March 2025</span><br>{'The bridge opens again. ' * 20}</div>",
    "in a span that is a block": '<span style="display:block">Ann Lee</span><span style="display:block">14 March 2025</span>',
}


@pytest.mark.parametrize("line", SHOWN.values(), ids=SHOWN.keys())
def test_a_line_that_shows_the_day_names_the_date(line: str) -> None:
    found = dated(body=below(line))
    assert (found.date() if isinstance(found, datetime) else found) == date(2025, 3, 14)


FOREIGN = {
    "a card's behind three short sentences": below(
        "<p>The bridge over the sound opens again this week.</p>" * 3 + "<div><span>14 March 2025</span><a href=/x>Grain port</a></div>"
    ),
    "a sentence's, though a sign is in it": below("<p>Since May – the month of the storm – 12 January 2025 was the worst day.</p>"),
    "a clock above": f"<div>Sunday, Jun 01, 2025</div><h1>{TITLE}</h1>{TEXT}",
    "a clock above, of a day that can be": f"<header><div class=date>Friday, Mar 14, 2025</div></header><h1>{TITLE}</h1>{TEXT}",
    "a clock beside the menu": f"<nav>Home City</nav><span id=date>14 March 2025</span><div><h1>{TITLE}</h1>{TEXT}</div>",
    "a teaser's": below("") + '<div class="card"><a href="/x"><h3>Grain port</h3><time datetime="2025-03-02">2 March</time></a></div>',
    "a comment's": below("")
    + f'<section><div class="comment"><time itemprop="datePublished" datetime="{LATER}">14 March</time><p>Nice.</p></div></section>',
    "the copyright's": below("") + "<footer>© 2019–2025 Example Post. 14 March 2025</footer>",
    "an event's": below("<p>On 12 January 2025 the bridge was closed after a ship had struck its northern pillar at night.</p>"),
    "an event's in the stand-first": below("<p class=lead>The bridge, closed since 12 January 2025, opens again.</p>"),
    "a change": below('<div>Last updated <time datetime="2025-03-14T08:00:00Z">14 March</time></div>'),
    "a picture's": below("<figure><img><figcaption>The bridge on 12 January 2025</figcaption></figure>"),
    "tomorrow's": below('<div>Starts <time datetime="2025-03-20T08:00:00Z">20 March</time></div>'),
    "the weather's": below('<aside><span data-timestamp="1741939200">8 degrees</span></aside>'),
    "an advertisement's clock": below('<div class="related"><span data-timestamp="1741939200">x</span></div>'),
    "that of what a link leads to": below('<p><a href="/x" data-published-date="1741939200">See also the grain port</a></p>'),
    "that of a card": below('<div data-timestamp="1741939200"><a href="/x">See also the grain port</a></div>'),
    "a card's under a heading": below("<h2>Related</h2><p>Grain port</p><p>13 March 2025</p>"),
    "a linked card's": below('<h2><a href="/x">Grain port is to close for a week from Monday</a></h2><p>13 March 2025</p>'),
    "several cards with times": below(
        '<ul><li><time datetime="2025-03-13">1</time> Grain port</li><li><time datetime="2025-03-12">2</time> Lake festival</li></ul>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("body", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_date_of_something_else_is_not_the_articles(body: str) -> None:
    assert dated(body=body) is None


@pytest.mark.parametrize(
    ("lang", "zone", "day"),
    [
        ("en", "UTC", None),
        ("en-US", "UTC", date(2025, 3, 4)),
        ("en-GB", "UTC", date(2025, 4, 3)),
        ("en-US", "Africa/Johannesburg", date(2025, 4, 3)),
        ("en", "Europe/London", date(2025, 4, 3)),
        ("en", "America/Chicago", date(2025, 3, 4)),
        ("en-US", "America/Toronto", None),
        ("es", "America/New_York", date(2025, 4, 3)),
    ],
)
def test_the_order_of_day_and_month_is_the_outlets(lang: str, zone: str, day: date | None) -> None:
    later = Hints(now=datetime(2025, 5, 1, tzinfo=UTC), timezone=zone)
    assert dated(body=below("<div class=date>3/4/2025</div>"), lang=lang, hints=later) == day


def test_a_time_of_an_unknown_zone_that_is_yet_to_come_is_a_day() -> None:
    assert dated(body=below("<p>14 March 2025, 9:27 pm</p>"), hints=Hints(now=NOW)) == DAY
    assert dated(body=below("<p>14 March 2025, 9:27 pm</p>")) is None
    assert dated(body=below("<p>15 March 2025, 9:27 am</p>"), hints=Hints(now=NOW)) is None


CLOCKS = (
    "{}",
    "<time>{}</time>",
    '<span class="date">{}</span>',
    '<span class="published" data-date="1748772000">{}</span>',
)


@pytest.mark.parametrize("markup", MARKUPS, ids=lambda markup: markup.__name__)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_the_sites_clock_is_no_date_however_it_is_marked(story: Story, markup: Callable[[Story], bytes]) -> None:
    page = markup(story).decode()
    for clock in CLOCKS:
        marked = html.fromstring(page.replace(story.clock, clock.format(story.clock)).encode())
        for now in (None, datetime(2025, 6, 1, 12, tzinfo=UTC)):
            assert read_metadata(marked, URL, Hints(now=now)).published_at is None
