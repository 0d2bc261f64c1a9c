"""The benchmark runs from end to end on a small corpus; what it prints is read, no speed is asserted."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

_SENTENCE = "The council of {place} voted on {day} to repair the old harbour bridge before the winter storms return."
_PLACES = ("Averell", "Skerrow", "Marwah", "Jadil", "Karsun", "Velmora")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = []
    for number, place in enumerate(_PLACES):
        days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        text = "\n\n".join(f"{_SENTENCE.format(place=place, day=day)} It was vote number {number}." for day in days)
        paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
        page = f"<html lang=en><head><title>{place} votes</title></head><body><h1>{place} votes</h1>{paragraphs}</body></html>"
        (folder / f"{place}.html.gz").write_bytes(gzip.compress(page.encode()))
        url = f"https://{place.lower()}.example/news/vote"
        row = {"dataset": "own", "id": place, "file": f"{place}.html.gz", "url": url, "outlet": f"{place}.example"}
        rows.append(json.dumps(row | {"gold": {"text": text}}))
    (folder / "gold.jsonl").write_text("\n".join(rows), "utf-8")
    return folder


def bench(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.bench", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def cycles(printed: str) -> list[str]:
    """Return what is printed of the cycles, without sizes."""
    lines = re.findall(r"^(?:cycle with|the service).* {2,}(\d.*)$", printed, re.MULTILINE)
    return [re.sub(r"[1-9]\d* bytes", "N bytes", line) for line in lines]


def test_it_prints_what_a_crawl_costs_beside_trafilatura_alone(corpus: Path) -> None:
    done = bench("--corpus", str(corpus), "--outlets", "2", "--articles", "6", "--rounds", "1")
    assert (done.returncode, done.stderr) == (0, "")
    shape = re.sub(r"[\d.]+", "N", done.stdout)
    assert [line.split("  ")[0] for line in shape.splitlines()] == [
        "bare trafilatura, one process",
        "crawl, articles a CPU second",
        "crawl, articles a wall second",
        "crawl, CPU N s, wall N s, peak memory of all its processes N MB",
        "stored N of N; N requests, N MB received",
        "cycle without news",
        "the service's next cycle",
        "cycle with news",
    ]
    assert "stored 6 of 6" in done.stdout
    assert cycles(done.stdout) == [
        "3.0 requests and 0 bytes an outlet; 6 of 6 polls answered by 304, 0 pages for 0 new articles",
        "0.0 requests and 0 bytes an outlet; 0 of 0 polls answered by 304, 0 pages for 0 new articles",
        "4.0 requests and N bytes an outlet; 0 of 6 polls answered by 304, 2 pages for 2 new articles",
    ]


def test_without_a_corpus_it_prints_the_cycles_of_outlets_with_section_pages_alone() -> None:
    done = bench()
    assert (done.returncode, done.stderr) == (0, "")
    assert cycles(done.stdout) == [
        "12.5 requests and 0 bytes an outlet; 100 of 100 polls answered by 304, 0 pages for 0 new articles",
        "0.0 requests and 0 bytes an outlet; 0 of 0 polls answered by 304, 0 pages for 0 new articles",
        "25.5 requests and N bytes an outlet; 0 of 100 polls answered by 304, 104 pages for 104 new articles",
    ]


def test_a_folder_without_a_corpus_is_named(tmp_path: Path) -> None:
    done = bench("--corpus", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"error: {tmp_path / 'gold.jsonl'}: no such file; CORPUS names a folder with gold.jsonl and pages/\n"
    )
