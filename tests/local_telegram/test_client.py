"""The real client library against the local Telegram: what it sends is understood, what comes back it understands."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter

from tests.driver import LocalTelegram, Talk
from tests.local_telegram.conftest import client


async def test_message_sent_by_library_stands_on_screen(bot: Bot, anna: Talk) -> None:
    markup = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Etänä", callback_data="q:remote", style="primary")],
            [InlineKeyboardButton("Kopioi", copy_text=CopyTextButton("123"))],
        ]
    )
    sent = await bot.send_message(anna.chat_id, "<b>Hei</b> 🙂 &amp; terve", parse_mode="HTML", reply_markup=markup)
    assert anna.screen.text == "Hei 🙂 & terve"
    assert anna.screen.rows == [["Etänä"], ["Kopioi"]]
    assert sent.text_html == "<b>Hei</b> 🙂 &amp; terve"
    assert anna.telegram.violations == []


async def test_tap_edits_screen_and_shows_notice(bot: Bot, anna: Talk) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Etänä", callback_data="q:remote")]])
    sent = await bot.send_message(anna.chat_id, "Missä?", reply_markup=markup)
    await anna.taps("Etä")
    [update] = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.data == "q:remote"
    await bot.edit_message_text("Selvä", anna.chat_id, sent.message_id)
    await update.callback_query.answer("Kiitos", show_alert=True)
    assert (anna.screen.text, anna.screen.buttons) == ("Selvä", [])
    notice = await anna.sees_notice("Kiitos")
    assert notice.alert


async def test_everything_a_person_sends_is_parsed_by_library(bot: Bot, anna: Talk) -> None:
    hello = await anna.says("/start vinkki")
    await anna.shares_contact()
    await anna.shares_location(65.01, 25.47)
    await anna.sends_photo("kuva")
    await anna.sends_document()
    await anna.sends_voice()
    await anna.sends_sticker()
    await anna.edits(hello, "hei")
    await anna.blocks()
    updates = await bot.get_updates(timeout=5)
    messages = [update.message for update in updates if update.message]
    assert messages[0].parse_entities(["bot_command"])
    assert messages[1].contact
    assert messages[1].contact.user_id == anna.user_id
    assert messages[2].location
    assert messages[3].photo
    assert messages[3].caption == "kuva"
    assert messages[4].document
    assert messages[5].voice
    assert messages[6].sticker
    assert updates[7].edited_message
    assert updates[7].edited_message.text == "hei"
    assert updates[8].my_chat_member
    assert updates[8].my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.chat_id, "hei")


async def test_offset_acknowledges_and_poll_waits_for_next(bot: Bot, anna: Talk) -> None:
    await anna.says("yksi")
    [first] = await bot.get_updates()
    assert anna.telegram.journal.acknowledged == []
    poll = asyncio.create_task(bot.get_updates(offset=first.update_id + 1, timeout=10))
    await anna.settled()
    assert anna.telegram.journal.acknowledged == [first.update_id]
    await anna.says("kaksi")
    [second] = await poll
    assert second.update_id == first.update_id + 1


async def test_second_poller_terminates_first(telegram: LocalTelegram, bot: Bot, anna: Talk) -> None:
    async with client(telegram) as other:
        first = asyncio.create_task(bot.get_updates(timeout=10))
        while not telegram.updates.polling:
            await telegram.updates.arrived.wait(5)
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        await anna.says("hei")
        assert len(await second) == 1


async def test_files_go_up_and_come_down(bot: Bot, anna: Talk) -> None:
    content = b"a;b\n1;2\n"
    sent = await bot.send_document(
        anna.chat_id, content, filename="leads.csv", caption="<i>kaikki</i>", parse_mode="HTML"
    )
    assert sent.document
    assert sent.document.file_name == "leads.csv"
    again = await bot.send_document(anna.chat_id, sent.document.file_id)
    assert again.document
    file = await bot.get_file(again.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content
    photo = await bot.send_photo(anna.chat_id, b"\x89PNG", caption="kuva")
    assert photo.photo
    assert anna.screen.text == "kuva"


async def test_reply_keyboard_is_shown_shares_contact_and_goes(bot: Bot, anna: Talk) -> None:
    keys = ReplyKeyboardMarkup([[KeyboardButton("Jaa numero", request_contact=True)]], one_time_keyboard=True)
    sent = await bot.send_message(anna.chat_id, "Numero?", reply_markup=keys)
    assert anna.keyboard == ["Jaa numero"]
    await anna.presses("Jaa numero")
    assert anna.keyboard == []
    [update] = await bot.get_updates()
    assert update.message
    assert update.message.contact
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Kiitos", anna.chat_id, sent.message_id)
    await bot.send_message(anna.chat_id, "Kiitos", reply_markup=ReplyKeyboardRemove())
    assert anna.keyboard == []


async def test_profile_and_commands_come_back_by_language(bot: Bot, anna: Talk) -> None:
    await bot.set_my_name("Työnohjaus", language_code="fi")
    await bot.set_my_name("Supervision")
    await bot.set_my_description("Kuvaus")
    await bot.set_my_short_description("Lyhyt")
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("start", "Aloita")], language_code="fi")
    assert (await bot.get_my_name("fi")).name == "Työnohjaus"
    assert (await bot.get_my_name("sv")).name == "Supervision"
    assert (await bot.get_my_description()).description == "Kuvaus"
    assert (await bot.get_my_short_description()).short_description == "Lyhyt"
    assert (await bot.get_my_commands(language_code="fi"))[0].description == "Aloita"
    model = anna.telegram.model
    assert model.shown_commands(anna.chat, "fi-FI")[0]["description"] == "Aloita"
    await bot.set_my_commands([BotCommand("leads", "Leads")], scope=BotCommandScopeChat(anna.chat_id))
    assert model.shown_commands(anna.chat, "fi")[0]["command"] == "leads"
    await bot.set_my_commands([], scope=BotCommandScopeChat(anna.chat_id))
    assert model.shown_commands(anna.chat, "en")[0]["description"] == "Begin"


async def test_icon_of_a_topic_is_set_kept_and_taken_away(telegram: LocalTelegram, bot: Bot, anna: Talk) -> None:
    desk = await telegram.group("Työpöytä", [anna], forum=True, administrator=True)
    first, second, *_ = [str(each.custom_emoji_id) for each in await bot.get_forum_topic_icon_stickers()]
    made = await bot.create_forum_topic(desk.chat_id, "Liidi 1", icon_custom_emoji_id=first)
    assert made.icon_custom_emoji_id == first
    topic = desk.chat.topics[made.message_thread_id]
    await bot.edit_forum_topic(desk.chat_id, topic.thread_id, name="Liidi 2")
    assert (topic.name, topic.icon) == ("Liidi 2", first)
    await bot.edit_forum_topic(desk.chat_id, topic.thread_id, icon_custom_emoji_id=second)
    assert (topic.name, topic.icon) == ("Liidi 2", second)
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.edit_forum_topic(desk.chat_id, topic.thread_id, icon_custom_emoji_id=second)
    await bot.edit_forum_topic(desk.chat_id, topic.thread_id, icon_custom_emoji_id="")
    assert topic.icon == ""
    with pytest.raises(BadRequest, match="Document_invalid"):
        await bot.edit_forum_topic(desk.chat_id, topic.thread_id, icon_custom_emoji_id="1")
    assert [violation["rule"] for violation in telegram.violations] == ["topic_icon_invalid"]


async def test_forum_desk_makes_topics_reacts_and_copies(telegram: LocalTelegram, bot: Bot, anna: Talk) -> None:
    desk = await telegram.group("Työpöytä", [anna], forum=True, administrator=True)
    topic = await bot.create_forum_topic(desk.chat_id, "Liidi 1")
    inside = await bot.send_message(desk.chat_id, "kortti", message_thread_id=topic.message_thread_id)
    assert inside.is_topic_message
    below = await bot.send_message(desk.chat_id, "alle", reply_parameters=ReplyParameters(inside.message_id))
    assert below.message_thread_id == topic.message_thread_id
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(desk.chat_id, "yleinen", message_thread_id=1)
    await bot.set_message_reaction(desk.chat_id, inside.message_id, ReactionTypeEmoji("👍"))
    copied = await bot.copy_message(anna.chat_id, desk.chat_id, inside.message_id)
    assert anna.screen.message_id == copied.message_id
    written = await desk.says("hei", thread_id=topic.message_thread_id)
    assert written["reply_to_message"]["message_id"] == topic.message_thread_id
    await bot.edit_forum_topic(desk.chat_id, topic.message_thread_id, name="Liidi 1 ✅")
    assert (await bot.get_chat(desk.chat_id)).is_forum
    await bot.delete_forum_topic(desk.chat_id, topic.message_thread_id)
    assert not any("message_thread_id" in message for message in desk.messages)


async def test_wrong_token_is_refused(telegram: LocalTelegram) -> None:
    with pytest.raises(InvalidToken):
        async with client(telegram, "7123456789:wrong"):
            pass


async def test_injected_429_arrives_as_retry_after(telegram: LocalTelegram, bot: Bot, anna: Talk) -> None:
    telegram.fails("429", method="sendMessage", retry_after=7)
    with pytest.raises(RetryAfter):
        await bot.send_message(anna.chat_id, "hei")
    await bot.send_message(anna.chat_id, "hei")
    assert telegram.violations == []


async def test_webhook_delivers_to_library_with_secret(telegram: LocalTelegram, bot: Bot, anna: Talk) -> None:
    got: asyncio.Queue[tuple[str, Update]] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), bot)
        assert update
        got.put_nowait((request.headers["X-Telegram-Bot-Api-Secret-Token"], update))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="vain-me")
        await anna.says("hei")
        secret, update = await asyncio.wait_for(got.get(), 5)
        await anna.settled()
        assert (secret, telegram.journal.acknowledged) == ("vain-me", [update.update_id])
        assert (await bot.get_webhook_info()).pending_update_count == 0
        with pytest.raises(Conflict, match="while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert not (await bot.get_webhook_info()).url
    finally:
        await runner.cleanup()
