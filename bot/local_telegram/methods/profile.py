"""The bot's own face: who it is, its name and descriptions per language, its commands, its photo."""

from __future__ import annotations

import re

from bot.local_telegram import rules
from bot.local_telegram.calls import Call, Method
from bot.local_telegram.rules import refusal
from bot.local_telegram.shapes import Json

SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(call: Call) -> Json:
    """getMe: the bot as a User with its abilities."""
    return {
        **call.model.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(call: Call) -> bool:
    """setMyCommands: at most 100, by scope and language."""
    commands = call.parameters.listed("commands")
    if len(commands) > rules.COMMANDS:
        raise refusal("too_many_commands")
    kept: list[Json] = []
    for given in commands:
        if not isinstance(given, dict):
            raise refusal("json_invalid", name="commands")
        command = str(given.get("command", "")).strip().removeprefix("/")
        description = str(given.get("description", "")).strip()
        if not command:
            raise refusal("command_empty")
        if len(command) > rules.COMMAND_LENGTH:
            raise refusal("command_too_long")
        if not re.fullmatch(r"[a-z0-9_]+", command):
            raise refusal("command_invalid")
        if not description:
            raise refusal("command_description_empty")
        if len(description) > rules.COMMAND_DESCRIPTION_LENGTH:
            raise refusal("command_description_too_long")
        kept.append({"command": command, "description": description})
    call.model.commands[_scope(call), _language(call)] = kept
    return True


def get_my_commands(call: Call) -> list[Json]:
    """getMyCommands: exactly those set for this scope and language."""
    return call.model.commands.get((_scope(call), _language(call)), [])


def _scope(call: Call) -> str:
    given = call.parameters.parsed("scope") or {"type": "default"}
    if not isinstance(given, dict) or given.get("type") not in SCOPES:
        raise refusal("command_scope_invalid", why="unsupported type specified")
    names = SCOPES[given["type"]]
    if any(not given.get(name) for name in names):
        raise refusal("command_scope_invalid", why="chat_id is empty")
    if names and int(given["chat_id"]) not in call.model.chats:
        raise refusal("chat_not_found")
    return ":".join([given["type"], *(str(given[name]) for name in names)])


def _language(call: Call) -> str:
    code = call.parameters.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise refusal("language_code_invalid")
    return code


def _setter(what: str, longest: int) -> Method:
    def set_text(call: Call) -> bool:
        """Keep the text for the language; an empty one takes it back."""
        text = call.parameters.text(what)
        if len(text) > longest:
            raise refusal(f"{what}_too_long")
        call.model.profile[what, _language(call)] = text
        return True

    return set_text


def _getter(what: str) -> Method:
    def get_text(call: Call) -> Json:
        """The text for the language, or the one for all others; the name is never empty."""
        first_name = str(call.model.bot["first_name"]) if what == "name" else ""
        return {what: call.model.shown_profile(what, _language(call)) or first_name}

    return get_text


def set_my_profile_photo(call: Call) -> bool:
    """setMyProfilePhoto (Bot API 9.4): an InputProfilePhotoStatic or ...Animated, always a new upload."""
    if not call.parameters.text("photo"):
        raise refusal("profile_photo_missing")
    given = call.parameters.parsed("photo")
    if not isinstance(given, dict):
        raise refusal("profile_photo_no_object")
    field = {"static": "photo", "animated": "animation"}.get(str(given.get("type")))
    if field is None:
        raise refusal("profile_photo_type_unknown")
    upload = call.parameters.files.get(str(given.get(field, "")).removeprefix("attach://"))
    if upload is None or not upload.content:
        raise refusal("profile_photo_no_upload")
    stored = call.model.add_file("photo", upload.content, name=upload.name or field, mime_type=upload.mime_type)
    call.model.photo = stored.file_id
    return True


def remove_my_profile_photo(call: Call) -> bool:
    """removeMyProfilePhoto (Bot API 9.4); true also when there is none."""
    call.model.photo = ""
    return True


set_my_name, get_my_name = _setter("name", rules.NAME_LENGTH), _getter("name")
set_my_description = _setter("description", rules.DESCRIPTION_LENGTH)
get_my_description = _getter("description")
set_my_short_description = _setter("short_description", rules.SHORT_DESCRIPTION_LENGTH)
get_my_short_description = _getter("short_description")
