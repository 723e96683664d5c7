"""Whatever the desk asks has a way out: a button that changes nothing and sends nothing, or a field left empty."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.desk.pairing import UNDO_SECONDS
from bot.outbox.kinds import SLIPS
from tests.e2e.desk.meeting import agreed_with
from tests.e2e.desk.office import Office
from tests.e2e.desk.test_elsewhere import by_email

Asking = Callable[[Office], Awaitable[object]]


def says(words: str) -> Asking:
    """What is asked after a message."""

    async def asks(office: Office) -> None:
        await office.request()
        await office.desk.says(words)

    return asks


def taps(*keys: str) -> Asking:
    """What is asked after a tap on a button of the card."""

    async def asks(office: Office) -> None:
        await office.request()
        await office.acts(*keys)

    return asks


async def after_a_reply(office: Office) -> None:
    """The question about a person who asked to be answered by e-mail."""
    await by_email(office)
    await office.replies("Shall we talk?")


async def with_a_time(office: Office) -> None:
    """The question whether to cancel an agreed time."""
    await office.is_monday()
    await agreed_with(office)
    await office.acts("button.lead.time.off")


async def with_a_reminder(office: Office) -> None:
    """The question when to be reminded, where that is settled already."""
    await office.request()
    await office.acts("button.lead.remind")
    menu = await office.desk.reads("desk.remind", number="1")
    await office.desk.taps(menu.buttons[0], on=menu)
    await office.acts("button.lead.remind")


async def after_moving(office: Office) -> None:
    """The question whether to remove what is left in the chat where requests used to arrive."""
    anna = await office.request()
    await anna.says("We are seven.")
    await office.home.quiet()
    await office.shared_with("Liisa")
    await office.home.passes(UNDO_SECONDS + 5)


ASKS: dict[str, tuple[Asking, str]] = {
    "erase": (says("/poista 1"), "button.desk.erase.no"),
    "which": (says("/poista"), "button.desk.which.none"),
    "whom": (says("hei"), "button.elsewhere.drop"),
    "block": (taps("button.lead.block"), "button.block.no"),
    "other": (taps("button.other_form"), "button.review.leave"),
    "draft": (taps("button.lead.not_fit"), "button.quick.cancel"),
    "elsewhere": (after_a_reply, "button.elsewhere.drop"),
    "time_off": (with_a_time, "button.desk.time_off.no"),
    "remind": (with_a_reminder, "button.remind.keep"),
    "former": (after_moving, "button.desk.former.no"),
}
FIELDS = {"reply", "remind_day", "profile_ask", "command"}
"""What opens the reply field: nothing happens unless something is typed."""

TELLS = {"reminded", "draft_sent", "draft_dropped", "noted", "here_sent", "left", "block_done"}
SHOWS = {"list", "found", "by_hand", "language", "blocked", "profile", "moved"}
"""What tells what came of something, and what shows how something is and offers to change it."""


def test_every_slip_is_known_to_ask_or_not() -> None:
    assert {kind.name.removeprefix("slip.") for kind in SLIPS} == {*ASKS, *FIELDS, *TELLS, *SHOWS}


@pytest.mark.parametrize("name", ASKS)
async def test_question_at_the_desk_has_a_button_that_changes_nothing(office: Office, name: str) -> None:
    asks, no = ASKS[name]
    await asks(office)
    await office.home.quiet()
    before = await office.lead()
    prospects = {chat for chat in office.home.telegram.model.people if chat != office.desk.user_id}
    sent = [len(office.home.calls(method, chat)) for chat in prospects for method in ("sendMessage", "copyMessage")]

    await office.desk.picks(no)
    await office.home.quiet()
    after = await office.lead()
    assert (after.status, after.answers) == (before.status, before.answers)
    assert after.handling.remind_at == before.handling.remind_at
    now = [len(office.home.calls(method, chat)) for chat in prospects for method in ("sendMessage", "copyMessage")]
    assert now == sent
    label = office.desk.words(no)
    assert not any(label in screen.buttons for screen in office.desk.screens)  # it is answered
