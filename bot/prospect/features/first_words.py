"""What somebody writes before the first question: nothing is made of it until they say that it may be used."""

from __future__ import annotations

from bot.prospect.features import contact_first
from bot.prospect.privacy import IN_SHORT
from bot.ui.callbacks import Choose, Do
from bot.ui.render import Writer, paragraphs
from bot.ui.screens import Button, Rows, Screen
from flows.intake import WELCOME
from flows.text import N_

ASK = N_("first.ask", "May I use what you wrote?")
HINT = N_("first.hint", "I'm the supervisor's automatic assistant. If you say yes, you don't have to write it again.")
YES = N_("button.first.yes", "Yes, carry on")
NO = N_("button.first.no", "No, start without it")

USE = Do("first_words")
USE_AND_REACH_ME = Do("contact_first")
DROP = Choose(WELCOME.key, "begin")


def screen(writer: Writer, head: str, urgent: Button, *, crisis: bool) -> Screen:
    """Ask once whether the words may be used; `head` is what is said about them (HTML), `urgent` opens the help.

    Where a `crisis` is told, contact comes first.
    """
    contact, no = contact_first.button(writer, "primary" if crisis else ""), writer.button(NO, DROP)
    yes = writer.button(YES, USE, style="" if crisis else "primary")
    rows: Rows = ((contact,), (urgent,), (yes,), (no,)) if crisis else ((yes,), (contact,), (urgent,), (no,))
    return Screen(paragraphs(head, writer.bold(ASK), writer.say(HINT), writer.faint(IN_SHORT)), rows)
