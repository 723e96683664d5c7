"""For every rule of the table a call that breaks it, and the scene it happens in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.local_telegram.flood import Limits, Rate
from tests.driver import Talk
from tests.local_telegram.conftest import BareClient, FakeClock


@dataclass(frozen=True, slots=True)
class Scene:
    """What a case needs: a person, a plain group of theirs where the bot is a mere member, the client, the clock."""

    anna: Talk
    group: Talk
    bare: BareClient
    clock: FakeClock
    photo: str

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A call about Anna's chat unless it says otherwise."""
        return await self.bare.call(method, **{"chat_id": self.anna.chat_id, **parameters})

    async def say(self, **parameters: Any) -> dict[str, Any]:
        """sendMessage of "hei" with these parameters."""
        return await self.call("sendMessage", **{"text": "hei", **parameters})

    async def keys(self, *rows: list[Any], **parameters: Any) -> dict[str, Any]:
        """sendMessage with an inline keyboard."""
        return await self.say(reply_markup={"inline_keyboard": list(rows)}, **parameters)

    async def sent(self, **parameters: Any) -> int:
        """The id of a message that the bot has sent."""
        message_id: int = (await self.say(**parameters))["result"]["message_id"]
        return message_id

    async def edit(self, **parameters: Any) -> dict[str, Any]:
        """editMessageText to "moi" with these parameters."""
        return await self.call("editMessageText", **{"text": "moi", **parameters})

    async def tapped(self) -> str:
        """The id of a query from a tap."""
        await self.keys([button()])
        return await self.anna.taps("A")

    async def commands(self, *commands: tuple[str, str]) -> dict[str, Any]:
        """setMyCommands."""
        listed = [{"command": command, "description": description} for command, description in commands]
        return await self.bare.call("setMyCommands", commands=listed)

    async def forum(self) -> Talk:
        """A forum where the bot is an administrator."""
        return await self.anna.telegram.group("Foorumi", [self.anna], forum=True, administrator=True)


Case = Callable[[Scene], Awaitable[dict[str, Any]]]


def button(**fields: Any) -> dict[str, Any]:
    """An inline button, right unless `fields` say otherwise."""
    return {"text": "A", **({"callback_data": "a"} if not fields else {}), **fields}


async def not_modified(scene: Scene) -> dict[str, Any]:
    return await scene.edit(message_id=await scene.sent(), text="hei")


async def message_not_editable(scene: Scene) -> dict[str, Any]:
    return await scene.edit(message_id=(await scene.anna.says("oma"))["message_id"])


async def message_without_text(scene: Scene) -> dict[str, Any]:
    photo = await scene.call("sendPhoto", photo=scene.photo)
    return await scene.edit(message_id=photo["result"]["message_id"])


async def media_not_editable(scene: Scene) -> dict[str, Any]:
    voice = await again(scene, "copyMessage", voice=True)
    media = {"type": "photo", "media": scene.photo}
    return await scene.call("editMessageMedia", message_id=voice["result"]["message_id"], media=media)


async def album_kind_fixed(scene: Scene) -> dict[str, Any]:
    photos = await scene.anna.sends_album({"photo": True}, {"photo": True})
    sent = await copies(scene, *(photo["message_id"] for photo in photos))
    media = {"type": "document", "media": scene.photo}
    return await scene.call("editMessageMedia", message_id=sent["result"][0]["message_id"], media=media)


async def again(scene: Scene, method: str, **content: Any) -> dict[str, Any]:
    """What Anna has sent, copied to her."""
    written = await scene.anna.sends(**content)
    return await scene.call(method, from_chat_id=scene.anna.chat_id, message_id=written["message_id"])


async def copies(scene: Scene, *message_ids: int) -> dict[str, Any]:
    return await scene.call("copyMessages", from_chat_id=scene.anna.chat_id, message_ids=message_ids)


async def quote_not_found(scene: Scene) -> dict[str, Any]:
    return await scene.say(reply_parameters={"message_id": await scene.sent(), "quote": "moi"})


async def voice_forbidden(scene: Scene) -> dict[str, Any]:
    scene.anna.refuses_voice()
    return await again(scene, "copyMessage", voice=True)


