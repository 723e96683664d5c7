"""Raw updates become events; what the bot ignores becomes nothing; what is malformed raises."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message
from telegram.constants import MessageAttachmentType, MessageEntityType, UpdateType

from bot.events import (
    Command,
    Membership,
    Migrated,
    Other,
    Place,
    Sender,
    SharedContact,
    SharedLocation,
    Tap,
    Typed,
)
from bot.telegram.library import html_of
from bot.telegram.updates import ALLOWED_UPDATES, KINDS, KNOWN, MARKING, chat_id_of, parse

ANNA = {
    "id": 7,
    "is_bot": False,
    "first_name": "Anna",
    "last_name": "Virtanen",
    "username": "anna",
    "language_code": "fi",
}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
GROUP = {"id": -100, "type": "supergroup", "title": "Desk"}
SENDER = Sender(7, "Anna", "Virtanen", "anna", "fi")
PLACE = Place(7, "private", 5)
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


def message(**content: Any) -> dict[str, Any]:
    """A raw message of Anna's, in her own chat unless told otherwise."""
    return {"message_id": 5, "date": 1700000000, "chat": PRIVATE, "from": ANNA, **content}


def event(raw: dict[str, Any], field: str = "message") -> Any:
    """What an update with this content is to the bot."""
    return parse({"update_id": 1, field: raw}, "helper_bot")


def command(text: str, length: int) -> dict[str, Any]:
    """A raw message whose first `length` characters are a command."""
    return message(text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}])


def test_text_becomes_typed() -> None:
    assert event(message(text="hei")) == Typed(SENDER, PLACE, "hei")


def test_edited_text_is_marked() -> None:
    assert event(message(text="hei", edit_date=1700000001), "edited_message") == Typed(SENDER, PLACE, "hei", True)


@pytest.mark.parametrize(
    ("text", "length", "name", "arguments"),
    [
        ("/start", 6, "start", ""),
        ("/Start  web_fi ", 6, "start", "web_fi"),
        ("/start@Helper_Bot x y", 17, "start", "x y"),
        ("/find\nOulu", 5, "find", "Oulu"),
    ],
)
def test_command_is_split(text: str, length: int, name: str, arguments: str) -> None:
    assert event(command(text, length)) == Command(SENDER, PLACE, name, arguments)


def test_command_for_another_bot_is_ignored() -> None:
    assert event(command("/start@othername", 16)) is None


def test_edited_command_is_text_and_runs_nothing() -> None:
    assert event(command("/delete", 7), "edited_message") == Typed(SENDER, PLACE, "/delete", True)


def test_command_later_in_the_text_is_text() -> None:
    raw = message(text="try /help", entities=[{"type": "bot_command", "offset": 4, "length": 5}])
    assert event(raw) == Typed(SENDER, PLACE, "try /help")


@pytest.mark.parametrize(("user_id", "own"), [(7, True), (8, False), (None, False)])
def test_contact_is_own_only_with_the_senders_id(user_id: int | None, own: bool) -> None:
    contact = {"phone_number": "+358401234567", "first_name": "A"}
    if user_id:
        contact["user_id"] = user_id  # type: ignore[assignment]  # mixed values, as in JSON
    assert event(message(contact=contact)) == SharedContact(SENDER, PLACE, "+358401234567", own)


def test_location_and_venue_are_points() -> None:
    point = {"latitude": 65.01, "longitude": 25.47}
    venue = {"location": point, "title": "Tori", "address": "Oulu"}
    assert event(message(location=point)) == SharedLocation(SENDER, PLACE, 65.01, 25.47)
    assert event(message(location=point, venue=venue)) == SharedLocation(SENDER, PLACE, 65.01, 25.47)


def test_moving_live_location_is_ignored() -> None:
    assert event(message(location={"latitude": 1, "longitude": 2}), "edited_message") is None


@pytest.mark.parametrize(
    ("content", "kind", "caption"),
    [
        ({"photo": PHOTO, "caption": "look"}, "photo", "look"),
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, "voice", ""),
        (
            {
                "animation": {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1},
                "document": {"file_id": "f", "file_unique_id": "u"},
            },
            "animation",
            "",
        ),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice", ""),
        ({"thing_of_the_future": {"a": 1}}, "thing_of_the_future", ""),
    ],
)
def test_other_content_has_the_apis_name(content: dict[str, Any], kind: str, caption: str) -> None:
    assert event(message(**content)) == Other(SENDER, PLACE, kind, caption)


def test_edited_caption_is_marked() -> None:
    assert event(message(photo=PHOTO, caption="b"), "edited_message") == Other(SENDER, PLACE, "photo", "b", True)


def test_words_in_the_name_of_a_chat_are_its_members_in_a_group() -> None:
    anonymous = event(message(text="x", chat=GROUP, sender_chat={**GROUP, "title": "Toimisto"}))
    assert isinstance(anonymous, Typed)
    assert (anonymous.sender.user_id, anonymous.sender.first_name) == (GROUP["id"], "Toimisto")
    channel = {"id": -9, "type": "channel", "title": "Kanava"}
    assert isinstance(event(message(text="x", chat=GROUP, sender_chat=channel)), Typed)
    assert event(message(text="x", sender_chat=channel)) is None


