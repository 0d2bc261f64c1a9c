"""When two texts are the same: equal words, whatever their case, spacing and punctuation."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

_WORD = re.compile(r"\w+")


def content_hash(text: str) -> str:
    """Return 32 hexadecimal digits that are equal for texts of the same words."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return blake2b(" ".join(words).encode(), digest_size=16).hexdigest()