async def message_not_deletable(scene: Scene) -> dict[str, Any]:
    group = await scene.anna.telegram.group("Superryhmä", [scene.anna], type="supergroup")
    theirs = await group.says("oma")
    return await scene.call("deleteMessage", chat_id=group.chat_id, message_id=theirs["message_id"])


async def message_not_deletable_everywhere(scene: Scene) -> dict[str, Any]:
    message_id = await scene.sent()
    scene.clock.passes(48 * 3600 + 1)
    return await scene.call("deleteMessage", message_id=message_id)


async def query_invalid(scene: Scene) -> dict[str, Any]:
    query_id = await scene.tapped()
    await scene.bare.result("answerCallbackQuery", callback_query_id=query_id)
    return await scene.bare.call("answerCallbackQuery", callback_query_id=query_id)


async def query_too_old(scene: Scene) -> dict[str, Any]:
    query_id = await scene.tapped()
    scene.clock.passes(151)
    return await scene.bare.call("answerCallbackQuery", callback_query_id=query_id)


async def file_too_big(scene: Scene) -> dict[str, Any]:
    stored = scene.anna.telegram.model.add_file("document", bytes(20 * 1024 * 1024 + 1), name="a", mime_type="a/b")
    return await scene.call("getFile", file_id=stored.file_id)


async def topic_closed(scene: Scene) -> dict[str, Any]:
    forum = await scene.forum()
    topic = await scene.bare.result("createForumTopic", chat_id=forum.chat_id, name="Liidi")
    thread_id = topic["message_thread_id"]
    forum.chat.bot_status, forum.chat.topics[thread_id].closed = "member", True
    return await scene.say(chat_id=forum.chat_id, message_thread_id=thread_id)


async def topic_not_modified(scene: Scene) -> dict[str, Any]:
    forum = await scene.forum()
    topic = await scene.bare.result("createForumTopic", chat_id=forum.chat_id, name="Liidi")
    thread_id = topic["message_thread_id"]
    return await scene.call("editForumTopic", chat_id=forum.chat_id, message_thread_id=thread_id, name="Liidi")


async def topic_name_invalid(scene: Scene) -> dict[str, Any]:
    return await scene.call("createForumTopic", chat_id=(await scene.forum()).chat_id, name="")


async def bad_topic(scene: Scene, **icon: Any) -> dict[str, Any]:
    return await scene.call("createForumTopic", chat_id=(await scene.forum()).chat_id, name="Liidi", **icon)


async def no_right_to_topics(scene: Scene) -> dict[str, Any]:
    forum = await scene.forum()
    forum.chat.bot_status = "member"
    return await scene.call("createForumTopic", chat_id=forum.chat_id, name="Liidi")


async def topic_not_found(scene: Scene) -> dict[str, Any]:
    return await scene.say(chat_id=(await scene.forum()).chat_id, message_thread_id=99)


async def migrated(scene: Scene) -> dict[str, Any]:
    new = scene.anna.telegram.deeds.migrate(scene.group.chat_id)
    body = await scene.say(chat_id=scene.group.chat_id)
    assert body["parameters"] == {"migrate_to_chat_id": new.chat_id}
    await scene.bare.result("sendMessage", chat_id=new.chat_id, text="hei")
    return body


async def webhook_active(scene: Scene) -> dict[str, Any]:
    await scene.bare.result("setWebhook", url="https://example.org/hook")
    return await scene.bare.call("getUpdates")


async def blocked(scene: Scene) -> dict[str, Any]:
    await scene.anna.blocks()
    return await scene.say()


async def bot_is(scene: Scene, status: str) -> dict[str, Any]:
    scene.anna.telegram.deeds.bot_standing(scene.group.chat_id, scene.anna.user_id, status)
    return await scene.say(chat_id=scene.group.chat_id)


async def chat_not_found(scene: Scene) -> dict[str, Any]:
    stranger = await scene.anna.telegram.person("Tuntematon", started=False)
    return await scene.say(chat_id=stranger.chat_id)


async def flood(scene: Scene) -> dict[str, Any]:
    scene.anna.telegram.flood.limits = Limits(private=Rate(0.5, 1))
    await scene.sent()
    body = await scene.say()
    assert body["parameters"] == {"retry_after": 2}
    return body


async def unauthorized(scene: Scene) -> dict[str, Any]:
    return await at_address(scene, f"{scene.anna.telegram.url}/bot1:wrong/getMe")


