"""Every kind of message, both ways, through the real client library; which of them can be edited and deleted."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    InputMediaPhoto,
    InputProfilePhotoStatic,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest

from tests.driver import LocalTelegram, Talk
from tests.local_telegram.conftest import BareClient, FakeClock

DAYS = 24 * 3600


async def newest(bot: Bot) -> Update:
    """The newest update, as the library reads it."""
    return (await bot.get_updates(allowed_updates=Update.ALL_TYPES))[-1]


async def written(bot: Bot) -> Message:
    """The newest message that somebody wrote."""
    message = (await newest(bot)).message
    assert message
    return message


# Telegram's own rule: https://github.com/tdlib/td, is_editable_message_content and can_have_message_content_caption.
FILES = ("photo", "document", "video", "audio", "animation")


@pytest.mark.parametrize(
    ("sent", "text", "caption", "media"),
    [
        ("message", "", "there is no caption in the message to edit", ""),
        *[(kind, "there is no text in the message to edit", "", "") for kind in FILES],
        ("voice", "there is no text in the message to edit", "", "message media can't be edited"),
        *[
            (kind, "message can't be edited", "message can't be edited", "message media can't be edited")
            for kind in ("sticker", "contact", "location", "poll")
        ],
    ],
)
async def test_old_message_of_each_kind_is_edited_as_telegram_allows(
    sent: str, text: str, caption: str, media: str, anna: Talk, bare: BareClient, clock: FakeClock
) -> None:
    file = anna.telegram.model.add_file("photo", b"x", name="a.png", mime_type="image/png").file_id
    about: dict[str, Any] = {"chat_id": anna.chat_id}
    content: dict[str, dict[str, Any]] = {
        "message": {"text": "hei"},
        "location": {"location": {"latitude": 1, "longitude": 1}},
        "animation": {"animation": {"file_id": file}},
    }
    source = await anna.sends(**content.get(sent, {sent: True, "caption": "vanha"}))
    copied = await bare.result("copyMessage", **about, from_chat_id=anna.chat_id, message_id=source["message_id"])
    about["message_id"] = copied["message_id"]
    clock.passes(49 * 3600)
    inline = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    expected: dict[str, tuple[str, dict[str, Any]]] = {
        "editMessageReplyMarkup": ("", {"reply_markup": inline}),
        "editMessageText": (text, {"text": "tyhjä"}),
        "editMessageCaption": (caption, {"caption": "tyhjä"}),
        "editMessageMedia": (media, {"media": {"type": "photo", "media": file, "caption": sent}}),
    }
    for method, (why, parameters) in expected.items():
        body = await bare.call(method, **about, **parameters)
        assert (body["ok"], body.get("description", "")) == (not why, f"Bad Request: {why}" if why else ""), method


@pytest.mark.parametrize(
    ("kind", "why"), [("private", "deleted for everyone"), ("group", "deleted for everyone"), ("supergroup", "deleted")]
)
async def test_one_message_too_old_keeps_all_of_a_bulk_deletion(
    kind: str, why: str, anna: Talk, bare: BareClient, clock: FakeClock
) -> None:
    talk = anna if kind == "private" else await anna.telegram.group("R", [anna], type=kind, administrator=True)
    old = await bare.result("sendMessage", chat_id=talk.chat_id, text="vanha")
    clock.passes(2 * DAYS + 1)
    new = await bare.result("sendMessage", chat_id=talk.chat_id, text="uusi")
    both = [old["message_id"], new["message_id"]]
    body = await bare.call("deleteMessages", chat_id=talk.chat_id, message_ids=both)
    assert body["description"] == f"Bad Request: message can't be {why}"
    assert [message["message_id"] for message in talk.messages] == both
    assert await bare.result("deleteMessages", chat_id=talk.chat_id, message_ids=[both[1], 99])
    assert [message["message_id"] for message in talk.messages] == both[:1]


async def test_album_goes_both_ways_and_stays_together(bot: Bot, anna: Talk) -> None:
    items = await anna.sends_album({"photo": True, "caption": "neljä kuvaa"}, *[{"photo": True}] * 3)
    updates = await bot.get_updates()
    assert len({update.message.media_group_id for update in updates if update.message}) == 1
    ids = [item["message_id"] for item in items]
    copied = await bot.copy_messages(anna.chat_id, anna.chat_id, ids)
    shown = anna.messages[-4:]
    assert [message["message_id"] for message in shown] == [copy.message_id for copy in copied]
    assert len({message["media_group_id"] for message in shown}) == 1
    assert shown[0]["media_group_id"] != items[0]["media_group_id"]
    # One message of an album, copied alone, is no album.
    await bot.copy_message(anna.chat_id, anna.chat_id, ids[0])
    assert "media_group_id" not in anna.messages[-1]
    assert anna.telegram.violations == []


async def test_bulk_copy_passes_over_what_cannot_be_copied(bot: Bot, anna: Talk) -> None:
    ids = [(await anna.sends(**each))["message_id"] for each in ({"text": "a"}, {"text": "b", "protected": True})]
    assert len(await bot.copy_messages(anna.chat_id, anna.chat_id, [*ids, 99])) == 1
    with pytest.raises(BadRequest, match="message can't be copied"):
        await bot.copy_message(anna.chat_id, anna.chat_id, ids[1])


async def test_quote_goes_both_ways(bot: Bot, anna: Talk) -> None:
    sent = await bot.send_message(anna.chat_id, "🙂 Ti klo 9 tai to klo 14")
    await anna.says("Tämä sopii!", reply_to=sent.message_id, quote="to klo 14")
    message = await written(bot)
    assert message.quote
    assert (message.quote.text, message.quote.position) == ("to klo 14", 16)
    reply = ReplyParameters(message.message_id, quote="sopii")
    back = await bot.send_message(anna.chat_id, "hyvä", reply_parameters=reply)
    assert back.quote
    assert back.quote.text == "sopii"


async def test_reply_to_a_message_of_another_chat_names_it(telegram: LocalTelegram, bot: Bot, anna: Talk) -> None:
    desk = await telegram.group("Työpöytä", [anna], type="supergroup", administrator=True)
    there = await desk.sends_photo("kuva")
    await anna.sends(text="tuo kuva", reply_to_message_id=there["message_id"], reply_in_chat_id=desk.chat_id)
    message = await written(bot)
    assert message.external_reply
    assert message.external_reply.photo
    assert message.external_reply.message_id == there["message_id"]
    reply = ReplyParameters(there["message_id"], chat_id=desk.chat_id, quote="kuva")
    back = await bot.send_message(anna.chat_id, "sama", reply_parameters=reply)
    assert back.external_reply
    assert back.quote


async def test_forwarded_message_says_who_wrote_it(bot: Bot, anna: Talk) -> None:
    await anna.sends(text="hei", forward_origin={"type": "hidden_user", "sender_user_name": "Pekka"})
    origin = (await written(bot)).forward_origin
    assert origin
    assert origin.type == "hidden_user"


async def test_reaction_of_a_person_comes_when_asked_for(bot: Bot, anna: Talk) -> None:
    sent = await bot.send_message(anna.chat_id, "hei")
    await anna.reacts(anna.screen, "👍")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await anna.reacts(anna.screen, "")
    change = (await newest(bot)).message_reaction
    assert change
    assert change.message_id == sent.message_id
    assert [len(change.old_reaction), len(change.new_reaction)] == [1, 0]


@pytest.mark.parametrize("content", [{"poll": True}, {"audio": True}, {"video": True, "caption": "a@b.fi"}])
async def test_kinds_seldom_sent_are_read_and_can_be_copied(
    content: dict[str, Any],
    bot: Bot,
    anna: Talk,
) -> None:
    await anna.sends(**content)
    message = await written(bot)
    assert await message.copy(anna.chat_id)
    assert not message.poll or message.poll.is_anonymous
    assert not message.video or message.parse_caption_entities([MessageEntity.EMAIL])


@pytest.mark.parametrize(
    ("on_behalf", "sender", "chat"),
    [
        ({"anonymous": True}, "GroupAnonymousBot", "Työpöytä"),
        ({"channel": "Kanava"}, "Channel_Bot", "Kanava"),
        ({"channel": "Kanava", "automatic_forward": True}, None, "Kanava"),
    ],
)
async def test_message_on_behalf_of_a_chat_names_both(
    on_behalf: dict[str, Any],
    sender: str | None,
    chat: str,
    telegram: LocalTelegram,
    bot: Bot,
    anna: Talk,
) -> None:
    desk = await telegram.group("Työpöytä", [anna], type="supergroup", administrator=True)
    said = await desk.sends(text="vastaus", **on_behalf)
    message = await written(bot)
    assert message.from_user
    assert message.from_user.username == sender
    assert message.sender_chat
    assert message.sender_chat.title == chat
    assert bool(message.is_automatic_forward) == ("automatic_forward" in on_behalf)
    await desk.edits(said, "korjattu")
    assert (await newest(bot)).edited_message


async def test_edit_by_a_person_changes_text_caption_or_file_and_comes_unchanged_too(bot: Bot, anna: Talk) -> None:
    text = await anna.says("sama")
    await anna.edits(text, "sama")
    update = await newest(bot)
    assert update.edited_message
    assert update.edited_message.text == "sama"
    wrong = await anna.sends(document={"file_name": "väärä.pdf"}, caption="tässä")
    await anna.edits(wrong, document={"file_name": "oikea.pdf"}, caption="tässä")
    edited = (await newest(bot)).edited_message
    assert edited
    assert edited.document
    assert (edited.document.file_name, edited.caption) == ("oikea.pdf", "tässä")
    await anna.edits(wrong, caption="uusi")
    edited = (await newest(bot)).edited_message
    assert edited
    assert edited.document
    assert (edited.document.file_name, edited.caption) == ("oikea.pdf", "uusi")


async def test_message_is_given_another_file_by_the_bot(bot: Bot, anna: Talk) -> None:
    sent = await bot.send_document(anna.chat_id, b"salaista", filename="todistus.pdf", caption="Todistus")
    await bot.edit_message_media(InputMediaPhoto(b"valkoista"), anna.chat_id, sent.message_id)
    [shown] = anna.messages
    assert "document" not in shown
    assert "caption" not in shown
    assert shown["photo"]


async def test_time_in_a_text_is_an_entity(bot: Bot, anna: Talk) -> None:
    html = '<tg-time unix="1790000000" format="wDT">ma klo 9</tg-time> <tg-time unix="0">ei</tg-time>'
    sent = await bot.send_message(anna.chat_id, html, parse_mode="HTML")
    [entity] = sent.entities
    assert (entity.type, entity.date_time_format, sent.text) == ("date_time", "wDT", "ma klo 9 ei")
    with pytest.raises(BadRequest, match="date-time format"):
        await bot.send_message(anna.chat_id, '<tg-time unix="1" format="x">a</tg-time>', parse_mode="HTML")


async def test_photo_of_the_bot_is_set_and_taken_away(bot: Bot, anna: Talk, bare: BareClient) -> None:
    await bot.set_my_profile_photo(InputProfilePhotoStatic(b"kuva"))
    assert (await bare.local("GET", f"chats/{anna.chat_id}"))["photo"]
    await bot.remove_my_profile_photo()
    assert (await bare.local("GET", f"chats/{anna.chat_id}"))["photo"] == ""


async def test_supergroup_that_becomes_public_says_so_when_asked(telegram: LocalTelegram, bot: Bot, anna: Talk) -> None:
    desk = await telegram.group("Työpöytä", [anna], type="supergroup")
    telegram.deeds.publish(desk.chat_id, "tyopoyta")
    chat = await bot.get_chat(desk.chat_id)
    assert (chat.username, chat.active_usernames) == ("tyopoyta", ("tyopoyta",))
    assert await bot.get_updates() == ()


async def test_forced_reply_waits_until_something_is_sent(anna: Talk, bare: BareClient) -> None:
    force = {"force_reply": True, "input_field_placeholder": "Vastaus"}
    sent = await bare.result("sendMessage", chat_id=anna.chat_id, text="Mitä?", reply_markup=force)
    assert anna.chat.keyboard == {**force, "message_id": sent["message_id"]}
    assert not (await bare.call("editMessageText", chat_id=anna.chat_id, message_id=1, text="x"))["ok"]
    await anna.says("tämä", reply_to=anna.screen)
    assert anna.chat.keyboard is None
