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
from datetime import UTC, date, datetime, time
from io import TextIOWrapper
from typing import IO, Any, TypeAlias
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time, get_date_format

from bot.desk.lists.related import town_name, town_of
from bot.errors import MissingPackage
from bot.requests.card import language_name, phone
from bot.requests.request import Lead, lead_of
from bot.requests.status_text import NAMES, OUTCOMES, STATUS
from bot.storage import StoredLead
from bot.ui.i18n import Translator
from flows.dataclass import dataclass
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

FILES = ("xlsx", "csv")
"""The endings of the files that can be made."""

LONGEST_CELL = 32_767
"""Characters of a cell, by Excel's specifications; csv keeps to it as well."""
WIDEST_COLUMN, NARROWEST_COLUMN = 60, 10

_UNSEEN = r"[\s\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]*"
_DANGEROUS = re.compile(rf"{_UNSEEN}[=+\-@＝＋－＠﹢﹣﹦﹫]|[\t\r\n\x7f-\x9f]")
_NUMBER_FIRST = re.compile(r"\+\d[\w ,.]* [\w ,.]*")
"""A number with its country code, and perhaps words: no sign in it calculates, and its spaces keep it text."""
_NOT_IN_XML = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell: TypeAlias = "str | int | float | date | time | None"


Line: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """How requests become lines in the language of `speak`: as many cells as headings, None is an empty one."""

    speak: Translator
    languages: Mapping[str, Translator]
    zone: ZoneInfo
    wanted: Mapping[int, str]
    """What would have been recommended instead, keys of formats by the number of the request."""

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(self.speak(column) for column in _headings())

    def lines(self, rows: Sequence[StoredLead]) -> list[Line]:
        """Return a line for each request; of erased ones only number, month and format."""
        columns = tuple(_headings())
        return [tuple(map(dict(self._cells(row)).get, columns)) for row in rows]

    def _cells(self, row: StoredLead) -> Iterator[tuple[Text, Cell]]:
        speak = self.speak
        yield NUMBER, row.number
        yield MONTH, _month(row.month, speak)
        yield SUGGESTED, speak(FORMATS[row.format].name) if row.format in FORMATS else row.format
        lead = lead_of(row)
        if lead.erased:
            return
        moment = datetime.fromtimestamp(row.agreed_at or row.created_at, UTC).astimezone(self.zone)
        yield DATE, moment.date()
        yield TIME, moment.time().replace(second=0, microsecond=0)
        if lead.unreadable:
            yield NAME.name, speak(UNREADABLE)
        yield STATUS, speak(NAMES[lead.status]) if lead.status in NAMES else lead.status
        became = OUTCOMES.get(lead.handling.outcome)
        yield BECAME, speak(became) if became else None
        wanted = FORMATS.get(self.wanted.get(row.number, ""))
        yield WANTED, speak(wanted.name) if wanted else None
        yield LANGUAGE, language_name(lead.language, speak, self.languages)
        if lead.name:
            yield NAME.name, lead.name
        yield USERNAME, lead.username or None
        yield from _answers(lead, speak)
        yield SOURCE, lead.source or None
        yield HANDLED_BY, lead.handling.by or None


def _headings() -> Iterator[Text]:
    yield from (NUMBER, MONTH, DATE, TIME, STATUS, BECAME, SUGGESTED, WANTED, LANGUAGE, NAME.name, USERNAME)
    for question in INTAKE.questions:
        if question.kind is not Kind.STOP and question is not NAME:
            yield question.name
        if question is TOWN:
            yield DISTANCE
    yield from (SOURCE, HANDLED_BY)


def _month(month: str, speak: Translator) -> str:
    """Return "2026-11" as the language says it; as it stands where damage has made it none."""
    try:
        return str(format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=speak.locale))
    except ValueError:
        return month


def _answers(lead: Lead, speak: Translator) -> Iterator[tuple[Text, Cell]]:
    for line in lines(lead.answers):
        if line.question.key == NAME.key:
            continue
        told = " · ".join((*map(speak, line.values), *((line.words,) if line.words else ())))
        if line.question.key == TOWN.key and town_name(lead):
            told = town_name(lead)
        if line.question.key == "phone":
            told = re.sub(r"[^\w+]+", " ", phone(lead))  # "+1 201-555-0123" could be calculated
        yield line.question.name, told or None
    town = load().by_code(town_of(lead))
    if town is not None:
        yield DISTANCE, round(distance_from_oulu(town).km, 1)


