"""What goes between the supervisor and a prospect beside the card: heads of passed-on messages, all answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.requests.card import fact, language_name, written
from bot.requests.request import Lead, shown
from bot.ui.i18n import Translator
from bot.ui.render import LIMIT, DeskWriter, inert, length, pieces, plain
from flows.engine import OnCard
from flows.summary import lines
from flows.text import N_, Text

FROM_PROSPECT = N_("letter.from_prospect", "Request {number}, {name}")
FROM_PROSPECT_UNNAMED = N_("letter.from_unnamed", "Request {number}")
FROM_SUPERVISOR = N_("letter.from_supervisor", "The supervisor's reply to your request {number}")
FORWARDED = N_("letter.forwarded", "{head} (forwarded from {name})")
EDIT_LOST = N_("desk.edit_lost", "The edit was not passed on. Please send the correction as a new message.")
ALL = N_("letter.all", "Request {number}: all answers")


CAPTIONED = ("photo", "video", "animation", "audio", "document", "voice")
WORDLESS = ("sticker", "location", "venue", "contact", "dice", "video_note")
CAPTION_LIMIT = 1024
"""UTF-16 units of a caption, as `LIMIT` is of a text."""


def head_of(lead: Lead, speak: Translator, *, to_writer: bool, origin: str = "", repeated: bool = False) -> str:
    """Return the line above what is passed on: whose it is, about which request, who wrote it first."""
    writer, number = DeskWriter(speak), shown(lead.number)
    head: Text = FROM_SUPERVISOR.filled(number=number)
    if not to_writer:
        named = FROM_PROSPECT.filled(number=number, name=lead.name)
        head = named if lead.name else FROM_PROSPECT_UNNAMED.filled(number=number)
    if origin:
        head = FORWARDED.filled(head=head, name=origin)
    return writer.sent_again(repeated) + writer.faint(head)


def bubble(head: str, words: str, kind: str) -> str | None:
    """Return head and words (both html) as one message of a kind, None where one message cannot hold both."""
    limit = {"text": LIMIT, **dict.fromkeys(CAPTIONED, CAPTION_LIMIT)}.get(kind, 0)
    html = f"{head}\n{words}" if words else head
    return html if length(plain(html)) <= limit else None


def whole(lead: Lead, speak: Translator, languages: Mapping[str, Translator]) -> Iterator[str]:
    """Yield everything of a lead as messages within Telegram's limit."""
    writer = DeskWriter(speak)
    language = language_name(lead.language, speak, languages)
    facts = [line for line in lines(lead.answers) if line.question.card is not OnCard.QUOTED]
    told = "\n".join(writer.say(fact(line, speak)) for line in facts)
    yield f"{writer.bold(ALL.filled(number=shown(lead.number)))}\n\n{told}"
    for title, words in written(lead):
        head = speak(title.filled(language=language))
        for piece in pieces(inert(words), LIMIT - length(head) - 1):
            yield f"{writer.say(head)}\n{writer.quote(piece)}"
