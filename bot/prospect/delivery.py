"""What the prospect's side sends beside its screen: the reminder, the brief, their data, word to the supervisor."""

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
from bot.storage import Queued, Store
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

    async def come_back(self, queued: Queued[object]) -> int:
        """Remind somebody who asked for it; the screen that follows is a row of its own."""
        await self.store.transaction(lambda tx: reminder.come_back(tx, queued.chat_id, self.zone))
        return 0

    async def brief(self, queued: Queued[Brief]) -> int:
        """Post the text that can be forwarded to the one who pays."""
        row, username, profile = await self.store.transaction(
            lambda tx: (tx.chats.load(queued.chat_id), str(tx.settings.get(USERNAME, "")), read_profile(tx))
        )
        if row is None:
            return 0
        writer = Writer(self.view.speak[queued.payload.language])
        html = brief.text(loaded(row).answers, writer, username, profile, told=queued.payload.answers)
        return await self.api.post(
            queued.chat_id, writer.sent_again(queued.repeat) + html, brief.ways_on(writer, username)
        )

    async def export(self, queued: Queued[Part]) -> int | More:
        """Send a person everything that is held about them: to be read, then for other programs."""
        language = await self.store.transaction(lambda tx: language_of(tx, queued.chat_id))
        writer = Writer(self.view.speak[language])
        again = writer.sent_again(queued.repeat)
        if queued.payload.part:
            data = await self.store.transaction(lambda tx: everything(tx, queued.chat_id))
            return await self.api.send_document(queued.chat_id, data, DATA_NAME, again + writer.say(DATA_CAPTION))
        words = await self.store.transaction(lambda tx: in_words(tx, queued.chat_id, self.view.speak))
        name = f"{writer.speak(NAME)}.txt"
        await self.api.send_document(queued.chat_id, words.encode(), name, again + writer.say(CAPTION))
        return More(Part(1))

    async def told(self, queued: Queued[Sentence]) -> int:
        """Tell the supervisor in one sentence what a prospect has done with their request, below its card."""
        writer = DeskWriter(self.view.speak[self.view.supervisor_language])
        html = writer.sent_again(queued.repeat) + writer.say(queued.payload.text)
        row = await self.store.transaction(lambda tx: tx.leads.load(int(queued.ref)))
        reply_to, silent = queued.payload.reply_to, queued.payload.silent
        topic_id = row.topic_id if row is not None and row.card_chat_id == queued.chat_id else 0
        try:
            message_id = await self.api.post(queued.chat_id, html, reply_to=reply_to, thread_id=topic_id, silent=silent)
        except TopicGone:
            message_id = await self.api.post(queued.chat_id, html, reply_to=reply_to, silent=silent)
        if queued.payload.letter:
            await self.store.transaction(lambda tx: keep_letter(tx, queued, message_id))
        return message_id

    async def standing(self, queued: Queued[Sentence]) -> int:
        """Tell a prospect how their request stands; the screen or the sentence is a row of its own."""
        text, quietly = queued.payload.text, queued.payload.quietly
        await self.store.transaction(lambda tx: standing.tell(tx, int(queued.ref), text, quietly=quietly))
        return 0

    async def closed(self, queued: Queued[object]) -> int:
        """Tell a prospect that their request is closed, if it still is."""
        await self.store.transaction(lambda tx: standing.tell_closed(tx, int(queued.ref)))
        return 0