async def at_address(scene: Scene, address: str) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        body: dict[str, Any] = await response.json()
        return body


async def message_without_caption(scene: Scene) -> dict[str, Any]:
    return await scene.call("editMessageCaption", message_id=await scene.sent(), caption="moi")


async def reaction_invalid(scene: Scene) -> dict[str, Any]:
    reaction = [{"type": "emoji", "emoji": "✅"}]
    return await scene.call("setMessageReaction", message_id=await scene.sent(), reaction=reaction)


async def inline_keyboard_expected(scene: Scene) -> dict[str, Any]:
    return await scene.edit(message_id=await scene.sent(), reply_markup={"keyboard": [["A"]]})


async def media_invalid(scene: Scene) -> dict[str, Any]:
    media = {"type": "poem", "media": "x"}
    return await scene.call("editMessageMedia", message_id=await scene.sent(), media=media)


async def ended_poll(scene: Scene, by: str, **parameters: Any) -> dict[str, Any]:
    """The answer to a long poll that another call ends."""
    updates = scene.anna.telegram.updates
    poll = asyncio.create_task(scene.bare.call("getUpdates", timeout=10))
    while not updates.polling:
        await updates.arrived.wait(5)
    await scene.bare.result(by, **parameters)
    return await poll


KEY = {"text": "Jaa", "request_contact": True}
PLACE = {"text": "Jaa", "request_location": True}

