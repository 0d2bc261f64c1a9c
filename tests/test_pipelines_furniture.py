from __future__ import annotations

import pytest

from pipelines.extract import extract_article
from pipelines.furniture import named_furniture
from pipelines.parse import parse_page
from tests.pages import ENGLISH

FOOT = " ".join(ENGLISH.headlines)  # more than the article says


@pytest.mark.parametrize(
    ("markup", "named"),
    [
        ("<div class='comments'><p>Yes</p></div>", True),
        ("<ol class='comment-list dark'><li><p>Yes</p></li></ol>", True),
        ("<div id='disqus_thread'><p>Yes</p></div>", True),
        ("<div class='site-footer'><p>Yes</p></div>", True),
        ("<div class='footer-wrap'><p>Yes</p></div>", True),
        ("<div role='dialog'><p>Yes</p></div>", True),
        ("<div class='modal'><p>Yes</p></div>", True),
        ("<div class='modern commentary'><p>Yes</p></div>", False),
        ("<div class='has-comments-open'><p>Yes</p></div>", False),
        ("<div class='paywall'><p>Yes</p></div>", False),
        ("<article class='comment'><p>Yes</p></article>", False),
        ("<div class='modal'><h1>Title</h1><p>Yes</p></div>", False),
    ],
)
def test_what_is_named(markup: str, named: bool) -> None:
    tree = parse_page(markup.encode())
    assert bool(named_furniture(tree.iter("p"))) is named


@pytest.mark.parametrize("name", ["class=comments", "class=page-footer", "role=dialog"])
def test_it_is_not_the_text_however_long_it_is(name: str) -> None:
    text = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs[:3])
    foot = "".join(f"<p>{i}. {FOOT}</p>" for i in range(3))
    page = f"<title>{ENGLISH.title}</title><div><h1>{ENGLISH.title}</h1>{text}</div><div {name}>{foot}</div>"
    assert extract_article(page.encode(), "https://a.example/b").text.split("\n\n") == list(ENGLISH.paragraphs[:3])


def test_where_all_text_is_in_it_it_is_the_text() -> None:
    text = "".join(f"<p>{text}</p>" for text in ENGLISH.paragraphs)
    page = f"<title>{ENGLISH.title}</title><div class=comments>{text}</div>"
    assert extract_article(page.encode(), "https://a.example/b").text.split("\n\n") == list(ENGLISH.paragraphs)
