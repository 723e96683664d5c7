"""One person cannot stop the others: what each may ask for is limited, with a clear word."""

from __future__ import annotations

import pytest

from bot.requests.limits import ALARMS, LETTERS, MESSAGES, MOST_LETTERS, REQUESTS
from flows.text import Value
from tests.e2e.desk.office import Office
from tests.e2e.house import House
from tests.e2e.phone import Phone

BOTH = pytest.mark.parametrize("language", ["fi", "en"])
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def told(phone: Phone, key: str, **values: Value) -> int:
    """How many messages say this."""
    words = phone.words(key, **values)
    return sum(words in screen.text for screen in phone.screens)


def arrived(home: House, sent: list[str]) -> int:
    """How many of these messages the supervisor has got."""
    return sum(any(words in screen.text for screen in home.desk.screens) for words in sent)


async def raises_alarm(phone: Phone) -> None:
    """Send a request for a crisis."""
    await phone.says("/start")
    await phone.answers("who.employee", "challenge.crisis", until="sent")


@BOTH
async def test_messages_beyond_the_limit_are_not_read_as_is_said_once_a_minute(home: House, language: str) -> None:
    eve = await home.anna(language, first_name="Eve", username="eve")
    await eve.leaves_request()
    await home.passes(MINUTE)
    for n in range(MESSAGES.most + 30):
        await eve.says(f"viesti {n}.")
    await home.quiet()

    assert arrived(home, [f"viesti {n}." for n in range(MESSAGES.most + 30)]) == MESSAGES.most
    assert told(eve, "notice.slowly", n=MESSAGES.most) == 1
    bea = await home.anna(language, first_name="Bea", username="bea")
    await bea.leaves_request(2)

    await home.passes(MINUTE)
    await eve.says("taas")
    await home.desk.reads_words("taas")


async def test_no_moment_is_found_at_which_twice_as_many_are_read(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    await eve.leaves_request()
    await home.passes(MINUTE)
    await eve.says("viesti 0.")
    await home.desk.reads_words("viesti 0.")
    await home.passes(MINUTE - 5)
    for n in range(1, MESSAGES.most):
        await eve.says(f"viesti {n}.")
    await home.quiet()
    await home.passes(6)
    for n in range(MESSAGES.most, 2 * MESSAGES.most):
        await eve.says(f"viesti {n}.")
    await home.quiet()
    assert arrived(home, [f"viesti {n}." for n in range(2 * MESSAGES.most)]) == MESSAGES.most + 1


async def test_no_kind_of_message_is_a_way_around_the_limit(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    await eve.leaves_request()
    await home.passes(MINUTE)
    for n in range(MESSAGES.most):
        await eve.sends(photo=True, caption=f"kuva {n}.")
        await eve.says(f"viesti {n}.")
    await home.quiet()

    sent = [words for n in range(MESSAGES.most) for words in (f"viesti {n}.", f"kuva {n}.")]
    assert arrived(home, sent) == MESSAGES.most


async def test_help_comes_up_however_much_was_written(home: House) -> None:
    eve = await home.anna("en", first_name="Eve", username="eve")
    await eve.answers("who.group", until="challenge")
    for n in range(MESSAGES.most + 5):
        await eve.says(f"message {n}.")

    await eve.says("I think of suicide.")
    await eve.is_at("care.thanks")


async def test_commands_and_buttons_are_heard_however_much_was_written(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    await eve.leaves_request()
    for n in range(MESSAGES.most + 5):
        await eve.says(f"viesti {n}.")

    await eve.says("/poista")
    await eve.picks("button.erase")
    await eve.reads("notice.erased")


@BOTH
async def test_only_so_many_requests_a_day_are_sent_whatever_is_erased(home: House, language: str) -> None:
    eve = await home.anna(language, first_name="Eve", username="eve")
    for number in range(1, REQUESTS.most + 1):
        await eve.leaves_request(number)
        await eve.says("/delete")
        await eve.picks("button.erase")
    await eve.reaches_review()
    await eve.picks("review.send")
    await eve.is_at("notice.enough", limit=REQUESTS.most)
    assert await home.app.store.transaction(lambda tx: tx.leads.count("new")) == 0

    await home.passes(DAY)
    await eve.picks("review.send")
    await eve.is_at("sent.title", number=str(REQUESTS.most + 1))


async def test_only_so_many_messages_an_hour_are_passed_on(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    await eve.leaves_request()
    for n in range(LETTERS.most + 2):
        if not n % (MOST_LETTERS - 1):
            await home.passes(MINUTE)
        await eve.says(f"viesti {n}.")

    await eve.is_at("notice.too_many")
    assert arrived(home, [f"viesti {n}." for n in range(LETTERS.most + 2)]) == LETTERS.most
    await home.passes(HOUR)
    await eve.says("taas")
    await home.desk.reads_words("taas")


async def test_edits_of_what_was_passed_on_count_as_messages(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    await eve.leaves_request()
    letters = [await eve.says(f"viesti {n}.") for n in range(10)]
    await home.passes(MINUTE)
    before = len(home.desk.messages)
    for n in range(LETTERS.most):
        if not n % MESSAGES.most:
            await home.passes(MINUTE)
        await eve.edits(letters[n % 10], f"viesti {n % 10}, muutos {n}.")
        await home.quiet()

    await eve.reads("notice.too_many")
    assert len(home.desk.messages) - before <= LETTERS.most - 10
    assert f"muutos {LETTERS.most - 11}" in home.desk.printed()
    assert f"muutos {LETTERS.most - 1}" not in home.desk.printed()


async def test_only_the_first_alarms_of_a_day_ring_at_night(home: House) -> None:
    office = Office(home)
    await office.is_monday()
    await home.passes(-9 * HOUR + 24 * HOUR)  # one at night
    eve = await home.anna("fi", first_name="Eve", username="eve")
    for number in range(1, ALARMS.most + 3):
        before = len(home.calls("sendMessage", home.desk.chat_id))
        await raises_alarm(eve)
        await eve.is_at("sent.title", number=str(number))
        await eve.says("/poista")
        await eve.picks("button.erase")
        await home.quiet()
        calls = home.calls("sendMessage", home.desk.chat_id)[before:]
        silent = {str(call["parameters"].get("disable_notification", False)).lower() == "true" for call in calls}
        assert silent == {number > ALARMS.most}, number


async def test_somebody_whose_crisis_makes_no_sound_is_told_so(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    for _ in range(ALARMS.most):
        await raises_alarm(eve)
        await eve.says("/poista")
        await eve.picks("button.erase")
    await raises_alarm(eve)

    await eve.is_at("notice.hushed")


async def test_counts_name_nobody_and_go_after_a_day(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    await eve.leaves_request()

    rows = await home.app.store.transaction(lambda tx: tx.execute("SELECT * FROM writers WHERE who != ''").fetchall())
    assert len(rows) == 1
    assert not any(str(eve.chat_id).encode() in str(value).encode() for value in rows[0])
    await home.passes(DAY + MINUTE)
    await home.app.store.transaction(lambda tx: tx.writers.expire())
    assert await home.app.store.transaction(lambda tx: tx.writers.load(eve.chat_id)) == {}
