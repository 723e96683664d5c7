"""Buttons under messages and under the writing line: what they send, and what the bot's answer does."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.page.stage import Json, Stage, inline

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def tapped(stage: Stage, chat_id: int) -> Json:
    """The bot shows a button, the prospect taps it; the callback query that reaches the bot."""
    markup = inline([{"text": "A group", "callback_data": "who:group"}, {"text": "A pair", "callback_data": "pair"}])
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Who?", reply_markup=markup)
    await stage.message(sent).get_by_role("button", name="A group", exact=True).click()
    await expect(stage.message(sent).locator("[aria-busy=true]")).to_have_text("A group")
    (update,) = await stage.updates()
    query: Json = update["callback_query"]
    return query


async def test_tapped_button_waits_for_the_answer(stage: Stage) -> None:
    chat_id = await stage.begin()
    query = await tapped(stage, chat_id)
    assert query["data"] == "who:group"
    assert query["from"]["id"] == chat_id
    await stage.bot("answerCallbackQuery", callback_query_id=query["id"])
    await expect(stage.prospect.locator("[aria-busy=true]")).to_have_count(0)
    await expect(stage.prospect.locator(".toast")).to_have_count(0)


async def test_answer_with_a_text_is_a_toast(stage: Stage) -> None:
    chat_id = await stage.begin()
    query = await tapped(stage, chat_id)
    await stage.bot("answerCallbackQuery", callback_query_id=query["id"], text="Saved <b>")
    await expect(stage.prospect.locator(".notes")).to_have_text("Saved <b>")


async def test_answer_with_an_alert_waits_for_ok(stage: Stage) -> None:
    chat_id = await stage.begin()
    query = await tapped(stage, chat_id)
    await stage.bot("answerCallbackQuery", callback_query_id=query["id"], text="Please read this", show_alert=True)
    alert = stage.prospect.get_by_role("alertdialog", name="Please read this")
    await expect(alert).to_be_visible()
    await expect(alert.get_by_role("button", name="OK")).to_be_focused()
    await stage.page.keyboard.press("Enter")
    await expect(alert).to_have_count(0)
    await expect(stage.prospect.get_by_role("button", name="A group")).to_be_focused()


async def test_refused_tap_says_so(stage: Stage) -> None:
    chat_id = await stage.begin()
    markup = inline([{"text": "Old", "callback_data": "x"}])
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Who?", reply_markup=markup)
    await expect(stage.message(sent)).to_be_visible()
    await stage.page.route("**/taps", lambda route: route.fulfill(status=500, body='{"error": "no such thing"}'))
    await stage.message(sent).get_by_role("button", name="Old").click()
    await expect(stage.prospect.locator(".notes")).to_have_text("That did not go through: no such thing")
    await expect(stage.prospect.locator("[aria-busy=true]")).to_have_count(0)


async def test_url_button_opens_a_new_tab(stage: Stage) -> None:
    chat_id = await stage.begin()
    url = f"{stage.telegram.page}local/desk"
    sent = await stage.bot(
        "sendMessage", chat_id=chat_id, text="Read", reply_markup=inline([{"text": "Notice", "url": url}])
    )
    async with stage.page.context.expect_page() as opened:
        await stage.message(sent).get_by_role("link", name="Notice").click()
    page = await opened.value
    await page.wait_for_url(url)
    assert await page.evaluate("window.opener") is None


async def test_copy_button_copies_and_says_so(stage: Stage) -> None:
    chat_id = await stage.begin()
    markup = inline([{"text": "Copy the number", "copy_text": {"text": "+358 40 1234567"}}])
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Contact", reply_markup=markup)
    await stage.message(sent).get_by_role("button", name="Copy the number").click()
    await expect(stage.prospect.locator(".notes")).to_have_text("Copied: +358 40 1234567")
    assert await stage.page.evaluate("navigator.clipboard.readText()") == "+358 40 1234567"


async def test_link_to_this_bot_starts_it_here(stage: Stage) -> None:
    chat_id = await stage.begin()
    url = f"https://t.me/{stage.telegram.model.bot['username']}?start=again"
    sent = await stage.bot(
        "sendMessage", chat_id=chat_id, text="Again?", reply_markup=inline([{"text": "Again", "url": url}])
    )
    await stage.message(sent).get_by_role("link", name="Again").click()
    await expect(stage.messages.last).to_contain_text("/start again")


async def test_button_styles_are_marked(stage: Stage) -> None:
    chat_id = await stage.begin()
    row = [{"text": style, "callback_data": style, "style": style} for style in ("primary", "success", "danger")]
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Three", reply_markup=inline(row))
    for style in ("primary", "success", "danger"):
        button = stage.message(sent).get_by_role("button", name=style)
        await expect(button).to_have_attribute("data-style", style)


KEYS = {
    "keyboard": [
        [{"text": "Share my number", "request_contact": True}, {"text": "Share my place", "request_location": True}],
        ["Here in Telegram"],
    ],
    "one_time_keyboard": True,
    "input_field_placeholder": "Or type it",
}


async def test_reply_keyboard_sends_its_text_and_goes(stage: Stage) -> None:
    chat_id = await stage.begin()
    await stage.bot("sendMessage", chat_id=chat_id, text="How?", reply_markup=KEYS)
    await expect(stage.input).to_have_attribute("placeholder", "Or type it")
    await stage.prospect.get_by_role("button", name="Here in Telegram").click()
    await expect(stage.messages.last).to_contain_text("Here in Telegram")
    await expect(stage.prospect.locator("[data-role=reply-keyboard]")).to_have_count(0)


async def test_reply_field_closes_when_its_message_goes(stage: Stage) -> None:
    chat_id = await stage.begin()
    asks = {"force_reply": True, "input_field_placeholder": "Price"}
    asked = await stage.bot("sendMessage", chat_id=chat_id, text="How much?", reply_markup=asks)
    replies = stage.prospect.get_by_role("button", name="Cancel the reply")
    await expect(replies).to_be_visible()
    await expect(stage.input).to_have_attribute("placeholder", "Price")
    await stage.bot("deleteMessage", chat_id=chat_id, message_id=asked["message_id"])
    await expect(replies).to_have_count(0)
    await expect(stage.input).not_to_have_attribute("placeholder", "Price")
    await stage.input.fill("Hello")
    await stage.input.press("Enter")
    await expect(stage.messages.last).to_contain_text("Hello")
    assert "reply_to_message" not in await stage.said(chat_id)


async def test_contact_is_shared_only_after_asking(stage: Stage) -> None:
    chat_id = await stage.begin()
    await stage.bot("sendMessage", chat_id=chat_id, text="How?", reply_markup=KEYS)
    share = stage.prospect.get_by_role("button", name="Share my number")
    question = stage.prospect.get_by_role("dialog", name="Share your phone number?")
    await share.click()
    await question.get_by_role("button", name="Cancel").click()
    await expect(question).to_have_count(0)
    assert (await stage.said(chat_id))["text"] == "How?"
    await share.click()
    await question.get_by_label("Phone number").fill("+358 44 7654321")
    await question.get_by_role("button", name="Share").click()
    await expect(stage.messages.last).to_contain_text("+358 44 7654321")
    contact = (await stage.said(chat_id))["contact"]
    assert contact["user_id"] == chat_id
    assert contact["phone_number"] == "+358 44 7654321"


async def test_location_is_chosen_by_town_or_typed(stage: Stage) -> None:
    chat_id = await stage.begin()
    await stage.bot("sendMessage", chat_id=chat_id, text="Where?", reply_markup={**KEYS, "one_time_keyboard": False})
    share = stage.prospect.get_by_role("button", name="Share my place")
    question = stage.prospect.get_by_role("dialog", name="Share a location?")
    await share.click()
    await question.get_by_label("Town").select_option("Kajaani")
    await question.get_by_role("button", name="Share").click()
    await expect(stage.messages).to_have_count(3)
    place = (await stage.said(chat_id))["location"]
    assert (place["latitude"], place["longitude"]) == (64.2273, 27.7285)
    await share.click()
    await question.get_by_label("Latitude").fill("95")
    await question.get_by_role("button", name="Share").click()
    await expect(question.get_by_label("Latitude")).to_be_focused()
    await question.get_by_label("Latitude").fill("66.2")
    await question.get_by_label("Longitude").fill("29.1")
    await question.get_by_label("Longitude").press("Enter")
    await expect(stage.messages).to_have_count(4)
    place = (await stage.said(chat_id))["location"]
    assert (place["latitude"], place["longitude"]) == (66.2, 29.1)


async def test_keyboard_can_be_folded_away_and_back(stage: Stage) -> None:
    chat_id = await stage.begin()
    await stage.bot("sendMessage", chat_id=chat_id, text="How?", reply_markup=KEYS)
    keyboard = stage.prospect.locator("[data-role=reply-keyboard]")
    await expect(keyboard).to_be_visible()
    toggle = stage.prospect.get_by_role("button", name="Show the bot's keyboard")
    await toggle.click()
    await expect(keyboard).to_be_hidden()
    await toggle.click()
    await expect(keyboard).to_be_visible()


async def test_asked_for_reply_is_begun_without_taking_the_focus_away(stage: Stage) -> None:
    await stage.add_supervisor()
    chat_id = await stage.begin()

    await stage.page.get_by_role("button", name="EN", exact=True).focus()
    forced = {"force_reply": True, "input_field_placeholder": "A town"}
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Which town?", reply_markup=forced)
    await expect(stage.input).to_have_attribute("placeholder", "A town")
    await expect(stage.prospect.get_by_role("button", name="Cancel the reply")).to_be_visible()
    await expect(stage.page.get_by_role("button", name="EN", exact=True)).to_be_focused()
    await stage.input.fill("Kempele")
    await stage.input.press("Enter")
    await expect(stage.messages).to_have_count(3)
    assert (await stage.said(chat_id))["reply_to_message"]["message_id"] == sent["message_id"]


async def test_commands_menu_sends_the_command(stage: Stage) -> None:
    commands = [{"command": "help", "description": "What I can do"}, {"command": "stop", "description": "End"}]
    await stage.bot("setMyCommands", commands=commands)
    await stage.begin()
    await stage.prospect.get_by_role("button", name="Commands").press("Enter")
    await expect(stage.prospect.get_by_role("menuitem", name="/help What I can do")).to_be_focused()
    await stage.page.keyboard.press("ArrowDown")
    await stage.page.keyboard.press("Enter")
    await expect(stage.messages.last).to_contain_text("/stop")


@pytest.mark.parametrize(
    ("choice", "field"),
    [("Photo", "photo"), ("File", "document"), ("Voice message", "voice"), ("Sticker", "sticker")],
)
async def test_attachment_is_sent(stage: Stage, choice: str, field: str) -> None:
    chat_id = await stage.begin()
    await stage.prospect.get_by_role("button", name="Attach").click()
    await stage.prospect.get_by_role("menuitem", name=choice).click()
    await expect(stage.messages).to_have_count(2)
    assert field in await stage.said(chat_id)
