"""The supervisor's commands, in English and in Finnish. What a command lacks is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from typing import TypeAlias

from bot.desk.away import away_until, come_back, read_date, set_away
from bot.desk.delivery.prompts import WHICH_ACTS, queue_slip
from bot.desk.handlers.taps import on_tap
from bot.desk.lists.pages import list_named
from bot.desk.profile.handlers import show_profile
from bot.desk.reports.spreadsheet import FILES
from bot.desk.reports.statistics_text import period_named
from bot.desk.service import Desktop
from bot.desk.trial import begin, end, under_way
from bot.events import Command, Tap
from bot.nlu.text import cleaned_name
from bot.outbox.kinds import Answering, AskSlip, FoundSlip, LeadsFile, ListSlip, Slip, TakenBack
from bot.requests.request import Status, read_number, shown
from bot.requests.supervisor_chat import speak_at_desk
from bot.storage import Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.callbacks import encode
from flows.dataclass import dataclass
from flows.text import N_, Text

WORD_LONGEST = 60
WORD_SHORTEST = 2

USUAL_PERIOD = "12w"

USE_UNDO = N_(
    "desk.use.undo",
    "Reply with /undo to a message of yours that was passed on, and I'll remove it from the other person's chat.",
)
USE_FIND = N_(
    "desk.use.find",
    "What should I look for? A name, an organisation, a town, a phone, an email address or a number.",
)
NO_SUCH_LEAD = N_("desk.no_such_lead", "There is no request {number}, or it has been deleted.")
AWAY = N_(
    "desk.away",
    "Away until {day}, that day included. I'll tell people who make a request or come back to one. Requests "
    "arrive silently; only a crisis request makes a sound. There are no reminders. /back ends this.",
)
BACK = N_("desk.back", "Welcome back. I no longer tell people that you are away.")
NO_TRIAL = N_("try.none", "No trial is under way. /try starts one.")
NOT_AWAY = N_("desk.not_away", "You were not away.")
STILL_AWAY = N_("desk.away.still", "You are away until {day}, that day included; /back ends this. {question}")
HELP = N_(
    "desk.help",
    "Requests arrive here as cards. Reply to a card and I'll pass it on.\n\n{commands}",
)

USE_EXPORT = N_(
    "export.use", "/export sends all requests as a spreadsheet, in two formats. /export xlsx and /export csv send one."
)
NOTHING_TO_EXPORT = N_("export.none", "There are no requests yet, so there is nothing to put into a file.")
COMMAND_LINE = N_("desk.help.line", "/{name}: {what}")

Work: TypeAlias = Callable[[Desktop, Tx, Command], Text | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: its names (English first, Finnish last), its line in Telegram's menu, and what it does."""

    names: tuple[str, ...]
    what: Text
    work: Work

    def name(self, language: str) -> str:
        """Return what it is called in a language."""
        return self.names[-1 if language == "fi" else 0]


def _ask_for(tx: Tx, command: Command, name: str, what: Text | None = None) -> None:
    """Ask for what a command needs, or which request: the reply is taken as if it stood behind the command."""
    place, by, by_id = command.place, cleaned_name(command.sender.first_name), command.sender.user_id
    asked = AskSlip(place.message_id, place.thread_id, by=by, by_id=by_id, key=name, fault=what)
    queue_slip(tx, place.chat_id, "command" if what else "which", asked)


def _leads(top: Desktop, tx: Tx, command: Command) -> None:
    name = list_named(command.arguments.strip().casefold(), top.speak) or "open"
    queue_slip(tx, command.place.chat_id, "list", ListSlip(name=name, **command.place.answering))


def _of_request(name: str) -> Work:
    """Make a command do what a tap does with the request whose number stands behind it; without one it asks which."""

    def work(top: Desktop, tx: Tx, command: Command) -> Text | None:
        number = read_number(command.arguments)
        if number is None:
            _ask_for(tx, command, name)
            return None
        if tx.leads.kept(number) is None:
            return NO_SUCH_LEAD.filled(number=shown(number))
        tap = Tap(command.sender, command.place, "", encode(Tapped(WHICH_ACTS[name], number)))
        return on_tap(tx, tap, top.desk, top.speak)[0]

    return work


def _undo(top: Desktop, tx: Tx, command: Command) -> Text | None:
    place = command.place
    copy = tx.letters.copy_of(place.chat_id, place.reply_to) if place.reply_to else None
    number = tx.letters.lead_of(*copy) if copy is not None else 0
    if copy is None or not number:
        return USE_UNDO
    taken_back = TakenBack(place.chat_id, place.reply_to, place.thread_id, copy=copy[1])
    tx.outbox.queue(copy[0], "taken_back", str(number), taken_back)
    return None


def _statistics(top: Desktop, tx: Tx, command: Command) -> None:
    period = period_named(command.arguments, top.speak.values()) or USUAL_PERIOD
    asked = Answering(**command.place.answering)
    tx.outbox.queue(command.place.chat_id, "statistics", period, asked, coalesce=True)