class CommaSeparated:
    """Semicolons, decimal commas, dates as written in the language, UTF-8 with a BOM."""

    def __init__(self, file: IO[bytes], headings: Sequence[str], speak: Translator) -> None:
        self._text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._speak = speak
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        self._writer.writerow([_harmless(heading) for heading in headings])

    def add(self, lines: Sequence[Line]) -> None:
        self._writer.writerows([_in_words(cell, self._speak) for cell in line] for line in lines)

    def finish(self) -> None:
        """Write what is still held back."""
        self._text.detach()


def _in_words(cell: Cell, speak: Translator) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _harmless(cell)
        case float():
            return f"{cell:.1f}".replace(".", ",")
        case date():
            return speak.date(cell)
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


class Workbook:
    """An Excel workbook; its columns are as wide as the first lines need."""

    def __init__(self, file: IO[bytes], headings: Sequence[str], speak: Translator) -> None:
        try:
            from openpyxl import Workbook as Book
            from openpyxl.cell import WriteOnlyCell
            from openpyxl.styles import Alignment, Font
        except ImportError:
            raise MissingPackage("openpyxl") from None
        self._file, self._headings = file, headings
        self._book = Book(write_only=True)
        self._page = self._book.create_sheet(speak(SHEET)[:31])  # Excel allows no longer name
        self._page.freeze_panes = "B2"
        self._lines = 0
        self._cell, self._top, self._bold = WriteOnlyCell, Alignment(vertical="top", wrap_text=True), Font(bold=True)
        self._date = get_date_format("medium", locale=speak.locale).pattern.replace("y", "yyyy").lower()

    def add(self, lines: Sequence[Line]) -> None:
        if not self._lines:
            self._begin(lines)
        for line in lines:
            self._page.append([self._made(value) for value in line])
        self._lines += len(lines)

    def finish(self) -> None:
        """Write the workbook into its file."""
        from openpyxl.utils import get_column_letter

        if not self._lines:
            self._begin([])
        self._page.auto_filter.ref = f"A1:{get_column_letter(len(self._headings))}{self._lines + 1}"
        self._book.save(self._file)

    def _begin(self, lines: Sequence[Line]) -> None:
        from openpyxl.utils import get_column_letter

        for place, width in enumerate(_widths(self._headings, lines), start=1):
            self._page.column_dimensions[get_column_letter(place)].width = width
        self._page.append([self._made(heading, bold=True) for heading in self._headings])

    def _made(self, value: Cell, *, bold: bool = False) -> Any:
        value = _NOT_IN_XML.sub("", value)[:LONGEST_CELL] if isinstance(value, str) else value
        made = self._cell(self._page, value=value)
        if isinstance(value, str):
            # The library takes what begins with = for a formula; quotePrefix keeps it text when it is edited as well.
            made.data_type = "s"
            made.quotePrefix = _is_dangerous(value)
        elif isinstance(value, date):
            made.number_format = self._date
        elif isinstance(value, time):
            made.number_format = "h:mm"
        made.alignment = self._top
        if bold:
            made.font = self._bold
        return made


def _widths(headings: Sequence[str], lines: Sequence[Line]) -> list[float]:
    """Return how wide each column has to be, in characters."""
    longest = [
        max([len(heading), *(len(str(line[place])) for line in lines if line[place] is not None)])
        for place, heading in enumerate(headings)
    ]
    return [min(max(length + 2, NARROWEST_COLUMN), WIDEST_COLUMN) for length in longest]


Sheet: TypeAlias = Workbook | CommaSeparated
"""A file that is written line by line, so that it takes no more memory the longer it gets."""


def sheet(ending: str, file: IO[bytes], headings: Sequence[str], speak: Translator) -> Sheet:
    """Begin a file of this ending, "xlsx" or "csv"; MissingPackage where the one for .xlsx is not installed."""
    return Workbook(file, headings, speak) if ending == "xlsx" else CommaSeparated(file, headings, speak)
