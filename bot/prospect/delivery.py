"""What the prospect's side owes beside its screen: the reminder, the brief, their data, word to the supervisor."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.links import USERNAME
from bot.outbox.dispatcher import More
from bot.prospect import standing
from bot.prospect.data_export import CAPTION, DATA_CAPTION, DATA_NAME, NAME, everything, in_words, language_of
from bot.prospect.features import brief, reminder
from bot.prospect.state import loaded
from bot.prospect.views.screens import View
from bot.storage import Owed, Store, Tx
from bot.telegram import Api
from bot.telegram.errors import TopicGone
from bot.ui.render import DeskWriter, Writer
from bot.ui.texts import text_from_json


@dataclass(frozen=True, slots=True)
class ProspectSending:
    """One method for each kind."""

    store: Store
    api: Api
    view: View
    zone: ZoneInfo

    def kinds(self) -> Mapping[str, Callable[[Owed], Awaitable[int | More]]]:
        """Return what sends each kind of row."""
        return {
            reminder.KIND: self.come_back,
            brief.KIND: self.brief,
            "export": self.export,
            "told": self.told,
            "standing": self.standing,
            "closed": self.closed,
        }

    async def come_back(self, owed: Owed) -> int:
        """Remind somebody who asked for it; the screen that follows is a row of its own."""
        await self.store.transaction(lambda tx: reminder.come_back(tx, owed.chat_id, self.zone))
        return 0

    async def brief(self, owed: Owed) -> int:
        """Post the text that can be forwarded to the one who pays."""
        language, told = str(owed.payload["language"]), bool(owed.payload["answers"])
        row, username = await self.store.transaction(
            lambda tx: (tx.chats.load(owed.chat_id), str(tx.settings.get(USERNAME, "")))
        )
        if row is None:
            return 0
        writer = Writer(self.view.speak[language])
        html = brief.text(loaded(row).answers, writer, username, told=told)
        return await self.api.post(owed.chat_id, writer.sent_again(owed.repeat) + html)

    async def export(self, owed: Owed) -> int | More:
        """Send a person everything that is held about them: to be read, then for other programs."""
        language = await self.store.transaction(lambda tx: language_of(tx, owed.chat_id))
        writer = Writer(self.view.speak[language])
        again = writer.sent_again(owed.repeat)
        if owed.payload == DATA_NAME:
            data = await self.store.transaction(lambda tx: everything(tx, owed.chat_id))
            return await self.api.send_document(owed.chat_id, data, DATA_NAME, again + writer.say(DATA_CAPTION))
        words = await self.store.transaction(lambda tx: in_words(tx, owed.chat_id, self.view.speak))
        name = f"{writer.speak(NAME)}.txt"
        await self.api.send_document(owed.chat_id, words.encode(), name, again + writer.say(CAPTION))
        return More(DATA_NAME)

    async def told(self, owed: Owed) -> int:
        """Tell the supervisor in one sentence what a prospect has done with their request, below its card."""
        writer = DeskWriter(self.view.speak[self.view.supervisor_language])
        html = writer.sent_again(owed.repeat) + writer.say(text_from_json(owed.payload["text"]))
        row = await self.store.transaction(lambda tx: tx.leads.load(int(owed.ref)))
        reply_to = int(owed.payload["reply_to"])
        topic_id = row.topic_id if row is not None and row.card_chat_id == owed.chat_id else 0
        silent = bool(owed.payload.get("silent"))
        try:
            message_id = await self.api.post(owed.chat_id, html, reply_to=reply_to, thread_id=topic_id, silent=silent)
        except TopicGone:
            message_id = await self.api.post(owed.chat_id, html, reply_to=reply_to, silent=silent)
        if owed.payload.get("letter"):
            await self.store.transaction(lambda tx: _keep_letter(tx, owed, message_id))
        return message_id

    async def standing(self, owed: Owed) -> int:
        """Tell a prospect how their request stands; the screen or the sentence is a row of its own."""
        text, quietly = text_from_json(owed.payload["text"]), bool(owed.payload["quietly"])
        await self.store.transaction(lambda tx: standing.tell(tx, int(owed.ref), text, quietly=quietly))
        return 0

    async def closed(self, owed: Owed) -> int:
        """Tell a prospect that their request is closed, if it still is."""
        await self.store.transaction(lambda tx: standing.tell_closed(tx, int(owed.ref)))
        return 0


def _keep_letter(tx: Tx, owed: Owed, message_id: int) -> None:
    """Remember that a message at the desk is about a request; one erased meanwhile takes it along."""
    row = tx.leads.load(int(owed.ref))
    if row is not None and row.status != "erased":
        tx.letters.keep(owed.chat_id, message_id, row.number)
        return
    payload = {"card": 0, "letters": [[message_id, "text", tx.now]], "topic": 0}
    tx.outbox.owe(owed.chat_id, "erased", ref=owed.ref, payload=payload)
