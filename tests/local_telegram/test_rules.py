"""Every rule of the table: a bad call is refused with Telegram's sentence and, where a bot is to blame, recorded."""

from __future__ import annotations

import re

import pytest
import telegram.constants

from bot.local_telegram.rules import BOT_API_VERSION, RULES
from tests.driver import Talk
from tests.local_telegram.bad_calls import CASES, Scene, button
from tests.local_telegram.conftest import BareClient, FakeClock

# Accepted by Telegram, so there is no answer to look at; and refused before there is a call to record.
ACCEPTED = {"entity_shown_literally"}
BEFORE_THE_CALL = {"unauthorized", "not_found"}


@pytest.fixture
async def scene(anna: Talk, bare: BareClient, clock: FakeClock) -> Scene:
    """Anna, her group, the client and the clock."""
    group = await anna.telegram.group("Ryhmä", [anna])
    photo = anna.telegram.model.add_file("photo", b"photo", name="a.png", mime_type="image/png").file_id
    return Scene(anna, group, bare, clock, photo)


def test_table_names_the_api_of_the_client_library() -> None:
    assert BOT_API_VERSION == telegram.constants.BOT_API_VERSION


def test_table_has_a_case_for_each_rule() -> None:
    assert set(RULES) - ACCEPTED == set(CASES)


@pytest.mark.parametrize("name", CASES)
async def test_bad_call_is_refused_in_telegrams_words_and_recorded(name: str, scene: Scene) -> None:
    rule = RULES[name]
    body = await CASES[name](scene)
    beginning, *ending = re.split(r"\{\w+\}", rule.description)
    assert (body["ok"], body["error_code"]) == (False, rule.code)
    assert body["description"].startswith(beginning)
    assert body["description"].endswith(ending[-1] if ending else beginning)
    recorded = [violation["rule"] for violation in scene.anna.telegram.violations]
    assert recorded == ([name] if rule.violation and name not in BEFORE_THE_CALL else [])
    assert scene.anna.telegram.journal.not_modified == (name == "not_modified")


async def test_call_at_every_limit_is_accepted(scene: Scene) -> None:
    rows = [[button(text="B", copy_text={"text": "x" * 256}), *[button(callback_data="ä" * 32)] * 7]] * 12
    await scene.bare.result(
        "sendMessage",
        chat_id=scene.anna.chat_id,
        text="<b>" + "ä" * 4096 + "</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [*rows, [button()] * 4]},
    )
    await scene.bare.result("sendPhoto", chat_id=scene.anna.chat_id, photo=scene.photo, caption="ä" * 1024)
    query_id = await scene.anna.taps("A", on=scene.anna.screens[0])
    scene.clock.passes(150)
    await scene.bare.result("answerCallbackQuery", callback_query_id=query_id, text="ä" * 200)
    await scene.bare.result("setMyName", name="a" * 64)
    await scene.bare.result("setMyDescription", description="a" * 512)
    await scene.bare.result("setMyShortDescription", short_description="a" * 120)
    assert (await scene.commands(*[("a" * 32, "b" * 256)] * 100))["ok"]
    scene.clock.passes(48 * 3600 - 150)
    await scene.bare.result("deleteMessage", chat_id=scene.anna.chat_id, message_id=1)
    assert scene.anna.telegram.violations == []


async def test_unknown_entity_is_shown_literally_and_recorded(scene: Scene) -> None:
    await scene.say(text="a&nbsp;b", parse_mode="HTML")
    assert scene.anna.screen.text == "a&nbsp;b"
    assert [violation["rule"] for violation in scene.anna.telegram.violations] == ["entity_shown_literally"]
