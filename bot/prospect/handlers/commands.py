"""The prospect's commands, in English and in Finnish."""

from __future__ import annotations

from dataclasses import replace

from bot.events import Command
from bot.links import START_LINK
from bot.prospect.decision import Context, Decision, ExportData, Say
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from flows.text import N_, Text

MENU: dict[str, tuple[tuple[str, ...], Text]] = {
    "start": (("start",), N_("command.start", "start, or carry on where you were")),
    "help": (("help", "ohje", "apua"), N_("command.help", "what I can do, and help when it is urgent")),
    "language": (("language", "kieli"), N_("command.language", "suomi or English")),
    "privacy": (("privacy", "tietosuoja"), N_("command.privacy", "what is stored, why, and for how long")),
    "mydata": (("mydata", "omattiedot"), N_("command.mydata", "everything stored about you, as a file")),
    "delete": (("delete", "poista"), N_("command.delete", "delete everything about you")),
    "cancel": (("cancel", "peru"), N_("command.cancel", "carry on later")),
}
"""Each command: its names (English first, Finnish last) and the line in Telegram's menu."""

NAMES = {name: command for command, (names, _) in MENU.items() for name in names}


def on_command(conversation: Conversation, command: Command, context: Context, *, new: bool) -> Decision:
    """Decide a command; `new` when nothing was known of the chat before it."""
    match NAMES.get(command.name):
        case "start":
            return _start(conversation, command.arguments, context, new=new)
        case "help":
            return Decision(conversation.at(context.now, beside="help"))
        case "language":
            return Decision(conversation.at(context.now, beside="language"))
        case "privacy":
            return Decision(conversation.at(context.now, beside="privacy"))
        case "mydata" | "delete" if new:
            return Decision(None, effects=(Say(notices.NOTHING_STORED),))
        case "mydata":
            return Decision(conversation, effects=(ExportData(),))
        case "delete":
            return Decision(conversation.at(context.now, beside="erase"))
        case "cancel" if not new:
            return Decision(conversation.at(context.now, beside="stopped"))
        case _:
            return Decision(conversation.at(context.now, notice=None if new else notices.UNKNOWN_COMMAND))


def _start(conversation: Conversation, payload: str, context: Context, *, new: bool) -> Decision:
    if not new:
        begun = "welcome" in conversation.answers and conversation.state is State.ASKING and not conversation.sent
        return Decision(conversation.at(context.now, beside="again" if begun else ""))
    link = START_LINK.fullmatch(payload)
    if link is None:
        return Decision(conversation)
    language = link["language"] if link["language"] in context.speak else conversation.language
    return Decision(replace(conversation, language=language or conversation.language, source=link["source"] or ""))
