"""Contact requests as a table: an .xlsx file, and .csv as Finnish spreadsheets read it.

Nobody's words become a formula. In .xlsx every word is stored as text, whatever it begins with. In .csv there are no
types, so a cell that begins with = + - @ or a control character, spaces before it or not, gets an apostrophe in front:
the spreadsheet then shows it as text (https://owasp.org/www-community/attacks/CSV_Injection). A telephone number needs
none, and would be spoilt by it: "+46 70 123" has no sign that a formula could use. Every cell is in quotation marks, so
that it stays one cell in programs that divide at commas.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO, StringIO
from typing import TypeAlias
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time, get_date_format

from bot.desk.lists.related import town_name, town_of
from bot.errors import MissingPackage
from bot.requests.card import language_name, phone
from bot.requests.request import Lead, lead_of
from bot.requests.status_text import NAMES, OUTCOMES, STATUS
from bot.storage import StoredCorrection, StoredLead
from bot.ui.i18n import Translator
from flows.engine import Kind
from flows.formats import FORMATS
from flows.intake import INTAKE, NAME, TOWN
from flows.places import distance_from_oulu, load
from flows.summary import lines
from flows.text import N_, Text

NUMBER = N_("export.column.number", "Number")
MONTH = N_("export.column.month", "Month")
DATE = N_("export.column.date", "Date")
TIME = N_("export.column.time", "Time")
BECAME = N_("export.column.outcome", "What became of it")
SUGGESTED = N_("export.column.format", "Suggested")
WANTED = N_("export.column.wanted", "Would have recommended")
LANGUAGE = N_("export.column.language", "Language")
USERNAME = N_("export.column.username", "Telegram name")
DISTANCE = N_("export.column.distance", "Kilometres from Oulu")
SOURCE = N_("export.column.source", "Came from")
HANDLED_BY = N_("export.column.handled_by", "Handled by")
UNREADABLE = N_("export.unreadable", "cannot be read, the record is damaged")
SHEET = N_("export.sheet", "Requests")

LONGEST_CELL = 32_767
"""Characters of a cell, by Excel's specifications; csv keeps to it as well."""
WIDEST_COLUMN, NARROWEST_COLUMN = 60, 10

_UNSEEN = r"[\s\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]*"
_DANGEROUS = re.compile(rf"{_UNSEEN}[=+\-@＝＋－＠﹢﹣﹦﹫]|[\t\r\n\x7f-\x9f]")
_NUMBER_FIRST = re.compile(r"\+\d[\w ,.]* [\w ,.]*")
"""A number with its country code, and perhaps words: no sign in it calculates, and its spaces keep it text."""
_NOT_IN_XML = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell: TypeAlias = "str | int | float | date | time | None"


