"""What several bots on one machine need while nobody writes: `python -m tests.bench.many [BOTS] [SECONDS]`.

Each is a process with a database of its own, as docs/scale.md proposes. Memory is counted as the kernel shares it out
(PSS): pages that several processes use are divided among them.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import mean

from tests.bench.programs import OURS, Life, running
from tests.bench.server import cpu_of


def share(life: Life) -> float:
    """Return the MiB that count for one process when shared pages are divided."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{life.pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1024


def main(bots: int, seconds: float) -> str:
    """Start them one after the other, let them idle, and tell."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        lives = [stack.enter_context(running([OURS.python, *OURS.shipped], Path(folder, f"{n}"))) for n in range(bots)]
        before = [cpu_of(life.pid) for life in lives]
        time.sleep(seconds)
        idle = sum(cpu_of(life.pid) for life in lives) - sum(before)
        return (
            f"{bots} bots: start {mean(life.start_cpu for life in lives):.2f} s of CPU each, "
            f"memory {mean(map(Life.memory, lives)):.0f} MiB each, {mean(map(share, lives)):.0f} MiB as shared out, "
            f"idle {idle / bots / seconds * 1000:.2f} ms of CPU a second each"
        )


if __name__ == "__main__":
    sys.stdout.write(
        f"{main(int(sys.argv[1]) if len(sys.argv) > 1 else 10, float(sys.argv[2]) if len(sys.argv) > 2 else 130.0)}\n"
    )
