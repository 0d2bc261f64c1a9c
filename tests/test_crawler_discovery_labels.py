"""Which links are labelled as paid for, and which only stand near such a label."""

from __future__ import annotations

import pytest

from crawler.discovery.labels import Labels, is_paid
from crawler.discovery.pages import parse_page

OTHER = '<article class="card"><h3><a href="/other">Another story</a></h3></article>'
PAID = {
    "by its rel": '<p><a rel="noopener sponsored" href="/x">Win a boat</a></p>',
    "in its first words": '<div class="row"><a class="tile" href="/x"><img><span>Anzeige</span><span>Ein Boot gewinnen</span></a></div>',
    "before its headline": f'<article class="card"><span>Sponsored</span><h3><a href="/x">Win a boat</a></h3></article>{OTHER}',
    "before the picture": '<li><i>Реклама</i><div class="pic"><a href="/x"><img></a></div><h2>Выиграйте лодку</h2></li>',
    "as bare text": '<div class="item">PUBLICIDAD <a href="/x">Gane un barco</a></div>',
    "behind the author": f'<article class="card"><p>محتوى مدفوع</p><b>كاتب</b><h3><a href="/x">اربح قاربا</a></h3></article>{OTHER}',
}
NOT_PAID = {
    "no label": f'<article class="card"><h3><a href="/x">Win a boat</a></h3></article>{OTHER}',
    "another card's label": '<li class="c"><span>Anzeige</span><a href="/y">Boot</a></li><li class="c"><a href="/x">News</a></li>',
    "a label of the slot before": '<div class="slot">Advertisement</div><article class="card"><h3><a href="/x">News</a></h3></article>',
    "a label before a row of cards": '<p>Werbung</p><div class="c"><a href="/x">News</a></div><div class="c"><a href="/y">More</a></div>',
    "a headline on advertising": '<h3><a href="/x">Advertisement prices have never been so low, says a study of sales</a></h3>',
    "a longer text": '<div class="item"><p>Sponsored by nobody, the boat race went on till dusk.</p><a href="/x">Race</a></div>',
    "a word that begins alike": '<li><span>Sponsorship</span><a href="/x">Club finds one</a></li>',
}  # fmt: skip


def labelled(body: str) -> bool:
    page = parse_page(f"<body><main>{body}</main></body>", "https://outlet.example/")
    assert page is not None
    return Labels().is_paid(next(link for link in page.root.iter("a") if link.get("href") == "/x"))


@pytest.mark.parametrize("body", PAID.values(), ids=PAID.keys())
def test_a_link_that_is_paid_for(body: str) -> None:
    assert labelled(body)


@pytest.mark.parametrize("body", NOT_PAID.values(), ids=NOT_PAID.keys())
def test_a_link_that_is_not(body: str) -> None:
    assert not labelled(body)


@pytest.mark.parametrize(
    "label",
    ["Advertorial", "Contenu sponsorisé", "Patrocinado", "Reklam", "Annonse", "广告", "スポンサー", "प्रायोजित", "광고"],
)
def test_labels_of_many_languages(label: str) -> None:
    assert is_paid(label)
