"""What the prospect's side owes beside its screen: the reminder, the brief, their data, word to the supervisor."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.links import USERNAME
from bot.outbox.dispatcher import More
from bot.outbox.kinds import Part, Sentence
from bot.prospect import standing
from bot.prospect.data_export import CAPTION, DATA_CAPTION, DATA_NAME, NAME, everything, in_words, language_of
from bot.prospect.features import brief, reminder
from bot.prospect.state import loaded
from bot.prospect.views.screens import View
from bot.requests.profile import read as read_profile
from bot.requests.sent_messages import keep_letter
from bot.storage import Owed, Store
from bot.telegram import Api
from bot.telegram.errors import TopicGone
from bot.ui.callbacks import Brief
from bot.ui.render import DeskWriter, Writer
from flows.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ProspectSending:
    """Each method is called after the kind it sends."""

    store: Store
    api: Api
    view: View
    zone: ZoneInfo

    async def come_back(self, owed: Owed[object]) -> int:
        """Remind somebody who asked for it; the screen that follows is a row of its own."""
        await self.store.transaction(lambda tx: reminder.come_back(tx, owed.chat_id, self.zone))
        return 0

    async def brief(self, owed: Owed[Brief]) -> int:
        """Post the text that can be forwarded to the one who pays."""
        row, username, profile = await self.store.transaction(
            lambda tx: (tx.chats.load(owed.chat_id), str(tx.settings.get(USERNAME, "")), read_profile(tx))
        )
        if row is None:
            return 0
        writer = Writer(self.view.speak[owed.payload.language])
        html = brief.text(loaded(row).answers, writer, username, profile, told=owed.payload.answers)
        return await self.api.post(owed.chat_id, writer.sent_again(owed.repeat) + html, brief.ways_on(writer, username))

    async def export(self, owed: Owed[Part]) -> int | More:
        """Send a person everything that is held about them: to be read, then for other programs."""
        language = await self.store.transaction(lambda tx: language_of(tx, owed.chat_id))
        writer = Writer(self.view.speak[language])
        again = writer.sent_again(owed.repeat)
        if owed.payload.part:
            data = await self.store.transaction(lambda tx: everything(tx, owed.chat_id))
            return await self.api.send_document(owed.chat_id, data, DATA_NAME, again + writer.say(DATA_CAPTION))
        words = await self.store.transaction(lambda tx: in_words(tx, owed.chat_id, self.view.speak))
        name = f"{writer.speak(NAME)}.txt"
        await self.api.send_document(owed.chat_id, words.encode(), name, again + writer.say(CAPTION))
        return More(Part(1))

    async def told(self, owed: Owed[Sentence]) -> int:
        """Tell the supervisor in one sentence what a prospect has done with their request, below its card."""
        writer = DeskWriter(self.view.speak[self.view.supervisor_language])
        html = writer.sent_again(owed.repeat) + writer.say(owed.payload.text)
        row = await self.store.transaction(lambda tx: tx.leads.load(int(owed.ref)))
        reply_to, silent = owed.payload.reply_to, owed.payload.silent
        topic_id = row.topic_id if row is not None and row.card_chat_id == owed.chat_id else 0
        try:
            message_id = await self.api.post(owed.chat_id, html, reply_to=reply_to, thread_id=topic_id, silent=silent)
        except TopicGone:
            message_id = await self.api.post(owed.chat_id, html, reply_to=reply_to, silent=silent)
        if owed.payload.letter:
            await self.store.transaction(lambda tx: keep_letter(tx, owed, message_id))
        return message_id

    async def standing(self, owed: Owed[Sentence]) -> int:
        """Tell a prospect how their request stands; the screen or the sentence is a row of its own."""
        text, quietly = owed.payload.text, owed.payload.quietly
        await self.store.transaction(lambda tx: standing.tell(tx, int(owed.ref), text, quietly=quietly))
        return 0

    async def closed(self, owed: Owed[object]) -> int:
        """Tell a prospect that their request is closed, if it still is."""
        await self.store.transaction(lambda tx: standing.tell_closed(tx, int(owed.ref)))
        return 0