CASES: dict[str, Case] = {
    "text_empty": lambda s: s.say(text=" \n "),
    "text_too_long": lambda s: s.say(text="ä" * 4097),
    "edited_text_too_long": lambda s: s.edit(message_id=1, text="ä" * 4097),
    "caption_too_long": lambda s: s.call("sendPhoto", photo=s.photo, caption="ä" * 1025),
    "entities_unparsable": lambda s: s.say(text="<b>hei", parse_mode="HTML"),
    "parse_mode_unknown": lambda s: s.say(parse_mode="Wiki"),
    "markup_no_json": lambda s: s.say(reply_markup="{"),
    "markup_no_object": lambda s: s.say(reply_markup="[]"),
    "markup_rows": lambda s: s.say(reply_markup={"inline_keyboard": [button()]}),
    "button_broken": lambda s: s.keys(["A"]),
    "button_text_empty": lambda s: s.keys([button(text="", callback_data="a")]),
    "button_without_action": lambda s: s.keys([button(style="primary")]),
    "button_with_two_actions": lambda s: s.keys([button(callback_data="a", url="https://example.org")]),
    "button_data_invalid": lambda s: s.keys([button(callback_data="ä" * 33)]),
    "button_url_invalid": lambda s: s.keys([button(url="no address")]),
    "button_copy_text_invalid": lambda s: s.keys([button(copy_text={"text": "x" * 257})]),
    "button_style_unknown": lambda s: s.keys([button(callback_data="a", style="pink")]),
    "too_many_buttons": lambda s: s.keys(*[[button()]] * 101),
    "too_many_buttons_in_row": lambda s: s.keys([button()] * 9),
    "key_text_empty": lambda s: s.say(reply_markup={"keyboard": [[""]]}),
    "contact_outside_private": lambda s: s.say(chat_id=s.group.chat_id, reply_markup={"keyboard": [[KEY]]}),
    "location_outside_private": lambda s: s.say(chat_id=s.group.chat_id, reply_markup={"keyboard": [[PLACE]]}),
    "inline_keyboard_expected": inline_keyboard_expected,
    "chat_missing": lambda s: s.bare.call("sendMessage", text="hei"),
    "chat_not_found": chat_not_found,
    "message_id_missing": lambda s: s.edit(),
    "message_to_edit_not_found": lambda s: s.edit(message_id=999),
    "message_to_reply_not_found": lambda s: s.say(reply_parameters={"message_id": 999}),
    "quote_not_found": quote_not_found,
    "message_ids_missing": lambda s: s.call("deleteMessages", message_ids=[]),
    "message_ids_unordered": lambda s: copies(s, 2, 1),
    "message_not_copyable": lambda s: again(s, "copyMessage", photo=True, protected=True),
    "nothing_to_copy": lambda s: copies(s, 7, 8),
    "voice_forbidden": voice_forbidden,
    "media_not_editable": media_not_editable,
    "album_kind_fixed": album_kind_fixed,
    "profile_photo_missing": lambda s: s.call("setMyProfilePhoto"),
    "profile_photo_no_object": lambda s: s.call("setMyProfilePhoto", photo="[]"),
    "profile_photo_type_unknown": lambda s: s.call("setMyProfilePhoto", photo={"type": "oil"}),
    "profile_photo_no_upload": lambda s: s.call("setMyProfilePhoto", photo={"type": "static", "photo": s.photo}),
    "message_to_copy_not_found": lambda s: s.call("copyMessage", from_chat_id=s.anna.chat_id, message_id=999),
    "message_to_react_not_found": lambda s: s.call("setMessageReaction", message_id=999),
    "message_to_delete_not_found": lambda s: s.call("deleteMessage", message_id=999),
    "message_not_editable": message_not_editable,
    "message_without_text": message_without_text,
    "message_without_caption": message_without_caption,
    "message_not_deletable": message_not_deletable,
    "message_not_deletable_everywhere": message_not_deletable_everywhere,
    "not_modified": not_modified,
    "too_many_messages": lambda s: s.call("deleteMessages", message_ids=list(range(101))),
    "reaction_invalid": reaction_invalid,
    "action_unknown": lambda s: s.call("sendChatAction", action="dancing"),
    "content_missing": lambda s: s.call("sendPhoto"),
    "media_invalid": media_invalid,
    "file_id_wrong": lambda s: s.call("sendDocument", document="AgACAgQAAx"),
    "file_id_invalid": lambda s: s.call("getFile", file_id="AgACAgQAAx"),
    "file_too_big": file_too_big,
    "number_invalid": lambda s: s.edit(message_id="viisi"),
    "json_invalid": lambda s: s.call("setMyCommands", commands="{"),
    "answer_too_long": lambda s: s.call("answerCallbackQuery", text="ä" * 201),
    "query_invalid": query_invalid,
    "query_too_old": query_too_old,
    "too_many_commands": lambda s: s.commands(*[("a", "b")] * 101),
    "command_invalid": lambda s: s.commands(("Apua", "b")),
    "command_empty": lambda s: s.commands(("/", "b")),
    "command_too_long": lambda s: s.commands(("a" * 33, "b")),
    "command_description_empty": lambda s: s.commands(("a", " ")),
    "command_description_too_long": lambda s: s.commands(("a", "b" * 257)),
    "command_scope_invalid": lambda s: s.call("getMyCommands", scope={"type": "planet"}),
    "language_code_invalid": lambda s: s.call("setMyName", name="a", language_code="suomi"),
    "name_too_long": lambda s: s.call("setMyName", name="a" * 65),
    "description_too_long": lambda s: s.call("setMyDescription", description="a" * 513),
    "short_description_too_long": lambda s: s.call("setMyShortDescription", short_description="a" * 121),
    "not_a_forum": lambda s: s.call("createForumTopic", name="Liidi"),
    "topic_not_found": topic_not_found,
    "topic_closed": topic_closed,
    "topic_not_modified": topic_not_modified,
    "topic_name_invalid": topic_name_invalid,
    "topic_icon_invalid": lambda s: bad_topic(s, icon_custom_emoji_id="1"),
    "topic_colour_invalid": lambda s: bad_topic(s, icon_color=1),
    "no_right_to_topics": no_right_to_topics,
    "migrated": migrated,
    "webhook_url_invalid": lambda s: s.call("setWebhook", url="http://example.org/hook"),
    "secret_too_long": lambda s: s.call("setWebhook", url="https://example.org", secret_token="a" * 257),
    "secret_invalid": lambda s: s.call("setWebhook", url="https://example.org", secret_token="a b"),
    "webhook_active": webhook_active,
    "other_poller": lambda s: ended_poll(s, "getUpdates"),
    "poller_ended_by_webhook": lambda s: ended_poll(s, "setWebhook", url="https://example.org"),
    "unauthorized": unauthorized,
    "method_unknown": lambda s: s.call("sendTelepathy"),
    "not_found": lambda s: at_address(s, f"{s.anna.telegram.url}/botless/getMe"),
    "blocked": blocked,
    "kicked": lambda s: bot_is(s, "kicked"),
    "left": lambda s: bot_is(s, "left"),
    "flood": flood,
}
