"""How the supervisor's photo becomes the bot's."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.delivery.cards import Posting
from bot.desk.delivery.prompts import owe_slip
from bot.errors import Refused
from bot.outbox.kinds import Photo, ProfileSlip
from bot.requests.profile import PHOTO, keep, read
from bot.storage import Owed, Tx
from bot.ui.render import Writer
from flows.dataclass import dataclass
from flows.text import N_

PHOTO_REFUSED = N_(
    "profile.photo.refused",
    "Telegram did not take that picture as a profile photo. Send another one, at least 200 pixels wide and high.",
)


@dataclass(frozen=True, slots=True)
class PhotoSending(Posting):
    """Makes the supervisor's photo the bot's."""

    async def profile_photo(self, owed: Owed[Photo]) -> int:
        """Set the bot's profile photo, or take it away, and show the field as it is then."""
        file_id = owed.payload.file_id
        try:
            await (self.api.set_photo(file_id) if file_id else self.api.remove_photo())
        except Refused:
            return await self.api.post(owed.chat_id, Writer(self.desk_speak).say(PHOTO_REFUSED))
        await self.store.transaction(lambda tx: _photo_is(tx, owed.chat_id, file_id))
        return 0


def _photo_is(tx: Tx, chat_id: int, file_id: str) -> None:
    keep(tx, replace(read(tx), photo=file_id))
    owe_slip(tx, chat_id, "profile", ProfileSlip(key=PHOTO))