def _export(top: Desktop, tx: Tx, command: Command) -> Text | None:
    named = command.arguments.strip().casefold().removeprefix(".")
    if named and named not in FILES:
        return USE_EXPORT
    if not (tx.leads.count() or tx.leads.count(Status.ERASED)):
        return NOTHING_TO_EXPORT
    endings = (named,) if named else FILES
    for ending in endings:
        # Said once, with the last file: the one before may fail for want of a package.
        file = LeadsFile(caption=ending == endings[-1], **command.place.answering)
        tx.outbox.queue(command.place.chat_id, "leads_file", ending, file, coalesce=True)
    return None


def _find(top: Desktop, tx: Tx, command: Command) -> None:
    word = " ".join(command.arguments.split())
    if not WORD_SHORTEST <= len(word) <= WORD_LONGEST and read_number(word) is None:
        _ask_for(tx, command, "/find", USE_FIND)
    else:
        queue_slip(tx, command.place.chat_id, "found", FoundSlip(word=word, **command.place.answering))


def _away(top: Desktop, tx: Tx, command: Command) -> Text | None:
    hours = top.desk.hours
    day = read_date(command.arguments, hours.local(tx.now).date(), top.desk_speak)
    if isinstance(day, Text):
        until = away_until(tx, hours)
        still = STILL_AWAY.filled(day=top.desk_speak.day(until), question=day) if until else day
        _ask_for(tx, command, "/away", day if command.arguments.strip() else still)
        return None
    set_away(tx, day)
    top.desk.replan(tx)
    return AWAY.filled(day=top.desk_speak.day(day))


def _back(top: Desktop, tx: Tx, command: Command) -> Text | None:
    if not come_back(tx, top.desk.hours):
        return NOT_AWAY
    top.desk.replan(tx)
    top.desk.is_back(tx)
    return BACK


def _language(top: Desktop, tx: Tx, command: Command) -> None:
    said = command.arguments.strip().casefold()
    called = {name.casefold(): code for code, speak in top.speak.items() for name in (code, speak.own_name)}
    if said in called:
        speak_at_desk(tx, called[said])
    queue_slip(tx, command.place.chat_id, "language", Slip(**command.place.answering))


def _blocked(top: Desktop, tx: Tx, command: Command) -> None:
    queue_slip(tx, command.place.chat_id, "blocked", Slip(**command.place.answering))


def _profile(top: Desktop, tx: Tx, command: Command) -> None:
    show_profile(tx, command.place)


def _try(top: Desktop, tx: Tx, command: Command) -> Text | None:
    return begin(tx, command.place, top.language)


def _end(top: Desktop, tx: Tx, command: Command) -> Text | None:
    if not under_way(tx, command.place.chat_id):
        return NO_TRIAL
    end(tx)
    return None


def _help(top: Desktop, tx: Tx, command: Command) -> Text | None:
    lines = {each: COMMAND_LINE.filled(name=each.name(top.language), what=each.what) for each in COMMANDS}
    groups = ("\n".join(top.desk_speak(lines[each]) for each in group) for group in GROUPS)
    return HELP.filled(commands="\n\n".join(groups))


GROUPS: tuple[tuple[Entry, ...], ...] = (
    (
        Entry(("leads", "liidit", "pyynnot"), N_("desk.command.leads", "requests by status"), _leads),
        Entry(("lead", "liidi", "pyynto"), N_("desk.command.lead", "one request's card"), _of_request("/lead")),
        Entry(("find", "haku"), N_("desk.command.find", "look for a request"), _find),
        Entry(("print", "tulosta"), N_("export.print.command", "one request to print"), _of_request("/print")),
        Entry(("erase", "poista"), N_("desk.command.erase", "delete a request for good"), _of_request("/erase")),
        Entry(("undo", "peru"), N_("desk.command.undo", "take back a message sent to the wrong person"), _undo),
    ),
    (
        Entry(("profile", "esittely"), N_("profile.command", "what clients read about you"), _profile),
        Entry(("away", "poissa"), N_("desk.command.away", "away until a date"), _away),
        Entry(("back", "paikalla"), N_("desk.command.back", "here again"), _back),
        Entry(("blocked", "estetyt"), N_("desk.command.blocked", "blocked senders"), _blocked),
        Entry(("language", "kieli"), N_("desk.command.language", "suomi or English"), _language),
    ),
    (
        Entry(("stats", "tilasto", "tilastot"), N_("stats.command", "how far conversations get"), _statistics),
        Entry(("export", "vie"), N_("export.command", "all requests as a spreadsheet"), _export),
        Entry(("try", "kokeile"), N_("try.command", "try the bot as a client would"), _try),
        Entry(("end", "lopeta"), N_("try.command.end", "end the test"), _end),
        Entry(("help", "ohje", "apua"), N_("desk.command.help", "what you can do here"), _help),
    ),
)
"""Every command of the supervisor's chat, as /help groups them and in the order of the menu."""

COMMANDS = tuple(chain.from_iterable(GROUPS))

BY_NAME: Mapping[str, Entry] = {name: entry for entry in COMMANDS for name in entry.names}


def menu(language: str) -> list[tuple[str, Text]]:
    """Return name and line of every command: in Finnish under their Finnish names."""
    return [(each.name(language), each.what) for each in COMMANDS]
