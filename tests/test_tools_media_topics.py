"""The tool that writes the vocabulary's data writes what there is, from what IPTC publishes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pipelines.vocabulary import RELEASE, vocabulary

ROOT = Path(__file__).parents[1]


def test_the_tool_writes_the_vocabularys_data_from_iptcs_json(tmp_path: Path) -> None:
    tags = {"en": "en-GB", "da": "dk", "no": "no-NB", "pt": "pt-BR", "sv": "se", "zh": "zh-Hans"}
    concepts = [
        {
            "qcode": f"medtop:{topic.code}",
            "prefLabel": {tags.get(language, language): name for language, name in topic.names.items()},
            "broader": [f"http://cv.iptc.org/newscodes/mediatopic/{topic.parent}"] if topic.parent else [],
        }
        for topic in reversed(vocabulary())
    ]
    retired = {"qcode": "medtop:20009999", "prefLabel": {"en-GB": "gone"}, "retired": "2020-01-01"}
    published = {"dateReleased": f"{RELEASE}T12:00:00+00:00", "conceptSet": [*concepts, retired]}
    (tmp_path / "topics.json").write_text(json.dumps(published), "utf-8")
    command = [sys.executable, "tools/media_topics.py", str(tmp_path / "topics.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=True)
    assert done.stdout == (ROOT / "pipelines/data/media_topics.tsv").read_text("utf-8")
