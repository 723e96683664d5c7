"""What goes between the supervisor and a prospect beside the card: heads of passed-on messages, all answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.requests.card import fact, language_name, written
from bot.requests.request import Lead, shown
from bot.ui.i18n import Translator
from bot.ui.render import LIMIT, Writer, length, pieces
from flows.engine import OnCard
from flows.summary import lines
from flows.text import N_

FROM_PROSPECT = N_(
    "letter.from_prospect", "Addition to request no. {number}, from {name}. Reply to this message to answer."
)
FROM_PROSPECT_UNNAMED = N_("letter.from_unnamed", "Addition to request no. {number}. Reply to this message to answer.")
FROM_SUPERVISOR = N_("letter.from_supervisor", "The supervisor answers your request no. {number}:")
EDIT_LOST = N_("desk.edit_lost", "The edit was not passed on. Please send the correction as a new message.")
ALL = N_("letter.all", "Request no. {number}: all answers")


def from_prospect_head(lead: Lead, speak: Translator) -> str:
    """Return the line above what a prospect has written since."""
    number = shown(lead.number)
    named = FROM_PROSPECT.filled(number=number, name=lead.name)
    return Writer(speak).faint(named if lead.name else FROM_PROSPECT_UNNAMED.filled(number=number))


def from_supervisor_head(lead: Lead, speak: Translator) -> str:
    """Return the line above what the supervisor answers."""
    return Writer(speak).faint(FROM_SUPERVISOR.filled(number=shown(lead.number)))


def whole(lead: Lead, speak: Translator, languages: Mapping[str, Translator]) -> Iterator[str]:
    """Yield everything of a lead as messages within Telegram's limit."""
    writer = Writer(speak)
    language = language_name(lead.language, speak, languages)
    facts = [line for line in lines(lead.answers) if line.question.card is not OnCard.QUOTED]
    told = "\n".join(writer.say(fact(line, speak)) for line in facts)
    yield f"{writer.bold(ALL.filled(number=shown(lead.number)))}\n\n{told}"
    for title, words in written(lead):
        head = speak(title.filled(language=language))
        for piece in pieces(words, LIMIT - length(head) - 1):
            yield f"{writer.say(head)}\n{writer.quote(piece)}"
