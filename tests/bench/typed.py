"""What understanding a typed answer costs: `python -m tests.bench.typed [EVERY]`, one process, printed as JSON.

Every row of the tables of tests/data (or every so many-th) is decided as the bot decides it, by somebody who stands at
that question; Telegram, database and screen are not part of it. CPU is this thread's. A new process each turn:
what is built at first use shows in the first answer at a question.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from statistics import median

from bot.events import Typed
from bot.nlu.vocabulary import vocabulary
from bot.prospect.dispatch import decide
from bot.ui.i18n import load_translators
from tests.bot import at

DATA = Path(__file__).parents[1] / "data"
PLACES = {
    "who": at.BEGUN,
    "challenge": at.AT_CHALLENGE,
    "together": at.AT_TOGETHER,
    "place": at.AT_PLACE,
    "offer": at.AT_OFFER,
    "way": at.AT_WAY,
}
"""The questions at which most of the rows are typed, and how to get there."""


def memory() -> float:
    """Return MiB in use now."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main(every: int) -> dict[str, float]:
    """Return milliseconds of CPU and MiB by name."""
    vocabulary()  # as the bot does at its start, and the freezing below
    translators = load_translators()
    standing = {(key, lang): at.at(translators, steps, lang) for key, steps in PLACES.items() for lang in ("fi", "en")}
    gc.freeze()
    before = memory()
    first: dict[tuple[str, str], float] = {}
    others: list[float] = []
    for language in ("fi", "en"):
        rows = [row.split("\t") for row in (DATA / f"typed.{language}.tsv").read_text("utf-8").splitlines()]
        for question, words, _ in [row for row in rows if row[0] in PLACES][::every]:
            who = standing[question, language]
            event = Typed(who.sender, who.place(who.messages + 1), words)
            begun = time.thread_time()
            decide(who.conversation, event, who.context)
            spent = (time.thread_time() - begun) * 1000
            if (question, language) in first:
                others.append(spent)
            else:
                first[question, language] = spent
    return {
        "typed first": max(first.values()),
        "typed": median(others),
        "typed worst": max(others),
        "typed memory": memory() - before,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)))
