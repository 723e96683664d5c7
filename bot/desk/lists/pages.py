"""Requests as lists: by status with pages, found by a word, and the morning's overview."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from bot.desk.lists.related import LOOKED_THROUGH, NEAR_SECONDS, town_name, town_of
from bot.desk.service import Desk
from bot.hours import DAY, HOUR
from bot.nlu.contact_details import Phone, read_phone
from bot.nlu.inflection import forms
from bot.requests.card import NOT_FIT, numbers
from bot.requests.request import CLOSED, OPEN, Handling, Lead, Status, glance_at, lead_of, read_number, shown
from bot.requests.status_text import NAMES
from bot.storage import Store, StoredLead, Tx
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, DeskWriter, in_rows, paragraphs, shortened
from bot.ui.screens import Rows, Screen
from flows.dataclass import dataclass
from flows.engine import chosen
from flows.formats import FORMATS
from flows.text import N_, NN_, Text

PAGE = 4
"""Requests of a list, so that the first of them, a crisis perhaps, is in sight on a phone."""

IN_A_ROW = 3
LABEL_SHOWN = 24
"""UTF-16 units of a button's label."""

NAMED = 10
"""Requests named by number where they cannot be shown."""

FOUND = 10
SEARCHED = 10_000
"""The newest requests that a search looks through, and how many it shows."""

READ_AT_ONCE, FEW = 200, 20
"""Requests opened in a transaction while searching, so few at a time: to be among the newest is to be found at once."""

LOOKED_AT = frozenset({"phone", "organisation", "email", "town"})
"""Questions in whose answers a search looks, beside the names."""