@pytest.mark.parametrize(
    "raw",
    [
        message(text="x", **{"from": {"id": 9, "is_bot": True, "first_name": "Bot"}}),
        {"message_id": 5, "date": 1, "chat": GROUP, "text": "x"},
        message(text="x", chat=GROUP, sender_chat={"id": -9, "type": "channel"}, is_automatic_forward=True),
        message(text="x", chat={"id": -5, "type": "channel"}),
        message(chat=GROUP, new_chat_members=[ANNA]),
        message(pinned_message=message(text="x")),
    ],
    ids=["bot", "nobody", "on behalf of a chat", "channel", "somebody joined", "pinned"],
)
def test_what_is_not_a_persons_message_is_ignored(raw: dict[str, Any]) -> None:
    assert event(raw) is None


@pytest.mark.parametrize("field", ["channel_post", "poll", "something_new"])
def test_unwanted_kind_of_update_is_ignored(field: str) -> None:
    raw = {"id": "1", "question": "q", "options": [], "total_voter_count": 0, "is_closed": False}
    raw |= {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
    raw |= {"allows_revoting": False, "members_only": False, "country_codes": []}
    content = message(text="x", chat={"id": -5, "type": "channel"}) if field == "channel_post" else raw
    assert event(content, field) is None


def test_tap_names_its_message() -> None:
    raw = {"id": "q", "from": ANNA, "chat_instance": "c", "message": message(text="?"), "data": "a:b"}
    assert event(raw, "callback_query") == Tap(SENDER, PLACE, "q", "a:b")


def test_tap_on_an_old_message_still_names_it() -> None:
    old = {"chat": PRIVATE, "message_id": 5, "date": 0}
    raw = {"id": "q", "from": ANNA, "chat_instance": "c", "message": old, "data": "a:b"}
    assert event(raw, "callback_query") == Tap(SENDER, PLACE, "q", "a:b")


def test_tap_without_data_or_message_is_ignored() -> None:
    tap = {"id": "q", "from": ANNA, "chat_instance": "c"}
    assert event({**tap, "inline_message_id": "i", "data": "a"}, "callback_query") is None
    assert event({**tap, "message": message(text="?"), "game_short_name": "g"}, "callback_query") is None


def test_blocking_becomes_membership() -> None:
    bot = {"id": 9, "is_bot": True, "first_name": "Bot"}
    raw = {
        "chat": PRIVATE,
        "from": ANNA,
        "date": 1,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": "kicked", "user": bot, "until_date": 0},
    }
    assert event(raw, "my_chat_member") == Membership(SENDER, Place(7, "private"), "kicked")


def test_group_that_grew_is_migrated_from_both_sides() -> None:
    old = {"id": -5, "type": "group", "title": "Desk"}
    assert event(message(chat=old, migrate_to_chat_id=-100)) == Migrated(-5, -100)
    assert event(message(chat=GROUP, migrate_from_chat_id=-5)) == Migrated(-5, -100)


def test_reply_is_one_only_where_somebody_chose_it() -> None:
    card = {"message_id": 3, "date": 1, "chat": GROUP, "text": "card"}
    topic = {"message_id": 2, "date": 1, "chat": GROUP, "text": "topic"}
    in_topic: dict[str, Any] = {"chat": GROUP, "message_thread_id": 2, "is_topic_message": True, "text": "x"}

    assert event(message(chat=GROUP, text="x", reply_to_message=card, message_thread_id=3)).place == Place(
        -100, "supergroup", 5, 3, 0
    )
    assert event(message(**in_topic, reply_to_message=card)).place == Place(-100, "supergroup", 5, 3, 2)
    assert event(message(**in_topic, reply_to_message=topic)).place == Place(-100, "supergroup", 5, 0, 2)


@pytest.mark.parametrize(
    "raw",
    [{}, {"update_id": 1, "message": {"text": "x"}}, {"update_id": 1, "callback_query": {"id": 1}}],
    ids=["no id", "message without chat", "tap without sender"],
)
def test_malformed_update_raises(raw: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, AttributeError)):
        parse(raw, "helper_bot")


@pytest.mark.parametrize(
    ("raw", "chat_id"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 7}}}, 7),
        ({"update_id": 1, "callback_query": {"message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "message": {"chat": 3}}, 0),
        ("no update", 0),
    ],
)
def test_chat_of_a_broken_update_is_found_where_there_is_one(raw: object, chat_id: int) -> None:
    assert chat_id_of(raw) == chat_id


def test_allowed_updates_are_those_that_become_events() -> None:
    assert ALLOWED_UPDATES == ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")


def test_fields_and_kinds_are_those_that_the_library_knows() -> None:
    fields = {name for name in Message.__slots__ if not name.startswith("_")} - {"from_user"} | {"from"}
    assert fields | {"message_id", "date", "chat"} == KNOWN
    assert {kind.value for kind in MessageAttachmentType} | {"checklist", "giveaway"} == set(KINDS)
    assert set(ALLOWED_UPDATES) <= {kind.value for kind in UpdateType}


@pytest.mark.parametrize("kind", MessageEntityType)
def test_entity_shows_in_the_html_exactly_when_it_is_a_marking_one(kind: MessageEntityType) -> None:
    more = {"user": {"id": 1, "is_bot": False, "first_name": "A"}, "url": "https://example.org", "unix_time": 1}
    entity = {"type": kind.value, "offset": 0, "length": 3, "custom_emoji_id": "5", **more}
    assert (html_of("abc", [entity]) != "abc") is (kind.value in MARKING)
