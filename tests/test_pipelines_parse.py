from __future__ import annotations

import pytest

from pipelines.items import RejectedPage
from pipelines.parse import MAX_BYTES, parse_page, to_utf8

GERMAN = "Die Fähre heißt „Möwe“ – 5 € die Fahrt"
RUSSIAN = "Паром снова пойдёт на северный берег, решил совет порта"
ARABIC = "تعود العبّارة إلى الضفة الشمالية"
CHINESE = "渡轮将于四月一日重返北岸"
JAPANESE = "夜のフェリーが北岸に戻る"


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><p>{text}</p></body></html>"


def meta(charset: str) -> str:
    return f'<meta charset="{charset}">'


CHARSETS = {
    "UTF-8 that nothing declares": (page(GERMAN).encode(), None, GERMAN),
    "UTF-8 that the header calls Latin-1": (page(GERMAN).encode(), "iso-8859-1", GERMAN),
    "UTF-8 that the page calls windows-1251": (page(RUSSIAN, meta("windows-1251")).encode(), None, RUSSIAN),
    "UTF-8 with a byte order mark": (b"\xef\xbb\xbf" + page(GERMAN).encode(), None, GERMAN),
    "UTF-16 with a byte order mark": (page(RUSSIAN).encode("utf-16"), None, RUSSIAN),
    "Latin-1 by the header alone": (page("Fähre heißt Möwe").encode("latin-1"), "iso-8859-1", "Fähre heißt Möwe"),
    "Latin-1 by the page alone": (
        page("Fähre heißt Möwe", meta("ISO-8859-1")).encode("latin-1"),
        None,
        "Fähre heißt Möwe",
    ),
    "windows-1252, which calls itself Latin-1 as browsers let it": (
        page(GERMAN).encode("cp1252"),
        "iso-8859-1",
        GERMAN,
    ),
    "windows-1252, which calls itself ASCII": (page(GERMAN, meta("us-ascii")).encode("cp1252"), None, GERMAN),
    "windows-1251 in the old kind of meta": (
        page(RUSSIAN, '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251">').encode("cp1251"),
        None,
        RUSSIAN,
    ),
    "windows-1256 by the page": (page(ARABIC, meta("windows-1256")).encode("cp1256"), None, ARABIC),
    "windows-1256 by the header, against the page": (
        page(ARABIC, meta("iso-8859-1")).encode("cp1256"),
        "windows-1256",
        ARABIC,
    ),
    "gb18030 by the header": (page(CHINESE).encode("gb18030"), "gb18030", CHINESE),
    "GBK that calls itself GB2312 as browsers let it": (
        page("朱镕基：" + CHINESE, meta("gb2312")).encode("gbk"),
        None,
        "朱镕基：" + CHINESE,
    ),
    "GBK with one broken byte": (
        page(CHINESE + "\0。", meta("gbk")).encode("gbk").replace(b"\0", b"\xff"),
        None,
        CHINESE + "\ufffd。",
    ),
    "Shift_JIS by the page": (page(JAPANESE, meta("Shift_JIS")).encode("cp932"), None, JAPANESE),
    "Shift_JIS with signs of windows-31J": (page("①" + JAPANESE).encode("cp932"), "shift_jis", "①" + JAPANESE),
    "ISO-2022-JP, whose bytes are all ASCII": (
        page(JAPANESE, meta("iso-2022-jp")).encode("iso-2022-jp"),
        None,
        JAPANESE,
    ),
    "EUC-KR by the header": (page("저녁 여객선이 돌아온다").encode("euc-kr"), "euc-kr", "저녁 여객선이 돌아온다"),
    "windows-1251 that only the XML declaration names": (
        b'<?xml version="1.0" encoding="windows-1251"?>' + page(RUSSIAN).encode("cp1251"),
        None,
        RUSSIAN,
    ),
    "an XML declaration that names the wrong one": (
        b'<?xml version="1.0" encoding="iso-8859-1"?>' + page(GERMAN).encode(),
        None,
        GERMAN,
    ),
    "windows-1251 that nothing declares": (page(RUSSIAN * 3).encode("cp1251"), None, RUSSIAN * 3),
    "windows-1251 by a header of an unknown name, and the page": (
        page(RUSSIAN, meta("windows-1251")).encode("cp1251"),
        "x-none",
        RUSSIAN,
    ),
    "windows-1251 by the page, UTF-8 by the header": (
        page(RUSSIAN, meta("windows-1251")).encode("cp1251"),
        "utf-8",
        RUSSIAN,
    ),
    "one broken byte in UTF-8 by the header": (
        page("Fähre Möwe \0").encode().replace(b"\0", b"\xe4"),
        "UTF-8",
        "Fähre Möwe \ufffd",
    ),
    "one broken byte in UTF-8 spelled without a hyphen": (
        page("Fähre Möwe \0").encode().replace(b"\0", b"\xe4"),
        "utf8",
        "Fähre Möwe \ufffd",
    ),
    "one broken byte in UTF-8 by the page": (
        page("Fähre Möwe \0", meta("UTF-8")).encode().replace(b"\0", b"\xe4"),
        None,
        "Fähre Möwe \ufffd",
    ),
}


@pytest.mark.parametrize(("html", "encoding", "text"), CHARSETS.values(), ids=CHARSETS.keys())
def test_a_page_is_read_in_its_charset(html: bytes, encoding: str | None, text: str) -> None:
    assert parse_page(html, encoding).findtext("body/p") == text


