"""How rows of the profile are sent: the photo that becomes the bot's, and which message asks for which field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.desk.delivery.prompts import owe_slip
from bot.desk.profile.asked import Asked, remember
from bot.errors import Refused
from bot.requests.profile import PHOTO, keep, read
from bot.storage import Owed, Store, Tx
from bot.telegram import Api
from bot.ui.i18n import Translator
from bot.ui.render import Writer
from flows.text import N_

PHOTO_REFUSED = N_(
    "profile.photo.refused",
    "Telegram did not take that picture as a profile photo. Send another one, at least 200 pixels wide and high.",
)


@dataclass(frozen=True, slots=True)
class PhotoSending:
    """Makes the supervisor's photo the bot's."""

    store: Store
    api: Api
    speak: Translator

    def kinds(self) -> Mapping[str, Callable[[Owed], Awaitable[int]]]:
        """Return the function for every kind of row."""
        return {"profile_photo": self.photo}

    async def photo(self, owed: Owed) -> int:
        """Set the bot's profile photo, or take it away, and show the field as it is then."""
        file_id = str(owed.payload["file_id"])
        try:
            await (self.api.set_photo(file_id) if file_id else self.api.remove_photo())
        except Refused:
            return await self.api.post(owed.chat_id, Writer(self.speak).say(PHOTO_REFUSED))
        await self.store.transaction(lambda tx: _photo_is(tx, owed, file_id))
        return 0


def _photo_is(tx: Tx, owed: Owed, file_id: str) -> None:
    keep(tx, replace(read(tx), photo=file_id))
    owe_slip(tx, owed.chat_id, "profile", field=PHOTO)


def remember_asked(tx: Tx, owed: Owed, message_id: int) -> None:
    """Remember that the message just posted asks for the field of its row."""
    payload = owed.payload
    asked = Asked(owed.chat_id, message_id, payload["field"], payload["language"], payload["series"])
    remember(tx, asked, opens=not payload["fault"])  # what follows a text that is too long may be the rest of it
