"""The icon of a request's topic, which follows its status like the name does.

Only the icons that Telegram offers to everybody can be used, and which those are is Telegram's to say
(getForumTopicIconStickers): each status has several in order of liking. Without any, the name alone says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.errors import BotError
from bot.requests.request import Status
from bot.telegram import Api
from bot.telegram.topics import icons

LIKED: Mapping[str, tuple[str, ...]] = {
    Status.NEW: ("❗", "🔥", "💡"),
    Status.TAKEN: ("📝", "📆", "🔎"),
    Status.ANSWERED: ("💬", "🗣", "📣"),
    Status.HANDLED: ("✅", "🏁", "🏆"),
    Status.NOT_FIT: ("📁", "📚"),
}


@dataclass(slots=True)
class Icons:
    """Telegram's icons, asked for once; asked again when they could not be had."""

    known: dict[str, str] = field(default_factory=dict)

    async def of(self, api: Api, status: str) -> str:
        """Return the custom emoji id for a status, "" where there is none; never a reason to hold anything up."""
        if not self.known:
            try:
                self.known = await icons(api)
            except BotError:  # an older Bot API server does not even know the method
                return ""
        return next((self.known[emoji] for emoji in LIKED.get(status, ()) if emoji in self.known), "")