FEWEST_DIGITS = 4
LONGEST_SOUGHT = 100
"""Characters that are looked for; how many digits tell a phone number."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_CASE_ENDING = re.compile(r"(?<=\w{3})(?:n|ssa|sta|lla|lta|lle|ksi|na)$")
"""Of a word without its accents."""

FILTERS: Mapping[str, tuple[Status, ...]] = {
    "open": OPEN,
    "new": (Status.NEW,),
    "taken": (Status.TAKEN,),
    "answered": (Status.ANSWERED,),
    "closed": CLOSED,
    "not_fit": (Status.NOT_FIT,),
    "all": (*OPEN, *CLOSED),
}
LABELS: Mapping[str, Text] = {
    "open": N_("desk.list.open", "Open"),
    "closed": NAMES[Status.HANDLED],
    "all": N_("desk.list.all", "All"),
    **{status: NAMES[status] for status in ("new", "taken", "answered", "not_fit")},
}
ALSO_CALLED: Mapping[str, Text] = {
    "open": N_("desk.list.open.called", "open ones, all open"),
    "new": N_("desk.list.new.called", "new ones, unanswered"),
    "taken": N_("desk.list.taken.called", "taken ones, in progress"),
    "answered": N_("desk.list.answered.called", "answered ones"),
    "closed": N_("desk.list.closed.called", "closed ones, handled ones"),
    "not_fit": NOT_FIT,
    "all": N_("desk.list.all.called", "everything, every request"),
}
"""What else people call a list after the command, separated by commas."""

SHOWN_FILTERS = ("open", "new", "taken", "answered", "closed")

TITLE = N_("desk.list.title", "{name}: {count}")
PAGES = N_("desk.list.page", "Page {page} of {pages}")
CRISIS = N_("desk.list.crisis", "CRISIS")
LOUD = N_("desk.list.loud", "{crisis} · {line}")
WAITS: tuple[tuple[float, Text], ...] = (
    (2 * DAY, NN_("desk.list.waits.days", "waiting {n} d", "waiting {n} d")),
    (HOUR, NN_("desk.list.waits.hours", "waiting {n} h", "waiting {n} h")),
    (0.0, NN_("desk.list.waits.minutes", "waiting {n} min", "waiting {n} min")),
)
"""From how many seconds on a wait is told in days, hours, minutes."""
WAYS: Mapping[str, Text] = {
    "telegram": N_("desk.list.way.telegram", "Telegram"),
    "phone": N_("desk.list.way.phone", "phone"),
    "email": N_("desk.list.way.email", "email"),
}
NONE = N_("desk.list.none", "No requests here.")
NOT_FOUND = N_(
    "desk.found.none",
    "Nothing found for “{word}”. /find looks through names, organisations, towns, phones, email addresses and numbers.",
)
LINE = N_("desk.list.line", "No. {number}: {name}")
OPENS = N_("button.list.card", "No. {number}: {name}")
OPENS_UNNAMED = N_("button.list.card.unnamed", "No. {number}")
OVERDUE = N_("desk.list.overdue", "{waits}, too long")
NEAR = N_("desk.list.near", "Close together in time, {town}: no. {numbers}")
SHUT = NN_(
    "desk.list.shut",
    "{n} request could not be read, its record is damaged: no. {numbers}",
    "{n} requests could not be read, their records are damaged: no. {numbers}",
)
UNNAMED = N_("desk.list.unnamed", "no name given")
FOUND_TITLE = N_("desk.found", "Found for “{word}”: {count}")
FOUND_MORE = N_("desk.found.more", "Found for “{word}”: the newest {count}. A more exact word finds fewer.")
FOUND_STOPPED = N_("desk.found.stopped", "I looked through the newest {n} requests. There are older ones.")
DIGEST = NN_(
    "desk.digest",
    "Good morning. {n} request is waiting for an answer.",
    "Good morning. {n} requests are waiting for an answer.",
)
DIGEST_OVERDUE = N_("desk.digest.overdue", "Waiting too long: {n}.")
ALL_OPEN = N_("button.digest.open", "All open requests")


def list_named(said: str, languages: Mapping[str, Translator]) -> str:
    """Return the key of the list that somebody calls so in any language, "" for none."""
    for name, label in LABELS.items():
        also = [each for speak in languages.values() for each in speak(ALSO_CALLED[name]).casefold().split(", ")]
        if said in (name, *(speak(label).casefold() for speak in languages.values()), *also):
            return name
    return "closed" if said == Status.HANDLED else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of a list; `waits`: for how many seconds something has been to be done about it, 0 for nothing."""

    lead: Lead
    created_at: float
    overdue: bool
    waits: float = 0.0


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, counted from 0, of `count` requests on `pages` pages, and what is said of the whole list.

    `shut` are the numbers of those that could not be read, `together` tell of requests that are near each other.
    """

    entries: Sequence[Entry]
    count: int
    page: int
    pages: int
    shut: Sequence[int] = ()
    together: Sequence[Text] = ()


def listed(tx: Tx, name: str, page: int, desk: Desk) -> Listed:
    """Return a page of a list: a crisis that waits first, then who waits longest; the others newest first.

    Opened are its own requests and the newest open ones: what is a crisis, and where, is sealed. An older crisis stands
    where it has waited longest.
    """
    statuses = FILTERS[name]
    looked = [_entry(row, desk, tx.now) for row in tx.leads.newest([s for s in statuses if s in OPEN], LOOKED_THROUGH)]
    urgent = sorted((entry for entry in looked if _crisis_waits(entry.lead)), key=lambda each: -each.waits)
    shut = [entry.lead.number for entry in looked if entry.lead.unreadable]
    count = tx.leads.count_in_order(statuses) - len(shut)
    pages = max(1, -(-count // PAGE))
    page = max(0, min(page, pages - 1))
    shown = urgent[page * PAGE : (page + 1) * PAGE]
    besides = [*shut, *(entry.lead.number for entry in urgent)]
    rows = tx.leads.in_order(statuses, PAGE - len(shown), max(0, page * PAGE - len(urgent)), besides)
    shown += [_entry(row, desk, tx.now) for row in rows]
    shut += [entry.lead.number for entry in shown if entry.lead.unreadable]
    readable = [entry for entry in shown if not entry.lead.unreadable]
    return Listed(readable, count, page, pages, shut, tuple(_together(looked)))


def _entry(row: StoredLead, desk: Desk, now: float) -> Entry:
    lead = lead_of(row)
    return Entry(lead, row.created_at, desk.is_overdue(lead.handling, now), _waits(lead, now))


def _waits(lead: Lead, now: float) -> float:
    return max(now - lead.handling.waits_since, 60.0) if lead.handling.waits_since else 0.0


def _crisis_waits(lead: Lead) -> bool:
    return lead.format == "crisis" and bool(lead.handling.waits_since)


@dataclass(frozen=True, slots=True)
class Found:
    """The newest requests that a search has found; `stopped`: there are older ones that it has not looked at."""

    entries: Sequence[Entry]
    stopped: bool = False


async def search(store: Store, word: str, desk: Desk) -> Found:
    """Return the newest requests that hold a word in name, organisation, town or number: at least one more than shown.

    A few at a time are opened, each time in a transaction of its own, so that nobody waits for the end of it.
    """
    looked_for = sought(word)
    entries: list[Entry] = []
    below = 0
    for _ in range(SEARCHED // READ_AT_ONCE):
        hits, below = await store.transaction(partial(_matching, looked_for, below, desk))
        entries += hits
        if not below or sum(not each.lead.unreadable for each in entries) > FOUND:
            return Found(entries)
    return Found(entries, stopped=bool(await store.transaction(lambda tx: tx.leads.listed(limit=1, below=below))))


def _matching(looked_for: Sought, below: int, desk: Desk, tx: Tx) -> tuple[list[Entry], int]:
    """Return what is found among the next requests, and below which number the search goes on, 0 at the end."""
    hits: list[Entry] = []
    for _ in range(READ_AT_ONCE // FEW):
        rows = tx.leads.listed(limit=FEW, below=below)
        found = [row for row in rows if row.unreadable or holds(glance_at(row, LOOKED_AT), looked_for)]
        hits += [_entry(row, desk, tx.now) for row in found]
        below = rows[-1].number if len(rows) == FEW else 0
        if not below or sum(not each.lead.unreadable for each in hits) > FOUND:
            break
    return hits, below


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: the number of a request, digits of a phone number, words with their case forms."""

    number: int | None
    digits: str
    words: Mapping[str, frozenset[str]]


