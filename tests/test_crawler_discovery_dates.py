"""Dates as feeds and sitemaps write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.discovery.dates import read_date, read_moment

DATES: dict[str, datetime | date | None] = {
    "Tue, 10 Nov 2026 08:15:00 +0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 GMT": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "Wed, 10 Nov 2026 08:15:00 GMT": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "10 Nov 26 08:15 EST": datetime(2026, 11, 10, 13, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 -0000": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 CEST": datetime(2026, 11, 10, 6, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 08:15:00 GMT+0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "Tuesday, 10 November 2026 08:15:00 +0200": datetime(2026, 11, 10, 6, 15, tzinfo=UTC),
    "November 10, 2026 8:15 PM UTC": datetime(2026, 11, 10, 20, 15, tzinfo=UTC),
    "2026-11-10T08:15:00Z": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "2026-11-10T08:15+01:00": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "2026-11-10T08:15:00.123-0530": datetime(2026, 11, 10, 13, 45, tzinfo=UTC),
    "2026-11-10 08:15:00 +0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "2026-11-10T24:00:00Z": datetime(2026, 11, 11, tzinfo=UTC),
    "1794298500": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "1794298500000": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "2026-11-10": date(2026, 11, 10),
    "20261110": date(2026, 11, 10),
    "Tue, 10 Nov 2026": date(2026, 11, 10),
    "Tue, 10 Nov 2026 08:15:00": date(2026, 11, 10),
    "2026-11-10 08:15:00": date(2026, 11, 10),
    "Tue, 10 Nov 2026 08:15:00 XYZ": date(2026, 11, 10),
    "13/4/2026": date(2026, 4, 13),
    "3/4/2026": None,
    "November 2026": None,
    "10": None,
    "2026-13-45": None,
    "Di, 10 Nov 2026 08:15:00 +0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "mar., 10 nov. 2026 08:15:00 +0100": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "Mi, 09 Dez 2026 08:15:00 MEZ": datetime(2026, 12, 9, 7, 15, tzinfo=UTC),
    "Seg, 10 Ago 2026 10:00:00 -0300": datetime(2026, 8, 10, 13, tzinfo=UTC),
    "lun, 10 ago 2026 10:00:00 GMT": datetime(2026, 8, 10, 10, tzinfo=UTC),
    "Вт, 10 Ноя 2026 08:15:00 +0300": datetime(2026, 11, 10, 5, 15, tzinfo=UTC),
    "10 ноября 2026, 08:15": date(2026, 11, 10),
    "10 novembre 2026": date(2026, 11, 10),
    "10 de noviembre de 2026 08:15": date(2026, 11, 10),
    "10 Kasım 2026 Salı": date(2026, 11, 10),
    "الثلاثاء 10 نوفمبر 2026": date(2026, 11, 10),
    "١٠ نوفمبر ٢٠٢٦": date(2026, 11, 10),
    "10 नवंबर 2026": date(2026, 11, 10),
    "10 พ.ย. 2569": date(2026, 11, 10),
    "2026年11月10日 08:15": date(2026, 11, 10),
    "2569-11-10T08:15:00+07:00": datetime(2026, 11, 10, 1, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 8:15:00 am EST": datetime(2026, 11, 10, 13, 15, tzinfo=UTC),
    "Tue Nov 10 08:15:00 UTC 2026": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "Tue Nov 10 2026 08:15:00 GMT+0100 (CET)": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "Tue,10 Nov 2026 08:15:00 +01:00": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "Tue, 10  Sept 2026\n08:15:00 GMT": datetime(2026, 9, 10, 8, 15, tzinfo=UTC),
    "Tue, 10 Nov 2026 24:00:00 GMT": datetime(2026, 11, 11, tzinfo=UTC),
    "2026-11-10T08:15:00Z[UTC]": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "2026-11-10T08:15:00 +01:00": datetime(2026, 11, 10, 7, 15, tzinfo=UTC),
    "2026-11-10T08:15:00.000000000Z": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "20261110T081500Z": datetime(2026, 11, 10, 8, 15, tzinfo=UTC),
    "20261110081500": date(2026, 11, 10),
    "2026/11/10 08:15:00": date(2026, 11, 10),
    "10.11.2026 08:15": date(2026, 11, 10),
    "Tue, 31 Nov 2026 08:15:00 GMT": None,
    "11/10/2026 8:15:00 AM": None,
    "2026-11": None,
    "2026": None,
    "2026-W46-2": None,
    "0": None,
    "-1": None,
    "99999999999": None,
    "&nbsp;": None,
    "yesterday": None,
    "": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "0001-01-01T00:00:00Z": None,
}


@pytest.mark.parametrize(("text", "found"), DATES.items())
def test_reads_a_date(text: str, found: datetime | date | None) -> None:
    assert read_date(text) == found


def test_a_day_may_mean_its_first_moment() -> None:
    assert [read_moment("2026-11-10"), read_moment(None)] == [datetime(2026, 11, 10, tzinfo=UTC), None]
