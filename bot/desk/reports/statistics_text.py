"""The statistics as a sheet of finished words and numbers: the picture and the text beside it show the same. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_percent

from bot.desk.reports.statistics import PERIODS, Counted, Figures, Span
from bot.requests.answer_time import median
from bot.requests.card import language_name
from bot.requests.status_text import OUTCOMES
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, DeskWriter, in_rows
from bot.ui.screens import Rows
from flows.dataclass import dataclass
from flows.formats import FORMATS
from flows.intake import INTAKE
from flows.text import N_, NN_, Text

TITLE = N_("stats.title", "Statistics")
PERIOD = N_("stats.period", "{first} – {last}")
EMPTY = N_("stats.empty", "Nothing has been counted in this period yet.")
BEGUN = N_("stats.begun", "Conversations started")
SUGGESTED = N_("stats.suggested", "Reached the suggestion")
SENT = N_("stats.sent", "Sent a request")
DIRECT = N_("stats.direct", "Straight to contact, no suggestion")
KEPT = N_("stats.kept", "Kept the suggestion, sent nothing")
FAR = N_("stats.far", "How far conversations get")
STOPS = N_("stats.stops", "Where they stop")
STOPS_NOTE = N_("stats.stops.note", "Those still under way are counted where they are now.")
STOP_WELCOME = N_("stats.stops.welcome", "At the welcome")
STOP_OFFER = N_("stats.stops.offer", "At the suggestion")
STOP_REVIEW = N_("stats.stops.review", "Just before sending")
WANTED = N_("stats.formats", "Suggested types")
FIRST_ANSWER = N_("stats.answer", "First answer, median of {n}: {within}")
LANGUAGES = N_("stats.languages", "Languages")
BECAME = N_("stats.outcomes", "What became of closed requests")
OTHERS = NN_("stats.others", "and {n} other", "and {n} others")
SOURCES = N_("stats.sources", "Where they came from")
NO_SOURCE = N_("stats.sources.none", "source not known")
BY: Mapping[str, Text] = {
    "week": N_("stats.by.week", "Week by week"),
    "month": N_("stats.by.month", "Month by month"),
    "year": N_("stats.by.year", "Year by year"),
}
SHORT_BEGUN = N_("stats.by.begun", "started")
SHORT_SENT = N_("stats.by.sent", "requests")
SHORT_CLIENTS = N_("stats.by.clients", "clients")
LINE = N_("stats.line", "{name}: {n}")
LINE_SHARE = N_("stats.line.share", "{name}: {n} ({share})")
LINE_SPAN = N_("stats.line.span", "{begins}: started {begun}, requests {sent}")

LABELS: Mapping[str, Text] = {
    "4w": N_("button.stats.4w", "4 weeks"),
    "12w": N_("button.stats.12w", "12 weeks"),
    "year": N_("button.stats.year", "A year"),
    "all": N_("button.stats.all", "All"),
}

SOURCES_TOLD = 12
"""Sources named in the text; the rest are seldom ones, or somebody's inventions."""

STOPS_DRAWN, TABLE_DRAWN = 2, 3
"""Questions, and lines of a table, that are drawn; of the rest the picture says how many."""

_STOPS: Mapping[str, Text] = {"welcome": STOP_WELCOME, "offer": STOP_OFFER, "review": STOP_REVIEW}


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: its label, how often, the number as it is written, and its share of all if that says something."""

    label: str
    n: int
    shown: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Bars under a title, most first; `note` is a remark that belongs to them. `drawn`: what the picture shows."""

    title: str
    rows: tuple[Row, ...]
    drawn: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its label, and a number for each column."""

    label: str
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers under a title and the words for its columns. `drawn`: what the picture shows."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    drawn: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One span of time: its short label, its full one, conversations begun and requests sent."""

    label: str
    name: str
    begun: int
    sent: int