def sought(typed: str) -> Sought:
    """Return what somebody looks for."""
    typed = unicodedata.normalize("NFKC", typed[:LONGEST_SOUGHT].casefold())
    digits = re.sub(r"[^0-9]", "", typed)
    phone = read_phone(typed)
    if isinstance(phone, Phone):
        digits = phone.e164.removeprefix("+")
    if len(digits) < FEWEST_DIGITS or re.search(r"[^\W\d_]", typed):
        digits = ""
    words = {_compared(word).removeprefix("@"): frozenset(map(_compared, forms(word))) for word in typed.split()}
    return Sought(read_number(typed), digits.lstrip("0"), {word: own for word, own in words.items() if word})


def holds(lead: Lead, looked_for: Sought) -> bool:
    """Say whether a request holds what is looked for: all its words, whole, in part, or in another case form."""
    if lead.number == looked_for.number:
        return True
    if looked_for.digits and looked_for.digits in lead.words("phone"):
        return True
    places = (lead.name, lead.username, lead.words("organisation"), lead.words("email"), town_name(lead))
    told = _compared("\n".join((*places, lead.words("phone"))))
    words = looked_for.words
    return bool(words) and all(
        word in told or (word[:2] in told and _inflected(word, own, places)) for word, own in words.items()
    )


def _inflected(word: str, own: frozenset[str], places: Sequence[str]) -> bool:
    """Say whether one of the words stands in another case form: "Lahdessa" finds Lahti, "Lahti" finds Lahden."""
    for other in _WORD.findall(unicodedata.normalize("NFKC", " ".join(places).casefold())):
        compared = _compared(other)
        if compared[:2] != word[:2]:
            continue
        if compared in own or _CASE_ENDING.sub("", compared) == _CASE_ENDING.sub("", word):
            return True
        if word in map(_compared, forms(other)):
            return True
    return False


