"""Names in bylines: people, and the organisations that sign, in many languages."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.authors import Author, split_names
from pipelines.items import Hints
from pipelines.metadata import read_metadata

TITLE = "Council votes to reopen the old harbour bridge"

NAMES = [
    ("By Ann Lee", ["Ann Lee"]),
    ("By Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
    ("Ann Lee, Bo Ek & Cy Young", ["Ann Lee", "Bo Ek", "Cy Young"]),
    ("Ann Lee, Senior Political Correspondent", ["Ann Lee"]),
    ("Ann Lee in Kyiv", ["Ann Lee"]),
    ("ann@news.example Ann Lee", ["Ann Lee"]),
    ("Ann Lee (@annlee)", ["Ann Lee"]),
    ("https://www.facebook.com/example", []),
    ("admin", []),
    ("ann-lee", []),
    ("2025", []),
    ("", []),
    ("Von Anna Müller und Karl Roth", ["Anna Müller", "Karl Roth"]),
    ("Von der Au", ["Von der Au"]),
    ("Vincent van Gogh", ["Vincent van Gogh"]),
    ("Par Anne Dupont et Luc Martin", ["Anne Dupont", "Luc Martin"]),
    ("Por Ana Ruiz y Luis Sanz", ["Ana Ruiz", "Luis Sanz"]),
    ("José Ortega y Gasset", ["José Ortega y Gasset"]),
    ("di Mario Rossi e Anna Verdi", ["Mario Rossi", "Anna Verdi"]),
    ("Di Stefano", ["Di Stefano"]),
    ("Door Jan Jansen en Piet Smit", ["Jan Jansen", "Piet Smit"]),
    ("Av Kari Berg og Ola Lund", ["Kari Berg", "Ola Lund"]),
    ("Anna Nowak i Jan Kowalski", ["Anna Nowak", "Jan Kowalski"]),
    ("Автор: Иван Петров и Анна Сидорова", ["Иван Петров", "Анна Сидорова"]),
    ("بقلم أحمد علي", ["أحمد علي"]),
    ("배윤경 기자", ["배윤경"]),
    ("記者 王小明", ["王小明"]),
    ("Ayşe Yılmaz ve Ali Kaya", ["Ayşe Yılmaz", "Ali Kaya"]),
    ("Julian Fellowes", ["Julian Fellowes"]),
    ("Opinion by Ann Lee", ["Ann Lee"]),
    ("Edited By: Ann Lee", ["Ann Lee"]),
    ("Ein Gastbeitrag von Anna Müller", ["Anna Müller"]),
    ("Kommentar von Anna Müller", ["Anna Müller"]),
    ("Un articolo di Mario Rossi", ["Mario Rossi"]),
    ("Skrivet av Kari Berg", ["Kari Berg"]),
    ("Lee, Ann", ["Ann Lee"]),
    ("Ann Lee, PhD", ["Ann Lee"]),
    ("Von Anna Müller, Berlin", ["Anna Müller"]),
    ("Ann Lee, New York", ["Ann Lee"]),
    ("Ann Lee — São Paulo", ["Ann Lee"]),
    ("أحمد علي - القاهرة", ["أحمد علي"]),
    ("Ann Lee for Example Times", ["Ann Lee"]),
    ("記者王小明／台北報導", ["王小明"]),
    ("王小明／台北報導", ["王小明"]),
    ("本报记者王小明", ["王小明"]),
    ("Guest Author", []),
    ("Гость", []),
    ("Ann Lindqvist. Bo Ek", ["Ann Lindqvist", "Bo Ek"]),
    ("Ann J. Lee", ["Ann J. Lee"]),
    ("Ann Lee &", ["Ann Lee"]),
    ("Posted", []),
    ("two clicks tell the news desk of a mistake in this text", []),
]

ORGANISATIONS = [
    "Reuters",
    "dpa",
    "Associated Press",
    "Deutsche Presse-Agentur",
    "BR24 Redaktion",
    "MND Staff",
    "朝日新聞デジタル",
    "news.example",
    "The Harbour Post",
    "The Evening Echo",
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_a_byline_is_split_into_people(text: str, names: list[str]) -> None:
    assert split_names(text) == tuple(Author(name) for name in names)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_agencies_desks_and_the_outlet_are_no_people(name: str) -> None:
    assert split_names(name, frozenset({"harbourpost"})) == (Author(name, organisation=True),)


def test_an_agency_beside_people_is_marked() -> None:
    assert split_names("Felix Berg und Jörg Wald, dpa") == (
        Author("Felix Berg"),
        Author("Jörg Wald"),
        Author("dpa", organisation=True),
    )
    assert split_names("Ann Lee and Bo Ek The Associated Press") == (
        Author("Ann Lee"),
        Author("Bo Ek"),
        Author("The Associated Press", organisation=True),
    )
    assert split_names("Ann Lee, Futurism") == (Author("Ann Lee"), Author("Futurism", organisation=True))


def _linked(author: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","author":{author}}}</script>'
    )


@pytest.mark.parametrize(
    ("head", "body", "authors", "organisations"),
    [
        pytest.param("", "", (), (), id="nobody signs"),
        pytest.param(
            _linked('[{"@type":"Person","name":"Ann Lee"},{"name":"Bo Ek"}]'),
            "",
            ("Ann Lee", "Bo Ek"),
            (),
            id="people in linked data",
        ),
        pytest.param(
            _linked('{"@type":"Person","givenName":"Ann","familyName":"Lee"}'),
            "",
            ("Ann Lee",),
            (),
            id="a name in parts",
        ),
        pytest.param(_linked('"Ann Lee and Bo Ek"'), "", ("Ann Lee", "Bo Ek"), (), id="a plain text in linked data"),
        pytest.param(
            _linked('{"@type":"Organization","name":"Harbour Watch"}'),
            "",
            ("Harbour Watch",),
            ("Harbour Watch",),
            id="an organisation alone",
        ),
        pytest.param(
            _linked('{"name":"Harbour Post"}') + "<meta name=author content='Ann Lee'>",
            "",
            ("Ann Lee",),
            (),
            id="a person before the outlet",
        ),
        pytest.param(
            _linked('[{"name":"Ann Lee"},{"name":"Harbour Post"},{"name":"Reuters"}]'),
            "",
            ("Ann Lee", "Reuters"),
            ("Reuters",),
            id="the outlet goes where people sign, an agency stays",
        ),
        pytest.param(
            "<meta name=author content='Harbour Post'>", "<p>By Ann Lee</p>", ("Ann Lee",), (), id="a visible byline"
        ),
        pytest.param(
            "",
            "<p>von <a href='/autoren/name/max-berg'>Dr. Max Berg</a></p>",
            ("Dr. Max Berg",),
            (),
            id="a linked byline",
        ),
        pytest.param(
            "", "<div class=byline>Ann Lee 14 March 2025</div>", ("Ann Lee",), (), id="a byline with its date"
        ),
        pytest.param(
            _linked('{"@type":"Organization","name":"Harbour Watch"}'),
            "<div class='author-line'>Newsroom South, Averell</div>",
            ("Harbour Watch",),
            ("Harbour Watch",),
            id="a place in a line of authors is nobody",
        ),
        pytest.param("", "<p>By early next year the bridge will open.</p>", (), (), id="a sentence is no byline"),
        pytest.param(
            "",
            "<div><a rel=author href='/x'>Ann Lee</a><a rel=author href='/y'>Bo Ek</a></div>",
            ("Ann Lee", "Bo Ek"),
            (),
            id="rel=author",
        ),
        pytest.param(
            "",
            f"<p>{'Long text here. ' * 90}</p><div class='comment-author'>Troll King</div>",
            (),
            (),
            id="commenters are not authors",
        ),
    ],
)
def test_those_who_sign_are_read_from_the_page(
    head: str, body: str, authors: tuple[str, ...], organisations: tuple[str, ...]
) -> None:
    site = "<meta property='og:site_name' content='Harbour Post'>"
    page = f"<html lang=en><head>{site}{head}</head><body><h1>{TITLE}</h1>{body}</body></html>"
    found = read_metadata(html.fromstring(page), "https://news.example/a", Hints())
    assert (found.authors, found.organisations) == (authors, organisations)


TEXT = (
    f"<p>{'The council decided on Monday, by the key points of its report, that the bridge opens again. ' * 3}</p>" * 4
)
BARE = {
    "a bold line before the text": ("<p><strong>Ann Lee</strong></p>", ("Ann Lee",)),
    "two names in it": ("<p><b>Ann Lee/Bo Ek</b></p>", ("Ann Lee", "Bo Ek")),
    "a name in capitals": ("<p><em><strong>ANN LEE</strong></em></p>", ("ANN LEE",)),
    "in another script": ("<p><b>Анна Петрова</b></p>", ("Анна Петрова",)),
    "a name before the date": ("<div><span>Ann Lee |</span> <span>14 March 2025</span></div>", ("Ann Lee",)),
    "a subheading of words that the text has": ("<p><strong>Key Points</strong></p>", ()),
    "a bold line that is a sentence": ("<p><strong>Ann Lee voted against it.</strong></p>", ()),
    "a line that is not bold": ("<p>Ann Lee</p>", ()),
    "a line of which a part is bold": ("<p><b>Ann Lee</b> was there</p>", ()),
    "a label before the date": ("<div>Local News | 14 March 2025</div>", ()),
    "a name before a number": ("<div>Ann Lee | 14</div>", ()),
    "one word": ("<p><strong>Harbour</strong></p>", ()),
}


@pytest.mark.parametrize(("line", "names"), BARE.values(), ids=BARE.keys())
def test_a_line_that_is_nothing_but_names_is_a_byline_where_no_person_is_named_elsewhere(
    line: str, names: tuple[str, ...]
) -> None:
    def read(head: str) -> tuple[str, ...]:
        page = f"<html lang=en><head>{head}</head><body><h1>{TITLE}</h1>{line}{TEXT}</body></html>"
        return read_metadata(html.fromstring(page), "https://post.example/a", Hints()).authors

    assert read("") == names
    assert read("<meta name=author content='Cy Young'>") == ("Cy Young",)
