"""Finnish personal identity codes in typed words: found, and left out. Pure.

python-stdnum knows what a code is: a real day, one of the signs for the century, and the right check character. So
telephone numbers and invoices are left alone. Here is only how people write one among other words.
"""

from __future__ import annotations

import re

LEFT_OUT = "[…]"
"""What stands in the place of a code."""

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
SHAPE = re.compile(r"(?<!\w)\d{6}\s?[-+‐‑‒–—−A-FU-Y]\s?\d{3}\s?[0-9A-FHJ-NPR-Y](?!\w)", re.IGNORECASE | re.ASCII)


def holds_code(words: str) -> bool:
    """Tell whether something in the words is a personal identity code."""
    return any(_is_code(found) for found in SHAPE.finditer(words))


def without_codes(words: str) -> str:
    """Return the words with `LEFT_OUT` in the place of every code."""
    return SHAPE.sub(lambda found: LEFT_OUT if _is_code(found) else found[0], words)


def _is_code(found: re.Match[str]) -> bool:
    from stdnum.fi import hetu  # few write what looks like one

    # Numbers from 900 on are given for a time, by hospitals too: they name a person as well.
    return hetu.is_valid("".join(found[0].translate(DASHES).split()), allow_temporary=True)
