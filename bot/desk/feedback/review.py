"""Corrections and past requests held against the rules as they are now: for those who improve the rules.

Lines for a terminal, in English; nothing personal is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.desk.feedback.corrections import answers_of, keys_of
from bot.requests.request import lead_of
from bot.storage import StoredCorrection, StoredLead
from flows.engine import Answers
from flows.recommend import recommend

NOTHING = 'No corrections yet: they are made with the button "Another form?" on a card.'
UNCHANGED = "The present rules decide every past request as it was decided then."
NO_SUCH = "There is no correction {id}: see python -m bot review"


def corrections_told(corrections: Iterable[StoredCorrection]) -> list[str]:
    """Return every correction as lines: the answers, what was said, what the rules say now, what was wanted."""
    lines = [line for each in corrections for line in _told(each)]
    return lines or [NOTHING]


def _told(correction: StoredCorrection) -> Iterator[str]:
    answers = answers_of(correction.answers, correction.flow_version)
    now = recommend(answers)
    request = f"request no. {correction.number}" if correction.number else "a request erased since"
    yield f"correction {correction.id}, {request}"
    for key, chosen in keys_of(answers).items():
        yield f"    {key}: {', '.join(chosen)}"
    settled = "as wanted" if now.format.key == correction.wanted else "NOT as wanted"
    yield f"  suggested then:  {correction.said}"
    yield f"  wanted:          {correction.wanted}"
    yield f"  the rules now:   {now.format.key} ({now.rule}), {settled}"


def as_test(correction: StoredCorrection) -> str:
    """Return a correction as a test for tests/flows, which holds once the rules decide as was wanted."""
    answers = answers_of(correction.answers, correction.flow_version)
    given = "".join(
        f'        {key}="{chosen[0]}",\n'
        if len(chosen) == 1
        else f"        {key}=({', '.join(map(_quoted, chosen))}),\n"
        for key, chosen in keys_of(answers).items()
    )
    return (
        "from flows.recommend import recommend\n"
        "from tests.flows.routes import given\n"
        "\n"
        "\n"
        f"def test_correction_{correction.id}_is_heeded() -> None:\n"
        f"    # The supervisor would have recommended {_quoted(correction.wanted)}, not {_quoted(correction.said)}.\n"
        "    answers = given(\n"
        f"{given}"
        "    )\n"
        "\n"
        f"    assert recommend(answers).format.key == {_quoted(correction.wanted)}\n"
    )


def _quoted(key: str) -> str:
    return f'"{key}"'


def changed_told(leads: Iterable[StoredLead], corrections: Iterable[StoredCorrection]) -> list[str]:
    """Return a line for every request, and every correction, that the current rules decide differently.

    A correction whose request is still there is told with the request.
    """
    lines: list[str] = []
    numbers: set[int] = set()
    for row in leads:
        numbers.add(row.number)
        if row.unreadable:
            lines.append(f"no. {row.number}: cannot be read, its record is damaged")
            continue
        lines += _difference(f"no. {row.number}", row.format, lead_of(row).answers)
    for each in corrections:
        if each.number not in numbers:
            answers = answers_of(each.answers, each.flow_version)
            lines += _difference(f"correction {each.id}", each.said, answers)
    return lines or [UNCHANGED]


def _difference(name: str, recorded: str, answers: Answers) -> Iterator[str]:
    now = recommend(answers)
    if now.format.key != recorded:
        yield f"{name}: recorded {recorded}, now {now.format.key} ({now.rule})"
