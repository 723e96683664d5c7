"""How statistics and files are sent to the supervisor: gathered, drawn in a worker thread, sent.

A file with personal data does not stay in the chat: it is deleted a day later, while Telegram still lets a bot do so
(48 hours), and what is erased until then cannot be found there afterwards.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from math import inf
from tempfile import TemporaryFile
from typing import IO, TypeVar
from zoneinfo import ZoneInfo

from bot.desk.delivery.cards import Posting
from bot.desk.delivery.letters import CAPTION_LIMIT
from bot.desk.delivery.prompts import take_away_later
from bot.desk.reports.chart import picture
from bot.desk.reports.spreadsheet import Columns, Sheet
from bot.desk.reports.spreadsheet import sheet as sheet_file
from bot.desk.reports.statistics import Figures, figures, first_day
from bot.desk.reports.statistics_text import EMPTY, period_buttons, sheet, told
from bot.errors import DeliveryError, MissingPackage
from bot.outbox.dispatcher import More
from bot.outbox.kinds import Answering, LeadsFile
from bot.requests.as_text import printed
from bot.requests.request import lead_of, shown
from bot.requests.sent_messages import keep_mentions
from bot.storage import Queued, Store, StoredLead, Tx
from bot.ui.i18n import Translator
from bot.ui.render import LIMIT, SENT_AGAIN, DeskWriter, length, paragraphs, plain
from flows.dataclass import dataclass
from flows.text import N_

PAGE = 200
"""Requests read in one transaction, so that a long list holds nobody up."""

AT_ONCE = 1000
"""From how many requests on a message counts up while their file is made."""

FIRST_DAY = "0000-00-00"
A = TypeVar("A", bound=Answering)

MOST_BYTES = 45 * 2**20
"""From so many bytes on a .csv file goes on in another: Telegram takes 50 MB (Bot API, sendDocument)."""

NO_PICTURE = N_(
    "stats.no_picture",
    "The picture cannot be drawn: the package {package} is missing where the bot runs. The figures in words:",
)
NO_FILE = N_(
    "export.no_file",
    "The .{ending} file cannot be made: the package {package} is missing where the bot runs. /export csv needs none.",
)
CAPTION = N_(
    "export.file.caption",
    "All requests: {count}. They contain personal data, so I delete what I sent from this chat in 24 hours. "
    "Keep what you save where nobody else can open it.",
)
PROGRESS = N_("export.progress", "I'm making the file. Requests in it so far: {n} of {count}.")
PRINTED = N_(
    "export.print.caption",
    "Request {number}, to be printed. The file contains personal data, so I delete it from this chat in 24 hours.",
)
NAME = N_("export.file.name", "requests")
NAME_ONE = N_("export.print.name", "request")


@dataclass(frozen=True, slots=True)
class Reports(Posting):
    """Sends reports: each method is called after the kind it sends."""

    async def statistics(self, queued: Queued[Answering]) -> int:
        """Send the picture of a period, its figures in words folded below it; or those alone without a picture."""
        period, writer, queued = queued.ref, DeskWriter(self.desk_speak), _where_asked(queued)
        counted = await self.store.transaction(lambda tx: _counted(tx, period))
        buttons = period_buttons(period, writer)
        if counted.empty:
            rows = () if period == "all" else buttons
            return await self.post_about(queued, writer.say(EMPTY), rows, reply_to=queued.payload.reply_to)
        of = sheet(counted, self.desk_speak, self.speak)
        words = [*self._again(queued), *told(of, self.desk_speak)]
        try:
            # Nobody else's message waits for the drawing.
            drawn = await asyncio.to_thread(picture, of)
        except MissingPackage as missing:
            words.insert(0, writer.faint(NO_PICTURE.filled(package=missing.package)))
            first, *rest = messages(words, LIMIT)
            message_id = await self.post_about(queued, first, buttons, reply_to=queued.payload.reply_to)
            for below in rest:
                await self.post_about(queued, below, reply_to=message_id, silent=True)
            return message_id

        def send(topic_id: int, below: int) -> Awaitable[int]:
            there = {"reply_to": below, "thread_id": topic_id}
            return self.api.send_photo(queued.chat_id, drawn, caption(words), buttons, **there)

        return await self.in_topic(queued, send, queued.payload.reply_to)

    async def leads_file(self, queued: Queued[LeadsFile]) -> int | More:
        """Send all requests as a file; `ref` is its ending. Of many, a message of its own counts up meanwhile.

        What Telegram takes no longer as one file comes in several; the payload says after which the next begins.
        """
        writer, ending, queued = DeskWriter(self.desk_speak), queued.ref, _where_asked(queued)
        count, today = await self.store.transaction(lambda tx: (tx.leads.count() + tx.leads.count("erased"), tx.day))
        asked = queued.payload
        progress, part, before = asked.progress, asked.part, asked.written
        if count > AT_ONCE and not progress:
            html = writer.say(PROGRESS.filled(n=0, count=count))
            progress = await self.post_about(queued, html, reply_to=asked.reply_to, silent=True)
            return More(replace(asked, progress=progress))

        async def told(n: int) -> None:
            n += before
            if progress and n % AT_ONCE == 0:
                with suppress(DeliveryError):  # the file comes all the same
                    await self.api.edit(queued.chat_id, progress, writer.say(PROGRESS.filled(n=n, count=count)))

        with TemporaryFile() as file:  # without a name: nothing of it is left, whatever happens
            try:
                columns = await columns_of(self.store, self.desk_speak, self.speak, self.desk.hours.zone)
                n, last = await write_all(self.store, columns, ending, file, told, after=asked.after, most=MOST_BYTES)
            except MissingPackage as missing:
                sentence = NO_FILE.filled(ending=ending, package=missing.package)
                return await self.post_about(queued, writer.say(sentence), reply_to=asked.reply_to)
            name = f"{file_name(self.desk_speak(NAME))}-{today}{f'-{part}' if part > 1 or last else ''}.{ending}"
            is_told = asked.caption and not last
            said = writer.say(CAPTION.filled(count=before + n)) if is_told else ""
            file.seek(0)
            message_id = await self._send_file(queued, file, name, paragraphs(*self._again(queued), said))
        if last:
            return More(replace(asked, after=last, written=before + n, part=part + 1))
        if progress:
            with suppress(DeliveryError):  # the file has arrived, so it must not be sent again for this
                await self.api.delete(queued.chat_id, progress)
        return message_id

    async def printed(self, queued: Queued[Answering]) -> int:
        """Send one request as plain text; nothing when it has been erased meanwhile."""
        row = await self.store.transaction(lambda tx: tx.leads.kept(int(queued.ref)))
        if row is None:
            return 0
        content = printed(lead_of(row), self.desk_speak, self.speak).encode()
        name = f"{file_name(self.desk_speak(NAME_ONE))}-{row.number}.txt"
        caption = paragraphs(
            *self._again(queued), DeskWriter(self.desk_speak).say(PRINTED.filled(number=shown(int(queued.ref))))
        )
        message_id = await self._send_file(queued, content, name, caption)
        await self.store.transaction(lambda tx: keep_mentions(tx, queued.chat_id, message_id, [row.number]))
        return message_id

    async def _send_file(self, queued: Queued[Answering], content: bytes | IO[bytes], name: str, caption: str) -> int:
        """Send a file where it was asked for; it goes in a day."""
        message_id = await self.file_about(
            _where_asked(queued), content, name, caption, reply_to=queued.payload.reply_to
        )
        await self.store.transaction(lambda tx: take_away_later(tx, queued.chat_id, message_id, kind="document"))
        return message_id

    def _again(self, queued: Queued[object]) -> tuple[str, ...]:
        return (DeskWriter(self.desk_speak).faint(SENT_AGAIN),) if queued.repeat else ()


def _where_asked(queued: Queued[A]) -> Queued[A]:
    """Return the row as one about no request: what it brings belongs in the topic where it was asked for."""
    return replace(queued, ref="")


def _counted(tx: Tx, period: str) -> Figures:
    today = date.fromisoformat(tx.day)
    first = first_day(period, today)
    return figures(tx.counters.between(first.isoformat() if first else FIRST_DAY, tx.day), first, today)


async def columns_of(store: Store, speak: Translator, languages: Mapping[str, Translator], zone: ZoneInfo) -> Columns:
    """Return how requests become lines in the language of `speak`."""
    corrections = await store.transaction(lambda tx: tx.corrections.listed())
    return Columns(speak, languages, zone, {each.number: each.wanted for each in corrections})


async def write_all(
    store: Store,
    columns: Columns,
    ending: str,
    file: IO[bytes],
    told: Callable[[int], Awaitable[None]] | None = None,
    *,
    after: int = 0,
    most: float = inf,
) -> tuple[int, int]:
    """Write every request into a file of this ending ("xlsx", "csv") and return how many; trials are none.

    A few at a time are read, each in a transaction of its own, and written in a worker thread; `told` hears how many
    are in it. It begins `after` a number, and ends when there are `most` bytes: then the last number comes back too, 0
    otherwise. MissingPackage where the one for .xlsx is not installed.
    """
    made = await asyncio.to_thread(sheet_file, ending, file, columns.headings, columns.speak)
    n, last, full = 0, after, False
    async for rows in every_lead(store, after):
        if full := file.tell() > most:
            break
        await asyncio.to_thread(_add, made, columns, rows)
        n, last = n + len(rows), rows[-1].number
        if told:
            await told(n)
    await asyncio.to_thread(made.finish)
    return n, last if full else 0


def _add(made: Sheet, columns: Columns, rows: Sequence[StoredLead]) -> None:
    made.add(columns.lines(rows))


async def every_lead(store: Store, last: int = 0) -> AsyncIterator[list[StoredLead]]:
    """Yield every request after a number, oldest first, erased ones too, a few at a time."""
    while rows := await store.transaction(partial(_page, last)):
        yield rows
        last = rows[-1].number


def _page(after: int, tx: Tx) -> list[StoredLead]:
    return tx.leads.after(after, PAGE)


def file_name(words: str) -> str:
    """Return words as part of a file's name, whatever a catalogue says."""
    return re.sub(r"[^\w-]+", "-", words.casefold()).strip("-") or "file"


def messages(parts: Sequence[str], first_limit: int) -> Iterator[str]:
    """Put paragraphs of Telegram HTML together into messages: the first within its limit, the others within 4096."""
    held: list[str] = []
    limit = first_limit
    for part in parts:
        if held and length(plain(paragraphs(*held, part))) > limit:
            yield paragraphs(*held)
            held, limit = [], LIMIT
        held.append(part)
    if held:
        yield paragraphs(*held)


def caption(parts: Sequence[str]) -> str:
    """Return what stands below the picture: the title, and folded as many whole paragraphs as fit."""
    head, *rest = parts
    folded, *_ = messages(rest, CAPTION_LIMIT - length(plain(head)) - 1)
    return f"{head}\n<blockquote expandable>{folded}</blockquote>"