@dataclass(frozen=True, slots=True)
class Course:
    """The course of time; `begun` and `sent` are the words for the two heights of a column."""

    title: str
    begun: str
    sent: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is shown, in the order in which it stands; `answer` is "" when nothing was answered."""

    title: str
    period: str
    far: Block
    answer: str
    stops: Block
    formats: Table
    course: Course
    outcomes: Block
    languages: Block
    sources: Table


def sheet(figures: Figures, speak: Translator, languages: Mapping[str, Translator]) -> Sheet:
    """Return the figures in the language of `speak`."""
    share = _Share(figures.started, speak)
    direct = ((DIRECT, figures.direct),) if figures.direct else ()
    far = (
        (BEGUN, figures.started),
        (SUGGESTED, figures.suggested),
        *direct,
        (SENT, figures.sent),
        (KEPT, figures.kept),
    )
    reached = tuple(Row(speak(name), n, speak.number(n), "" if name is BEGUN else share(n)) for name, n in far)
    languages_told = tuple(
        Row(language_name(each.key, speak, languages), each.n, speak.number(each.n)) for each in figures.languages
    )
    return Sheet(
        title=speak(TITLE),
        period=speak(PERIOD.filled(first=speak.date(figures.first), last=speak.date(figures.last))),
        far=Block(speak(FAR), reached, reached),
        answer=_answer(figures, speak),
        stops=_made(STOPS, tuple(_rows(figures.stops, speak, _stop)), STOPS_DRAWN, speak, STOPS_NOTE),
        formats=_table(WANTED, (SHORT_SENT, SHORT_CLIENTS), _formats(figures, speak), speak),
        course=Course(
            speak(BY[figures.unit]),
            speak(SHORT_BEGUN),
            speak(SHORT_SENT),
            tuple(_column(span, figures.unit, speak) for span in figures.spans),
        ),
        outcomes=_made(BECAME, tuple(_rows(figures.outcomes, speak, _outcome)), len(OUTCOMES), speak),
        languages=Block(speak(LANGUAGES), languages_told, ()),
        sources=_table(SOURCES, (SHORT_BEGUN, SHORT_SENT, SHORT_CLIENTS), _sources(figures, speak), speak),
    )


def _answer(figures: Figures, speak: Translator) -> str:
    """Say how soon the first answer came that is in the middle of all, "" when there was none."""
    middle = median(figures.answers)
    n = speak.number(sum(figures.answers.values()))
    return speak(FIRST_ANSWER.filled(n=n, within=middle.within)) if middle else ""


def _formats(figures: Figures, speak: Translator) -> Iterator[Line]:
    for each in figures.formats:
        name = speak(FORMATS[each.key].name) if each.key in FORMATS else each.key
        yield Line(name, (each.sent, each.clients))


def _sources(figures: Figures, speak: Translator) -> Iterator[Line]:
    for each in figures.sources[:SOURCES_TOLD]:
        yield Line(each.key or speak(NO_SOURCE), (each.started, each.sent, each.clients))


def _table(title: Text, columns: tuple[Text, ...], lines: Iterable[Line], speak: Translator) -> Table:
    """Return a table of which the first lines are drawn, and the others as one, as for `_made`."""
    whole = tuple(lines)
    drawn, others = whole[:TABLE_DRAWN], whole[TABLE_DRAWN:]
    if len(others) > 1:
        sums = tuple(map(sum, zip(*(line.cells for line in others), strict=True)))
        others = (Line(speak(OTHERS.filled(n=len(others))), sums),)
    return Table(speak(title), tuple(map(speak, columns)), whole, (*drawn, *others))


def _made(title: Text, rows: tuple[Row, ...], most: int, speak: Translator, note: Text | None = None) -> Block:
    """Return a block of which the first rows are drawn, and the others as one; a single other one needs no cutting."""
    others = rows[most:]
    drawn = rows
    if len(others) > 1:
        n = sum(row.n for row in others)
        drawn = (*rows[:most], Row(speak(OTHERS.filled(n=len(others))), n, speak.number(n)))
    return Block(speak(title), rows, drawn, speak(note) if note else "")


def told(of: Sheet, speak: Translator) -> list[str]:
    """Return the sheet as paragraphs of Telegram HTML: title and period, the main figures, and so on."""
    writer = DeskWriter(speak)
    head = f"{writer.bold(of.title)}\n{writer.say(of.period)}"
    course = "\n".join(
        writer.say(LINE_SPAN.filled(begins=each.name, begun=each.begun, sent=each.sent))
        for each in of.course.columns
        if each.begun or each.sent
    )
    return [
        head,
        "\n".join((*_lines(of.far, writer), *([writer.say(of.answer)] if of.answer else []))),
        *(_told(table, writer) for table in (of.formats, of.sources) if table.lines),
        *(_block(block, writer) for block in (of.outcomes, of.stops) if block.rows),
        *([f"{writer.bold(of.course.title)}\n{course}"] if course else []),
        *([_block(of.languages, writer)] if of.languages.rows else []),
    ]


def period_buttons(period: str, writer: DeskWriter) -> Rows:
    """Return the choice of periods; the one on show is marked."""
    return in_rows(
        [
            writer.button(LABELS[each], Tapped(f"stats_{each}", 0), mark=CHOSEN if each == period else "")
            for each in PERIODS
        ]
    )


def period_named(words: str, languages: Iterable[Translator]) -> str:
    """Return the period that somebody calls so in any language ("4", "12 weeks", "vuosi"), "" for none."""
    said = " ".join(words.casefold().split())
    speaks = tuple(languages)
    for period, weeks in PERIODS.items():
        names = {speak(LABELS[period]).casefold() for speak in speaks}
        if said in {period, *names} or (weeks and said == str(weeks)):
            return period
    return ""


class _Share:
    """Writes a number as its share of all; nothing where there is no whole, or the part is greater."""

    def __init__(self, whole: int, speak: Translator) -> None:
        self._whole = whole
        self._speak = speak

    def __call__(self, n: int) -> str:
        if not 0 < n <= self._whole:
            return ""
        return str(format_percent(n / self._whole, locale=self._speak.locale))


def _rows(counted: Iterable[Counted], speak: Translator, named: Callable[[str], Text | str]) -> Iterator[Row]:
    for each in counted:
        name = named(each.key)
        yield Row(name if isinstance(name, str) else speak(name), each.n, speak.number(each.n))


def _stop(key: str) -> Text | str:
    question = INTAKE.question(key)
    return _STOPS.get(key) or (question.name if question else key)


def _outcome(key: str) -> Text | str:
    return OUTCOMES.get(key, key)


def _column(span: Span, unit: str, speak: Translator) -> Column:
    return Column(_short(span.begins, unit, speak), _full(span.begins, unit, speak), span.started, span.sent)


def _short(begins: date, unit: str, speak: Translator) -> str:
    match unit:
        case "week":
            return str(format_skeleton("Md", begins, locale=speak.locale))
        case "month":
            return str(format_date(begins, "LLL", locale=speak.locale))
    return str(begins.year)


def _full(begins: date, unit: str, speak: Translator) -> str:
    match unit:
        case "week":
            return speak.date(begins)
        case "month":
            return str(format_skeleton("yMMMM", begins, locale=speak.locale))
    return str(begins.year)


def _lines(block: Block, writer: DeskWriter) -> Iterator[str]:
    for row in block.rows:
        line = LINE_SHARE if row.share else LINE
        yield writer.say(line.filled(name=row.label, n=row.shown, share=row.share))


def _told(table: Table, writer: DeskWriter) -> str:
    """Return a table in words: of each line the columns in which anything was counted."""
    told = []
    for line in table.lines:
        cells = zip(table.columns, line.cells, strict=True)
        numbers = ", ".join(f"{column} {writer.speak.number(n)}" for column, n in cells if n)
        told.append(writer.say(LINE.filled(name=line.label, n=numbers)))
    return "\n".join((writer.bold(table.title), *told))


def _block(block: Block, writer: DeskWriter) -> str:
    note = f"\n{writer.faint(block.note)}" if block.note else ""
    return "\n".join((writer.bold(block.title), *_lines(block, writer))) + note