def _compared(text: str) -> str:
    """Return text as it is compared: small letters without accents, one spelling for what Unicode spells in several."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    if flat.isascii():
        return flat
    return "".join(sign for sign in flat if unicodedata.category(sign) not in ("Mn", "Cf"))


def list_screen(of: Listed, name: str, speak: Translator) -> Screen:
    """Return one page of a list, with its buttons."""
    writer = DeskWriter(speak)
    shown, page, pages = of.entries, of.page, of.pages
    title = TITLE.filled(name=LABELS[name], count=of.count)
    html = paragraphs(
        writer.bold(title),
        *(_lines(entry, writer) for entry in shown),
        "" if shown else writer.say(NONE),
        _shut(of.shut, writer),
        "\n".join(writer.faint(line) for line in of.together),
        writer.faint(PAGES.filled(page=str(page + 1), pages=str(pages))) if pages > 1 else "",
    )
    turns = (("←", page - 1), ("→", page + 1))
    turn = [writer.button(mark, Tapped(f"page_{name}", to)) for mark, to in turns if 0 <= to < pages]
    # What is on show stays marked, also when it was asked for by name and is not among the usual ones.
    filters = [
        writer.button(LABELS[each], Tapped(f"page_{each}", 0), mark=CHOSEN if each == name else "")
        for each in (*SHOWN_FILTERS, *((name,) if name not in SHOWN_FILTERS else ()))
    ]
    below = (*filters, *turn)
    rows = tuple(below[at : at + IN_A_ROW] for at in range(0, len(below), IN_A_ROW))
    return Screen(html, (*_to_open(shown, writer), *rows))


def found_screen(of: Found, word: str, speak: Translator) -> Screen:
    """Return what a search has found."""
    writer = DeskWriter(speak)
    below = paragraphs(
        _shut([entry.lead.number for entry in of.entries if entry.lead.unreadable], writer),
        writer.faint(FOUND_STOPPED.filled(n=SEARCHED)) if of.stopped else "",
    )
    readable = [entry for entry in of.entries if not entry.lead.unreadable]
    shown = readable[:FOUND]
    if not shown:
        return Screen(paragraphs(writer.say(NOT_FOUND.filled(word=word)), below))
    title = (FOUND_MORE if len(readable) > FOUND else FOUND_TITLE).filled(word=word, count=len(shown))
    html = paragraphs(writer.bold(title), *(_lines(entry, writer) for entry in shown), below)
    return Screen(html, _to_open(shown, writer))


def digest_screen(tx: Tx, desk: Desk, speak: Translator) -> Screen | None:
    """Return the morning's overview of open requests; None when there is nothing to do."""
    since = tx.leads.waiting_since(OPEN)
    if not since:
        return None
    writer = DeskWriter(speak)
    # Working hours are dear to count: who waits longer than one that is overdue is overdue too.
    overdue = bisect_left(since, True, key=lambda each: not desk.is_overdue(Handling(waits_since=each), tx.now))
    told = (DIGEST.filled(n=len(since)), *((DIGEST_OVERDUE.filled(n=overdue),) if overdue else ()))
    first = listed(tx, "open", 0, desk)
    shown = [entry for entry in first.entries if entry.waits]
    head = writer.bold(" ".join(map(speak, told)))
    html = paragraphs(head, *(_lines(entry, writer) for entry in shown), _shut(first.shut, writer))
    everything = (writer.button(ALL_OPEN, Tapped("page_open", 0), style="primary"),)
    return Screen(html, (*_to_open(shown, writer), everything))


def _shut(of: Sequence[int], writer: DeskWriter) -> str:
    """Return the line that says which requests cannot be read, "" when all can."""
    return writer.say(SHUT.filled(n=len(of), numbers=numbers(tuple(sorted(of)[-NAMED:])))) if of else ""


def _lines(entry: Entry, writer: DeskWriter) -> str:
    """Return a request on two lines: whose it is and how long it waits; form, town, way of answering and its status."""
    lead = entry.lead
    line = LINE.filled(number=shown(lead.number), name=shortened(lead.name, 60) or UNNAMED)
    way = WAYS.get("".join(chosen(lead.answers, "way")), WAYS["telegram"])
    title = writer.bold(LOUD.filled(crisis=CRISIS, line=line) if _crisis_waits(lead) else line)
    head = f"{title} · {writer.say(_waiting(entry))}" if entry.waits else title
    about: tuple[Text | str, ...] = (FORMATS[lead.format].name, town_name(lead), way, NAMES[lead.status])
    return f"{head}\n{' · '.join(writer.say(each) for each in about if each)}"


def _waiting(entry: Entry) -> Text:
    unit, told = next((seconds, text) for seconds, text in WAITS if entry.waits >= seconds)
    waits = told.filled(n=int(entry.waits // {2 * DAY: DAY, HOUR: HOUR}.get(unit, 60.0)))
    return OVERDUE.filled(waits=waits) if entry.overdue else waits


def _together(listed: Sequence[Entry]) -> Iterator[Text]:
    """Yield the towns from which several requests have come near each other in time: worth one trip."""
    towns: dict[str, list[Entry]] = {}
    for entry in listed:
        if town_of(entry.lead) and not entry.lead.closed:
            towns.setdefault(town_of(entry.lead), []).append(entry)
    for each in towns.values():
        near = [
            entry.lead.number
            for entry in each
            if any(entry is not other and abs(entry.created_at - other.created_at) <= NEAR_SECONDS for other in each)
        ]
        if near:
            yield NEAR.filled(town=town_name(each[0].lead), numbers=numbers(tuple(sorted(near)[-PAGE:])))


def _to_open(shown: Sequence[Entry], writer: DeskWriter) -> Rows:
    return in_rows([writer.button(_short(entry.lead, writer), Tapped("card", entry.lead.number)) for entry in shown])


def _short(lead: Lead, writer: DeskWriter) -> str:
    """Return what a button that opens a card says: a bare number would look like a page."""
    name = " ".join(lead.name.split())
    told = OPENS if name else OPENS_UNNAMED
    return shortened(writer.speak(told.filled(number=shown(lead.number), name=name)), LABEL_SHOWN)
