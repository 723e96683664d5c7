"""No call is made that changes nothing; what is not known for certain is called for. Every dialogue sees to it too."""

from __future__ import annotations

import pytest

from bot.errors import DeliveryError
from bot.telegram.emptying import empty
from bot.ui.callbacks import Do, encode
from bot.ui.screens import Button, Rows
from tests.e2e.desk.office import Office
from tests.e2e.house import House

ROWS: Rows = ((Button("Uusi", data=encode(Do("new"))),),)


def edits(home: House) -> int:
    """How many calls have changed a message of the supervisor's chat."""
    methods = ("editMessageText", "editMessageReplyMarkup")
    return sum(len(home.calls(method, home.desk.chat_id)) for method in methods)


async def test_message_that_looks_so_already_is_left_alone(home: House) -> None:
    api, desk = home.app.api, home.desk.chat_id
    posted = await api.post(desk, "yksi", ROWS)
    assert await api.edit(desk, posted, "yksi", ROWS)
    assert edits(home) == 0
    assert await api.edit(desk, posted, "kaksi", ROWS)
    assert await api.edit(desk, posted, "kaksi", ROWS)
    assert edits(home) == 1
    assert await api.strip_buttons(desk, posted)
    assert await api.strip_buttons(desk, posted)
    assert await api.edit(desk, posted, "kaksi")
    assert edits(home) == 2
    assert await api.edit(desk, posted, "kaksi", ROWS)
    assert edits(home) == 3


async def test_message_that_was_emptied_or_of_unknown_outcome_is_changed_again(home: House) -> None:
    api, desk = home.app.api, home.desk.chat_id
    posted = await api.post(desk, "yksi")
    await empty(api, desk, posted, "text", "tyhjä")
    assert await api.edit(desk, posted, "yksi")
    assert home.desk.screens[-1].text == "yksi"
    home.telegram.fails("500", method="editMessageText", chat_id=desk)
    with pytest.raises(DeliveryError):
        await api.edit(desk, posted, "kaksi")
    assert await api.edit(desk, posted, "kaksi")
    assert home.desk.screens[-1].text == "kaksi"


async def test_edit_that_changed_nothing_of_what_was_passed_on_calls_nothing(office: Office) -> None:
    anna = await office.request()
    card = await office.card()
    picture = await office.desk.sends(photo=True, caption="Pihamme", reply_to_message_id=card.message_id)
    words = await office.desk.says("Torstaina?", reply_to=card)
    await anna.reads_words("Torstaina?")
    theirs = await anna.sends_photo("Meidän piha")
    voice = await anna.sends(voice=True, caption="Ääni")
    await office.home.quiet()
    await office.desk.edits(picture, caption="Pihamme")
    await office.desk.edits(words, "Torstaina?")
    await anna.edits(theirs, caption="Meidän piha")
    await anna.edits(voice, caption="Ääni")
    await office.home.quiet()
    assert office.home.calls("editMessageCaption") == office.home.calls("editMessageMedia") == []
    await office.desk.edits(picture, caption="Meidän pihamme")
    await anna.reads_words("Meidän pihamme")