@dataclass(frozen=True, slots=True)
class Table:
    """A heading for each column, and rows of as many cells; None is an empty cell."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(
    leads: Sequence[StoredLead],
    corrections: Sequence[StoredCorrection],
    speak: Translator,
    languages: Mapping[str, Translator],
    zone: ZoneInfo,
) -> Table:
    """Return requests, oldest first, in the language of `speak`; of erased ones only number, month and format."""
    wanted = {each.number: FORMATS[each.wanted].name for each in corrections if each.wanted in FORMATS}
    columns = tuple(_headings())
    made = []
    for row in sorted(leads, key=lambda each: each.number):
        cells = dict(_cells(row, wanted.get(row.number), speak, languages, zone))
        made.append(tuple(cells.get(column) for column in columns))
    return Table(speak(SHEET), tuple(speak(column) for column in columns), tuple(made))


def _headings() -> Iterator[Text]:
    yield from (NUMBER, MONTH, DATE, TIME, STATUS, BECAME, SUGGESTED, WANTED, LANGUAGE, NAME.name, USERNAME)
    for question in INTAKE.questions:
        if question.kind is not Kind.STOP and question is not NAME:
            yield question.name
        if question is TOWN:
            yield DISTANCE
    yield from (SOURCE, HANDLED_BY)


def _cells(
    row: StoredLead,
    wanted: Text | None,
    speak: Translator,
    languages: Mapping[str, Translator],
    zone: ZoneInfo,
) -> Iterator[tuple[Text, Cell]]:
    yield NUMBER, row.number
    yield MONTH, str(format_skeleton("yMMMM", date.fromisoformat(f"{row.month}-01"), locale=speak.locale))
    yield SUGGESTED, speak(FORMATS[row.format].name) if row.format in FORMATS else row.format
    lead = lead_of(row)
    if lead.erased:
        return
    moment = datetime.fromtimestamp(row.agreed_at or row.created_at, UTC).astimezone(zone)
    yield DATE, moment.date()
    yield TIME, moment.time().replace(second=0, microsecond=0)
    if lead.unreadable:
        yield NAME.name, speak(UNREADABLE)
    yield STATUS, speak(NAMES[lead.status]) if lead.status in NAMES else lead.status
    became = OUTCOMES.get(lead.handling.outcome)
    yield BECAME, speak(became) if became else None
    yield WANTED, speak(wanted) if wanted else None
    yield LANGUAGE, language_name(lead.language, speak, languages)
    if lead.name:
        yield NAME.name, lead.name
    yield USERNAME, lead.username or None
    yield from _answers(lead, speak)
    yield SOURCE, lead.source or None
    yield HANDLED_BY, lead.handling.by or None


def _answers(lead: Lead, speak: Translator) -> Iterator[tuple[Text, Cell]]:
    for line in lines(lead.answers):
        if line.key == NAME.key:
            continue
        told = " · ".join((*map(speak, line.values), *((line.words,) if line.words else ())))
        if line.key == TOWN.key and town_name(lead):
            told = town_name(lead)
        if line.key == "phone":
            told = re.sub(r"[^\w+]+", " ", phone(lead))  # "+1 201-555-0123" could be calculated
        yield line.name, told or None
    town = load().by_code(town_of(lead))
    if town is not None:
        yield DISTANCE, round(distance_from_oulu(town).km, 1)


def as_csv(of: Table, speak: Translator) -> bytes:
    """Return the table with semicolons, decimal commas, dates as written in the language, UTF-8 with a BOM."""
    paper = StringIO(newline="")
    writer = csv.writer(paper, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([_harmless(heading) for heading in of.headings])
    writer.writerows([_in_words(cell, speak) for cell in row] for row in of.rows)
    return paper.getvalue().encode("utf-8-sig")


def _in_words(cell: Cell, speak: Translator) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _harmless(cell)
        case float():
            return f"{cell:.1f}".replace(".", ",")
        case date():
            return speak.day(cell)
        case time():
            return str(format_time(cell, "short", locale=speak.locale))
    return str(cell)


def _harmless(words: str) -> str:
    """Return words that no spreadsheet takes for a formula."""
    cleaned = _NOT_IN_XML.sub("", words)[: LONGEST_CELL - 1]
    return f"'{cleaned}" if _is_dangerous(cleaned) else cleaned


def _is_dangerous(words: str) -> bool:
    """Tell whether a spreadsheet may take words, of which only what it can hold is left, for a formula."""
    return _DANGEROUS.match(words) is not None and _NUMBER_FIRST.fullmatch(words) is None


def as_xlsx(of: Table, speak: Translator) -> bytes:
    """Return the table as an Excel workbook; MissingPackage where openpyxl is not installed."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise MissingPackage("openpyxl") from None

    book = Workbook(write_only=True)
    page = book.create_sheet(of.title[:31])  # Excel allows no longer name
    page.freeze_panes = "B2"
    for place, width in enumerate(_widths(of), start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    date_pattern = get_date_format("medium", locale=speak.locale).pattern.replace("y", "yyyy").lower()
    top = Alignment(vertical="top", wrap_text=True)

    def cell(value: Cell, *, bold: bool = False) -> object:
        value = _NOT_IN_XML.sub("", value)[:LONGEST_CELL] if isinstance(value, str) else value
        made = WriteOnlyCell(page, value=value)
        if isinstance(value, str):
            # The library takes what begins with = for a formula; quotePrefix keeps it text when it is edited as well.
            made.data_type = "s"
            made.quotePrefix = _is_dangerous(value)
        elif isinstance(value, date):
            made.number_format = date_pattern
        elif isinstance(value, time):
            made.number_format = "h:mm"
        made.alignment = top
        if bold:
            made.font = Font(bold=True)
        return made

    page.append([cell(heading, bold=True) for heading in of.headings])
    for row in of.rows:
        page.append([cell(value) for value in row])
    page.auto_filter.ref = f"A1:{get_column_letter(len(of.headings))}{len(of.rows) + 1}"
    paper = BytesIO()
    book.save(paper)
    return paper.getvalue()


def _widths(of: Table) -> list[float]:
    """Return how wide each column has to be, in characters."""
    longest = [
        max([len(heading), *(len(str(row[place])) for row in of.rows if row[place] is not None)])
        for place, heading in enumerate(of.headings)
    ]
    return [min(max(length + 2, NARROWEST_COLUMN), WIDEST_COLUMN) for length in longest]
