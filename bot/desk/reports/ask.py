"""What is asked for at the desk beside the requests themselves: statistics, files, "I would have recommended ...".

Runs inside the transaction of the update, never awaits; `bot.desk.reports.send` sends what is queued here.
"""

from __future__ import annotations

from bot.desk.delivery.prompts import owe_slip
from bot.desk.feedback.corrections import AGAIN, ASK, CHOOSE, LEAVE_IT, REMOVE, keys_of
from bot.desk.reports.statistics import PERIODS
from bot.desk.reports.statistics_text import period_named
from bot.desk.service import Desktop
from bot.events import Command, Tap
from bot.outbox.kinds import Answering, LeadsFile, Slip
from bot.requests.request import lead_of
from bot.storage import StoredLead, Tx
from flows.formats import FORMATS
from flows.intake import INTAKE
from flows.text import N_, Text

USUAL_PERIOD = "12w"
FILES = ("xlsx", "csv")

STATS = "stats_"
"""What buttons that choose a period say before its key."""

USE_STATS = N_(
    "stats.use",
    "/stats draws the last 12 weeks. /stats 4, /stats 12, /stats year and /stats all choose another period.",
)
USE_EXPORT = N_(
    "export.use", "/export sends all requests as a spreadsheet, in two formats. /export xlsx and /export csv send one."
)
NOTHING_TO_EXPORT = N_("export.none", "There are no requests yet, so there is nothing to put into a file.")


def ask_statistics(top: Desktop, tx: Tx, command: Command) -> Text | None:
    """Owe the statistics of the period that was named."""
    period = period_named(command.arguments, top.speak.values()) if command.arguments.strip() else USUAL_PERIOD
    if not period:
        return USE_STATS
    asked = Answering(**command.place.answering)
    tx.outbox.owe(command.place.chat_id, "statistics", period, asked, coalesce=True)
    return None


def ask_export(top: Desktop, tx: Tx, command: Command) -> Text | None:
    """Owe the file that was named, or both."""
    named = command.arguments.strip().casefold().removeprefix(".")
    if named and named not in FILES:
        return USE_EXPORT
    if not (tx.leads.count() or tx.leads.count("erased")):
        return NOTHING_TO_EXPORT
    endings = (named,) if named else FILES
    for ending in endings:
        # Said once, with the last file: the one before may fail for want of a package.
        file = LeadsFile(caption=ending == endings[-1], **command.place.answering)
        tx.outbox.owe(command.place.chat_id, "leads_file", ending, file, coalesce=True)
    return None


def on_period(tx: Tx, tap: Tap, act: str) -> bool:
    """Owe the statistics of the period on the button; False when it names none."""
    period = act.removeprefix(STATS)
    if period not in PERIODS:
        return False
    tx.outbox.owe(tap.place.chat_id, "statistics", period, Answering(**tap.place.answering), coalesce=True)
    return True


def on_other_form(tx: Tx, tap: Tap, row: StoredLead, act: str) -> bool:
    """Ask, note or forget what would have been recommended for a request; False when the act is none of these."""
    chat_id, message_id = tap.place.chat_id, tap.place.message_id
    if act == ASK:
        owe_slip(tx, chat_id, "other", Slip(reply_to=message_id), row.number)
        return True
    if act == AGAIN:
        owe_slip(tx, chat_id, "other", Slip(edit=message_id), row.number)
        return True
    wanted = act.removeprefix(CHOOSE)
    if act != wanted and wanted in FORMATS and wanted != row.format:
        tx.corrections.put(row.number, row.format, wanted, keys_of(lead_of(row).answers), INTAKE.version)
    elif act == REMOVE:
        tx.corrections.remove(row.number)
    elif act != LEAVE_IT:
        return False
    owe_slip(tx, chat_id, "noted", Slip(edit=message_id), row.number)
    return True
