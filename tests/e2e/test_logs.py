"""A whole conversation at LOG_LEVEL=DEBUG leaves nothing of anybody in the logs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from bot.logs import ChatHash, setup_logging
from tests.e2e.house import House
from tests.e2e.phone import Phone, said

NAME, SURNAME, USERNAME = "Kaisla-Kuisma", "Merkillinen", "kaislakuisma77"
TOWN, PHONE_TYPED, PHONE_PLAIN, EMAIL = "Taivalkoski", "040 765 4321", "407654321", "kaisla@merkillinen.example"
OWN_WORDS = "Vuorotyömme on hajalla kuin palapeli"
MESSAGE = "Tavoitat minut pajulinnusta"
AFTERWARDS = "Vielä yksi tuulahdus"
REPLY = "Kiitos kirjeestä, soitan iltapäivällä"
PERSONAL = (
    *(NAME, SURNAME, USERNAME, TOWN, PHONE_TYPED, PHONE_PLAIN, EMAIL, "merkillinen"),
    *("palapeli", "pajulinnusta", "tuulahdus", "iltapäivällä", "Ohjaaja"),
)


@pytest.fixture
def written(home: House) -> Iterator[StringIO]:
    """What the bot logs, with every logger of the process at DEBUG."""
    stream, root = StringIO(), logging.getLogger()
    handlers, levels = list(root.handlers), {name: logging.getLogger(name).level for name in ("", "bot", "flows")}
    setup_logging("DEBUG", home.telegram.token, secrets=[home.settings.webhook_secret], stream=stream, human=False)
    root.setLevel(logging.DEBUG)
    yield stream
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_logs_at_debug_hold_nothing_of_anybody(home: House, written: StringIO, language: str) -> None:
    talk = await home.telegram.person(NAME, last_name=SURNAME, username=USERNAME, language_code=language)
    anna, desk = Phone(talk, home.quiet, language), home.desk
    await anna.answers("who.group", "challenge.words", until="own_words")
    await anna.says(OWN_WORDS)
    await anna.picks("button.done")
    await anna.answers("together.alternately", "place.on_site", until="town")
    await anna.says(TOWN)
    await anna.answers("people.five_ten", "role.participant", "way.phone", until="phone")
    await anna.says("ei numero")
    await anna.says(PHONE_TYPED)
    await anna.is_at("review.ask")
    await anna.picks("button.add", "button.message")
    await anna.says(MESSAGE)
    await home.quiet()
    await anna.picks("button.done")
    await home.quiet()
    home.telegram.fails("429", method="sendMessage", chat_id=desk.chat_id, retry_after=0)
    await anna.picks("review.send")
    card = await desk.sees(NAME)
    await desk.says(REPLY, reply_to=card)
    await desk.taps(said("button.elsewhere.send", "fi"))
    await anna.sees(REPLY)
    await anna.says(AFTERWARDS)
    await desk.sees(AFTERWARDS)
    quoting = f'Bad Request: can\'t parse entities: Unsupported start tag "{NAME}" at byte offset 3'
    home.telegram.fails("400", method="sendDocument", description=quoting)
    await anna.says("/mydata")
    home.telegram.deeds.tap(anna.chat_id, anna.user_id, 1, f"c:{USERNAME}:x")
    update = {"update_id": 987654, "message": {"chat": {"id": anna.chat_id}, "text": OWN_WORDS}}
    await home.app.ingest.take([update])  # malformed: it is kept aside, with a word in the log
    await anna.says("/delete")
    await anna.picks("button.erase")
    await anna.reads("notice.erased")

    records = [json.loads(line) for line in written.getvalue().splitlines()]
    assert all({"time", "level", "logger", "event"} <= record.keys() for record in records)
    assert {"bot.router", "bot.outbox.dispatcher", "bot.telegram.ingest"} <= {record["logger"] for record in records}
    for secret in (*PERSONAL, home.telegram.token, home.telegram.token.partition(":")[2]):
        assert secret.casefold() not in written.getvalue().casefold(), secret
    assert str(talk.chat_id) not in written.getvalue()
    # One conversation can be followed all the same: by update, and by the hash of its chat.
    decided = [record for record in records if record["event"] == "an update is decided"]
    assert len({record["update"] for record in decided}) == len(decided) > 20
    assert {record["chat"] for record in decided} == {
        ChatHash(home.telegram.token)(chat_id) for chat_id in (talk.chat_id, desk.chat_id)
    }