@pytest.mark.parametrize("encoding", ["undefined", "a\0b", "hex", "idna", "é", "", " ", "x" * 200])
def test_a_header_with_a_charset_that_is_none_is_as_good_as_no_header(encoding: str) -> None:
    html = page(RUSSIAN, meta("windows-1251")).encode("cp1251")
    assert to_utf8(html, encoding).decode() == page(RUSSIAN, meta("windows-1251"))


def test_control_characters_are_taken_out_and_white_space_stays() -> None:
    assert to_utf8(b"a\x00b\x01c\x02d\x0be\x1ff\tg\nh\r\n") == b"abcdef\tg\nh\r\n"


def test_control_characters_that_are_written_as_references_are_none_of_the_text() -> None:
    assert parse_page(b"<p>a&#1;b&#x2;c&#31;d&#233;</p>").findtext("body/p") == "abcdé"


MARKUP = {
    "no html, no body": (b"<p>Ferry</p>", "Ferry"),
    "text only": (b"Ferry", "Ferry"),
    "white space before the page, longer than a screen": (b"\r\n" * 2000 + b"<p>Ferry</p>", "Ferry"),
    "comments, instructions and doctype": (b"<!DOCTYPE html><!-- x --><?php y ?><p>Fe<!-- z -->rry</p>", "Ferry"),
    "a frameset": (b"<html><frameset cols=9><frame src=a><noframes>Ferry</noframes></frameset></html>", "Ferry"),
    "a tag that is never closed": (b"<p>Ferry<div", "Ferry"),
    "an XHTML page with a namespace": (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Ferry</p></body></html>',
        "Ferry",
    ),
    "a PNG's name in the text": (b"<p>PNG %PDF- Ferry</p>", "PNG %PDF- Ferry"),
}


@pytest.mark.parametrize(("html", "text"), MARKUP.values(), ids=MARKUP.keys())
def test_a_page_of_odd_markup_is_read(html: bytes, text: str) -> None:
    tree = parse_page(html)
    assert (tree.tag, "".join(tree.itertext())) == ("html", text)


def test_three_hundred_open_tags_do_not_end_the_page() -> None:
    tree = parse_page(b"<body>" + b"<font>" * 300 + b"<p>Ferry</p>")
    assert tree.xpath("string(//p)") == "Ferry"


def test_a_hundred_thousand_nested_tags_are_survived() -> None:
    tree = parse_page(b"<p>Ferry</p>" + b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000)
    assert tree.findtext("body/p") == "Ferry"


def test_what_is_too_deep_is_not_read_and_the_rest_is() -> None:
    careless = b"<body>" + b"<font><p>Ferry</p>" * 400
    assert parse_page(careless).xpath("count(//p)") == 400
    assert parse_page(careless * 2).xpath("count(//p)") == 497
    assert parse_page(b"<body>" + b"<i></i>" * 5_000 + careless).xpath("count(//p)") == 97
    assert (
        parse_page(b"<body>" + b"<div>" * 200 + b"Ferry" + b"</div>" * 200 + b"<p>fares" * 5_000).xpath("string(//p)")
        == "fares"
    )


MANY = b"<p " + b"a=1 " * 70_000  # attributes; the page is not long
SHORT = b"<b>a</b>" * 9_000

REJECTIONS = {
    "nothing": (b"", "empty", "0 bytes of nothing"),
    "white space": (b" \r\n\t" * 3, "empty", "12 bytes of nothing"),
    "a byte order mark": (b"\xef\xbb\xbf", "empty", "no markup in the page"),
    "a comment": (b"<!-- nothing -->", "empty", "no markup in the page"),
    "control characters": (b"\0\0\1", "empty", "no markup in the page"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "not_html", "a PDF"),
    "a PDF after a line break": (b"\n%PDF-1.7\n", "not_html", "a PDF"),
    "a PNG": (b"\x89PNG\r\n\x1a\n\0\0", "not_html", "a PNG image"),
    "a JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF", "not_html", "a JPEG image"),
    "a ZIP": (b"PK\x03\x04\x14\0", "not_html", "a ZIP archive"),
    "a GIF": (b"GIF89a\x01\0", "not_html", "a GIF image"),
    "a byte too many": (b"<p>" + b"x" * (MAX_BYTES - 2), "not_html", "10000001 bytes, at most 10000000 are read"),
    "a tag with too many attributes": (MANY + b">Ferry</p>", "not_html", "tags with too many attributes"),
    "one among short tags": (SHORT + MANY + b">" + SHORT, "not_html", "tags with too many attributes"),
    "one that nothing ends": (SHORT + MANY, "not_html", "tags with too many attributes"),
    "too many elements": (b"<i></i>" * 200_001, "not_html", "more than 20000 elements"),
}


@pytest.mark.parametrize(("html", "reason", "detail"), REJECTIONS.values(), ids=REJECTIONS.keys())
def test_what_is_no_page_is_rejected_with_its_reason(html: bytes, reason: str, detail: str) -> None:
    with pytest.raises(RejectedPage) as rejected:
        parse_page(html)
    assert (rejected.value.reason, rejected.value.detail) == (reason, detail)


def test_the_longest_page_that_is_read() -> None:
    text = "x" * (MAX_BYTES - len("<p></p>"))
    assert parse_page(f"<p>{text}</p>".encode()).findtext("body/p") == text
