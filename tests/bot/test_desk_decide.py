"""What an act does to a request: every status against every act, twice, and by two people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.requests import transitions as words
from bot.requests.request import CLOSED, OPEN, Draft, Handling, Lead, Status
from bot.requests.transitions import NOBODY, Act, Outcome, Who, decide
from flows.engine import NO_ANSWERS

LIISA, MATTI = Who(1, "Liisa"), Who(2, "Matti")
NOW = 1_800_000_000.0
TAPS = (Act.TAKE, Act.HANDLED, Act.NOT_FIT, Act.REOPEN)


def lead(status: str = Status.NEW, handling: Handling | None = None) -> Lead:
    waits = Handling(waits_since=NOW - 100) if handling is None else handling
    return Lead(7, 42, "fi", "individual", status, None, NO_ANSWERS, handling=waits)


def after(before: Lead, outcome: Outcome) -> Lead:
    return replace(before, status=outcome.status, handling=outcome.handling)


def test_new_request_that_is_taken_waits_from_now_and_the_prospect_is_told() -> None:
    outcome = decide(lead(), Act.TAKE, LIISA, NOW)
    assert (outcome.status, outcome.handling.by, outcome.handling.by_id) == (Status.TAKEN, "Liisa", 1)
    assert outcome.handling.at == outcome.handling.waits_since == NOW
    assert outcome.tell is not None
    assert outcome.tell.context == "status.told.taken"


@pytest.mark.parametrize("status", [*OPEN, *CLOSED])
@pytest.mark.parametrize("act", TAPS)
def test_same_tap_twice_changes_nothing_the_second_time(status: Status, act: Act) -> None:
    once = after(lead(status), decide(lead(status), act, LIISA, NOW))
    again = decide(once, act, LIISA, NOW + 5)
    assert not again.changed
    assert again.tell is None
    assert after(once, again) == once
    assert again.answer is not None


@pytest.mark.parametrize("first", [Act.TAKE, Act.HANDLED, Act.NOT_FIT])
def test_of_two_people_the_first_wins_and_the_other_reads_the_name(first: Act) -> None:
    taken = after(lead(), decide(lead(), first, LIISA, NOW))
    second = decide(taken, first, MATTI, NOW + 1)
    assert not second.changed
    assert second.answer is not None
    assert second.answer.values["name"] == "Liisa"


@pytest.mark.parametrize("act", [Act.HANDLED, Act.NOT_FIT])
@pytest.mark.parametrize("status", OPEN)
def test_closing_ends_waiting_reminders_and_drafts_and_is_not_told(act: Act, status: Status) -> None:
    busy = Handling("Liisa", 1, NOW, NOW, NOW, NOW + 9, Draft("ask", "x", 3))
    outcome = decide(lead(status, busy), act, MATTI, NOW)
    assert outcome.status == act.value
    became = "not_fit" if act is Act.NOT_FIT else ""
    assert outcome.handling == Handling("Matti", 2, NOW, was=status, waited=True, outdated=(3,), outcome=became)
    assert outcome.tell is None


def test_closed_one_way_is_not_closed_the_other_way_before_it_is_reopened() -> None:
    closed = after(lead(), decide(lead(), Act.HANDLED, LIISA, NOW))
    assert decide(closed, Act.NOT_FIT, LIISA, NOW).answer == words.CLOSED_BY_YOU
    reopened = after(closed, decide(closed, Act.REOPEN, LIISA, NOW))
    assert reopened.status == Status.TAKEN
    assert decide(reopened, Act.NOT_FIT, LIISA, NOW).status == Status.NOT_FIT


@pytest.mark.parametrize(("waits_since", "reopened_since"), [(0.0, 0.0), (NOW - 100, NOW + 5)])
def test_answered_request_that_is_reopened_is_answered_and_waits_only_if_it_waited(
    waits_since: float, reopened_since: float
) -> None:
    answered = lead(Status.ANSWERED, Handling(waits_since=waits_since))
    closed = after(answered, decide(answered, Act.HANDLED, LIISA, NOW))
    outcome = decide(closed, Act.REOPEN, LIISA, NOW + 5)
    assert (outcome.status, outcome.handling.waits_since) == (Status.ANSWERED, reopened_since)
    assert outcome.handling.was == ""


@pytest.mark.parametrize("status", [*OPEN, *CLOSED])
def test_answer_that_arrived_ends_waiting_and_is_told_once(status: Status) -> None:
    outcome = decide(lead(status), Act.ANSWERED, LIISA, NOW)
    assert outcome.status == Status.ANSWERED
    assert outcome.handling.waits_since == 0
    assert (outcome.tell is not None) is (status != Status.ANSWERED)


@pytest.mark.parametrize(("written_at", "status"), [(NOW - 5, Status.HANDLED), (NOW + 5, Status.ANSWERED)])
def test_answer_opens_a_closed_request_only_when_it_was_written_after_the_closing(
    written_at: float, status: Status
) -> None:
    closed = after(lead(), decide(lead(), Act.HANDLED, LIISA, NOW))
    arrived = after(closed, decide(closed, Act.ANSWERED, LIISA, NOW + 9, written_at))
    assert arrived.status == status


def test_words_of_the_prospect_make_an_answered_request_wait_once() -> None:
    answered = lead(Status.ANSWERED, Handling())
    waits = after(answered, decide(answered, Act.WRITTEN, NOBODY, NOW))
    assert waits.handling.waits_since == NOW
    assert not decide(waits, Act.WRITTEN, NOBODY, NOW + 60).changed


@pytest.mark.parametrize("act", list(Act))
def test_erased_request_stays_as_it_is(act: Act) -> None:
    outcome = decide(lead(Status.ERASED, Handling()), act, LIISA, NOW)
    assert (outcome.status, outcome.changed, outcome.tell) == (Status.ERASED, False, None)


@pytest.mark.parametrize(("remind_at", "left"), [(NOW, 0.0), (NOW + 60, NOW + 60)], ids=["its own", "a later one"])
def test_reminder_that_arrived_ends_its_own_asking_alone(remind_at: float, left: float) -> None:
    before = lead(Status.TAKEN, Handling(waits_since=NOW - 100, remind_at=remind_at))
    outcome = decide(before, Act.REMINDED, NOBODY, NOW)
    assert (outcome.handling.remind_at, outcome.changed) == (left, remind_at != left)
