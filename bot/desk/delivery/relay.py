"""What goes between the supervisor and a prospect: one message for each, under one short line that says whose it is.

What has arrived is an act on the request: it is carried out in the transaction that notes the message. What does not
arrive as it was written is said to the person who wrote it, and nothing looks delivered that is not.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot.desk.delivery.cards import LeadGone, Posting
from bot.desk.delivery.letters import CAPTIONED, EDIT_LOST, WORDLESS, bubble, head_of
from bot.desk.delivery.prompts import show_outcome
from bot.errors import ChatMoved, DeliveryError, Refused, Unreachable
from bot.outbox.dispatcher import More
from bot.outbox.kinds import Letter, Original, QuickText, Sentence, TakenBack
from bot.requests.letters import is_thanks
from bot.requests.meetings import offer_shown, quick_text
from bot.requests.notify import seldom
from bot.requests.request import Lead, Status, lead_of, shown
from bot.requests.transitions import Act, Who
from bot.storage import Queued, StoredLead, Tx
from bot.telegram.api import REPLACED, Quote
from bot.telegram.emptying import empty
from bot.telegram.errors import MessageGone, QuoteGone
from bot.ui.render import DeskWriter, Writer, without_acts
from flows.dataclass import dataclass
from flows.text import N_, Text

DELIVERED = "👌"

EDIT_NOTICED = 60.0
"""From so many seconds on an edit is pointed out: what it changes may have been read, and relied on."""

RUNNABLE = re.compile(
    r"\.(apk|app|appimage|ba(t|sh)|chm|cmd|com|cpl|dmg|do[ct]m|exe|hta|x?html?|img|ins|iso|jar|jse?|lnk|m?html?|ms[cip]|"
    r"pif|pkg|po[tp]m|pp[ast]m|ps1|py|reg|sc[fr]|sh|svg|url|vb[es]?|ws[fh]|xl[ast]m)$",
    re.IGNORECASE,
)
"""Endings of files that can run something when they are opened."""

PASSED_ON = N_("desk.passed_on", "Passed on.")
BLOCKED = N_("desk.undelivered.blocked", "Not delivered: the sender has blocked the bot. {other}")
DELETED = N_("desk.undelivered.deleted", "Not delivered: the sender's Telegram account is deleted. {other}")
NO_VOICE = N_(
    "desk.undelivered.voice",
    "Not delivered: the sender has chosen in Telegram not to receive voice or video messages. Please write it instead.",
)
REFUSED = N_("desk.undelivered.refused", "Not delivered: Telegram won't let this message through. {other}")
WITHDRAWN = N_("desk.undelivered.erased", "Not delivered: the request was deleted before this could be sent.")
OTHER_WAYS = N_("desk.undelivered.other", "Other contact details are on the card, if any were given.")
MISSING = N_(
    "letter.missing",
    "There was more that Telegram won't let me pass on: a picture, a file or a recording. The sender knows.",
)
NOT_WHOLE = N_(
    "letter.not_whole",
    "Telegram won't let me pass this on as it is. The supervisor sees only the words you wrote with it. "
    "Please send the rest another way, or say it in words.",
)
CAN_RUN = N_(
    "letter.can_run",
    "Next comes a file from someone you may not know: {name}. It can run a program. Open it only if you expected it.",
)
TAKEN_BACK = N_(
    "desk.taken_back",
    "Taken back: the sender of request {number} no longer has it, but may have read it. The card shows the "
    "status of the request.",
)
NOT_TAKEN_BACK = N_("desk.not_taken_back", "Telegram won't let me take that back any more.")
EDITED = N_("letter.edited", "The sender has changed this message.")
REACTED = N_("letter.reacted", "a reaction that cannot be shown here")


@dataclass(frozen=True, slots=True)
class Relay(Posting):
    """Sends what goes between the two: each method is called after the kind it sends."""

    async def from_prospect(self, queued: Queued[Letter]) -> int | More:
        """Bring the supervisor what a prospect has written since, so that it can be replied to."""
        lead, card = await self.lead(queued)
        letter, name = queued.payload, queued.payload.file_name
        thanks = is_thanks(letter) and lead.status == Status.ANSWERED and not lead.handling.waits_since
        silent = thanks or await self.store.transaction(lambda tx: self.silent(tx, lead))
        if RUNNABLE.search(name) and not letter.announced:
            html = DeskWriter(self.desk_speak).say(CAN_RUN.filled(name=name))
            await self.post_letter(queued, html, reply_to=card, silent=silent)
            return More(replace(letter, announced=True))
        try:
            arrived = await self._sent(queued, lead, below=card, silent=silent)
        except (LeadGone, MessageGone):
            raise
        except Refused:
            if letter.kind == "text" and letter.html:
                return More(replace(letter, html=""))  # as it is, then
            return await self._words_alone(queued, lead, below=card, silent=silent)
        if arrived is None or isinstance(arrived, More) or letter.kind == "reaction":
            return arrived or 0
        if await self._marked(queued) is False:  # deleted by its writer in the meantime
            await self.api.delete(queued.chat_id, arrived)
            return 0
        act = Act.THANKED if thanks else Act.WRITTEN
        await self.store.transaction(lambda tx: self.desk.act(tx, lead.number, act))
        return arrived

    async def from_supervisor(self, queued: Queued[Letter]) -> int | More:
        """Bring a prospect what the supervisor has written, and mark it as delivered; or say why it was not."""
        try:
            lead, _ = await self.lead(queued)
            arrived = await self._sent(queued, lead, below=0)
        except (Unreachable, Refused) as error:
            await self._undelivered(queued, error)
            raise
        if isinstance(arrived, More) or (arrived and queued.payload.kind == "reaction"):
            return arrived
        marked = await self._marked(queued) if arrived else False
        if arrived and marked is not False:
            await self._delivered(queued, marked=marked)
            return arrived
        if arrived:
            await self.api.delete(queued.chat_id, arrived)
        await self.store.transaction(lambda tx: show_outcome(tx, queued, "gone"))
        return 0

    async def quick_text(self, queued: Queued[QuickText]) -> int:
        """Bring a prospect a quick text."""
        try:
            lead, _ = await self.lead(queued)
            writer = Writer(self.speak[lead.language])
            made = await self.store.transaction(lambda tx: quick_text(tx, lead.number, queued.payload, writer))
            if made is None:
                await self.store.transaction(lambda tx: show_outcome(tx, queued, "replaced"))
                return 0
            head = head_of(lead, writer.speak, to_writer=True, repeated=queued.repeat)
            message_id = await self.api.post(queued.chat_id, f"{head}\n{made.html}", made.rows)
        except (Unreachable, Refused) as error:
            await self.store.transaction(lambda tx: offer_shown(tx, int(queued.ref), queued.payload.round, 0))
            await self._undelivered(queued, error)
            raise
        await self.letter(queued, message_id)
        await self.store.transaction(lambda tx: offer_shown(tx, int(queued.ref), queued.payload.round, message_id))
        await self._delivered(queued, marked=await self._marked(queued))
        return message_id

    async def edited(self, queued: Queued[Letter]) -> int:
        """Let an edit follow in the copy; where it cannot, say so to the person who made it."""
        source = (queued.payload.chat_id, queued.payload.message_id)
        copy, row, waits = await self.store.transaction(
            lambda tx: (tx.letters.copy_of(*source), tx.leads.kept(int(queued.ref)), _waits(tx, queued))
        )
        if row is None:
            return 0
        followed = False
        if copy is not None:
            with suppress(Refused, Unreachable):  # said below, and over: tried on, it would hold up whatever comes next
                followed = await self._edited(queued, lead_of(row), copy)
        if not followed and not waits:
            await self._say_below(queued, EDIT_LOST, lead_of(row))
        if followed and copy is not None and copy[0] != row.chat_id:
            at_desk = copy
            await self.store.transaction(lambda tx: self._point_out(tx, queued, row, at_desk))
        return copy[1] if copy is not None else 0

    def _point_out(self, tx: Tx, queued: Queued[Letter], row: StoredLead, copy: tuple[int, int]) -> None:
        """Say below a copy that has changed that it has, unless it was new: it may have been read as it was before."""
        sent_at = next(
            (each.sent_at for each in tx.letters.about(row.number) if (each.chat_id, each.message_id) == copy), 0.0
        )
        if queued.created_at - sent_at < EDIT_NOTICED:
            return
        topic_id = row.topic_id if row.card_chat_id == copy[0] else 0
        silent = self.silent(tx, lead_of(row))
        said = Sentence(EDITED, self.language, reply_to=copy[1], thread=topic_id, silent=silent)
        seldom(tx, copy[0], "say", f"edited:{copy[1]}", said, every=EDIT_NOTICED)

    async def taken_back(self, queued: Queued[TakenBack]) -> int:
        """Take a message of the supervisor's away from the prospect's chat; say below it what became of that."""
        api, copy = self.api, queued.payload.copy
        gone = await api.delete(queued.chat_id, copy) or await empty(api, queued.chat_id, copy, "", "–")
        await self._say_below(queued, TAKEN_BACK.filled(number=shown(int(queued.ref))) if gone else NOT_TAKEN_BACK)
        return 0

    async def _edited(self, queued: Queued[Letter], lead: Lead, copy: tuple[int, int]) -> bool:
        letter, kind, words = queued.payload, queued.payload.kind, _words(queued, lead)
        head = head_of(lead, self._writer(queued, lead).speak, to_writer=queued.chat_id == lead.chat_id)
        html = words if letter.album else bubble(head, words, kind) or words
        if kind == "text":
            return await self.api.edit(*copy, html)
        if kind in REPLACED and letter.file_id:
            return await self.api.edit_file(*copy, kind, letter.file_id, html)
        return await self.api.edit_caption(*copy, html)

    async def _sent(self, queued: Queued[Letter], lead: Lead, *, below: int, silent: bool = False) -> int | More | None:
        """Send the next message of a row; its id, None when what was to be copied is gone.

        Head and words are one message; where one cannot hold both, the head comes below, once the rest has arrived.
        A sticker, a place or a contact needs none where it is a reply: that says what it is about.
        """
        letter, writer = queued.payload, self._writer(queued, lead)
        to_writer, kind = queued.chat_id == lead.chat_id, letter.kind
        head = head_of(lead, writer.speak, to_writer=to_writer, origin=letter.origin, repeated=queued.repeat)
        if letter.copied:
            await self.post_letter(queued, head, reply_to=letter.copied, silent=True)
            return letter.copied
        reply_to = await self.store.transaction(lambda tx: _answers(tx, queued))
        quote = letter.quote if reply_to else None
        if kind == "reaction":
            html = f"{head}\n{letter.html or writer.say(REACTED)}"
            return await self.post_letter(queued, html, reply_to=reply_to or below, silent=silent)
        whole = None if letter.others else bubble(head, _words(queued, lead), kind)
        if kind == "text" and whole is not None and letter.html:
            source = (letter.chat_id, letter.message_id)
            return await self.post_letter(
                queued, whole, reply_to=reply_to or below, silent=silent, quote=quote, source=source
            )
        if whole is None and queued.repeat:
            return await self.announced_again(queued, writer.speak)
        try:
            copied = await self._copied(queued, whole if kind in CAPTIONED else None, reply_to or below, quote, silent)
        except MessageGone:
            return None  # deleted by its writer in the meantime
        except ChatMoved as error:
            if queued.chat_id > 0:
                raise Refused("what is to be copied is in a group that has moved") from error
            raise
        says_itself = kind in WORDLESS and (reply_to or below) and not letter.origin
        whole_arrived = says_itself or (whole is not None and kind in CAPTIONED)
        return copied if whole_arrived else More(replace(letter, copied=copied))

    async def _copied(
        self, queued: Queued[Letter], html: str | None, below: int, quote: Quote | None, silent: bool
    ) -> int:
        """Copy what was written, an album as one, and return the id of the (first) copy."""
        letter, api, chat_id = queued.payload, self.api, queued.payload.chat_id
        sources = sorted((letter.message_id, *(each.message_id for each in letter.others)))
        copies: list[int] = []

        async def send(topic_id: int, reply_to: int) -> int:
            if len(sources) > 1:
                copies[:] = await api.copy_album(queued.chat_id, chat_id, sources, thread_id=topic_id, silent=silent)
                return copies[0]
            one = partial(
                api.copy,
                queued.chat_id,
                chat_id,
                sources[0],
                html,
                reply_to=reply_to,
                silent=silent,
                file_id=letter.file_id,
            )
            try:
                copies[:] = [await one(quote=quote, thread_id=topic_id)]
            except QuoteGone:
                copies[:] = [await one(thread_id=topic_id)]
            return copies[0]

        first = await self.in_topic(queued, send, below)
        known = sources if len(copies) == len(sources) else [0] * len(copies)
        for copy, source in zip(copies, known, strict=True):
            await self.letter(queued, copy, (chat_id, source))
        if known is not sources:
            raise Refused("part of an album cannot be copied")
        return first

    async def _words_alone(self, queued: Queued[Letter], lead: Lead, *, below: int, silent: bool) -> int:
        """Bring the supervisor the words of what Telegram refuses to copy, and tell both that something is missing."""
        speak = self.desk_speak
        head = head_of(lead, speak, to_writer=False, origin=queued.payload.origin, repeated=queued.repeat)
        words = _words(queued, lead) if queued.payload.kind != "text" else ""
        html = bubble(head, "\n".join(filter(None, (words, DeskWriter(speak).faint(MISSING)))), "text") or head
        message_id = await self.post_letter(queued, html, reply_to=below, silent=silent)
        await self._say_below(queued, NOT_WHOLE, lead)
        await self.store.transaction(lambda tx: self.desk.act(tx, lead.number, Act.WRITTEN))
        return message_id

    def _writer(self, queued: Queued[object], lead: Lead) -> Writer:
        if queued.chat_id == lead.chat_id:
            return Writer(self.speak[lead.language])
        return DeskWriter(self.desk_speak)

    async def _marked(self, queued: Queued[Original]) -> bool | None:
        """Put the mark of delivery on what was written; False when it is deleted, None where no mark can be put."""
        try:
            return await self.api.react(queued.payload.chat_id, queued.payload.message_id, DELIVERED)
        except DeliveryError:
            return None  # only a mark: the message itself has arrived, and must not be sent again for this

    async def _delivered(self, queued: Queued[Letter | QuickText], *, marked: bool | None) -> None:
        """Note that an answer has arrived; where no mark says so, words do."""
        by = Who(queued.payload.by_id, queued.payload.by)

        def note(tx: Tx) -> None:
            self.desk.act(tx, int(queued.ref), Act.ANSWERED, by, written_at=queued.created_at)
            show_outcome(tx, queued, "sent")

        await self.store.transaction(note)
        if marked is None:  # groups may forbid reactions
            await self._say_below(queued, PASSED_ON)

    async def _undelivered(self, queued: Queued[Letter | QuickText], error: DeliveryError) -> None:
        """Say below the supervisor's message why it did not arrive."""
        if isinstance(error, LeadGone):
            await self._say_below(queued, WITHDRAWN)
            return
        await self.store.transaction(lambda tx: show_outcome(tx, queued, "failed"))
        reason = str(error).lower()
        signs = {"blocked": BLOCKED, "deactivated": DELETED, "voice_messages_forbidden": NO_VOICE}
        text = next((text for sign, text in signs.items() if sign in reason), REFUSED)
        await self._say_below(queued, text if text is NO_VOICE else text.filled(other=OTHER_WAYS))

    async def _say_below(self, queued: Queued[Original], text: Text, lead: Lead | None = None) -> None:
        """Say something below what was written, to the person who wrote it; `lead` where that may be the prospect."""
        below = queued.payload
        language = lead.language if lead is not None and below.chat_id == lead.chat_id else self.language
        said = Sentence(text, language, reply_to=below.message_id, thread=below.thread)
        await self.store.transaction(lambda tx: tx.outbox.queue(below.chat_id, "say", payload=said))


def _words(queued: Queued[Letter], lead: Lead) -> str:
    """Return what was written, as html; at the desk a tap on a stranger's words carries nothing out."""
    return queued.payload.html if queued.chat_id == lead.chat_id else without_acts(queued.payload.html)


def _answers(tx: Tx, queued: Queued[Letter]) -> int:
    """Return the message in the row's chat that what was written replies to, 0 for none there."""
    letter = queued.payload
    there = tx.letters.counterpart(letter.chat_id, letter.reply_to) if letter.reply_to else None
    return there[1] if there is not None and there[0] == queued.chat_id else 0


def _waits(tx: Tx, queued: Queued[Letter]) -> bool:
    """Tell whether an edited message of the supervisor waits to be let go: it goes as it is then."""
    row = tx.leads.kept(int(queued.ref))
    held = lead_of(row).handling.held if row is not None else None
    source = (queued.payload.chat_id, queued.payload.message_id)
    return held is not None and source in [(held.chat_id, each) for each in held.messages]
