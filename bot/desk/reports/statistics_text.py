"""The statistics as a sheet of finished words and numbers: the picture and the text beside it show the same. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from babel.dates import format_date, format_skeleton
from babel.numbers import format_percent

from bot.desk.reports.statistics import PERIODS, Figures, Span
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
class Line:
    """What was counted of one thing: its label, a number for each column, and its share of all if that says something.

    `shown` are the numbers as they are written.
    """

    label: str
    cells: tuple[int, ...]
    shown: tuple[str, ...]
    share: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under a title, most first; without words for `columns` they have one number and are drawn as bars.

    `drawn`: what the picture shows. `note`: a remark that belongs to them.
    """

    title: str
    lines: tuple[Line, ...]
    drawn: tuple[Line, ...]
    columns: tuple[str, ...] = ()
    note: str = ""


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
    far: Table
    answer: str
    stops: Table
    formats: Table
    course: Course
    outcomes: Table
    languages: Table
    sources: Table


def sheet(figures: Figures, speak: Translator, languages: Mapping[str, Translator]) -> Sheet:
    """Return the figures in the language of `speak`."""

    def share(n: int) -> str:
        """Write a number as its share of all; nothing where there is no whole, or the part is greater."""
        whole = figures.started
        return str(format_percent(n / whole, locale=speak.locale)) if 0 < n <= whole else ""

    direct = ((DIRECT, figures.direct),) if figures.direct else ()
    far = (
        (BEGUN, figures.started),
        (SUGGESTED, figures.suggested),
        *direct,
        (SENT, figures.sent),
        (KEPT, figures.kept),
    )
    reached = (_line(speak(name), speak, n, share="" if name is BEGUN else share(n)) for name, n in far)
    spoken = (_line(language_name(key, speak, languages), speak, n) for key, n in figures.languages.items())
    return Sheet(
        title=speak(TITLE),
        period=speak(PERIOD.filled(first=speak.date(figures.first), last=speak.date(figures.last))),
        far=_table(FAR, reached, speak, most=len(far)),
        answer=_answer(figures, speak),
        stops=_table(STOPS, _lines(figures.stops, speak, _stop), speak, most=STOPS_DRAWN, note=STOPS_NOTE),
        formats=_table(WANTED, _formats(figures, speak), speak, (SHORT_SENT, SHORT_CLIENTS)),
        course=Course(
            speak(BY[figures.unit]),
            speak(SHORT_BEGUN),
            speak(SHORT_SENT),
            tuple(_column(span, figures.unit, speak) for span in figures.spans),
        ),
        outcomes=_table(BECAME, _lines(figures.outcomes, speak, OUTCOMES.get), speak),
        languages=_table(LANGUAGES, spoken, speak),
        sources=_table(SOURCES, _sources(figures, speak), speak, (SHORT_BEGUN, SHORT_SENT, SHORT_CLIENTS)),
    )


def _answer(figures: Figures, speak: Translator) -> str:
    """Say how soon the first answer came that is in the middle of all, "" when there was none."""
    middle = median(figures.answers)
    n = speak.number(sum(figures.answers.values()))
    return speak(FIRST_ANSWER.filled(n=n, within=middle.within)) if middle else ""


def _formats(figures: Figures, speak: Translator) -> Iterator[Line]:
    for each in figures.formats:
        name = speak(FORMATS[each.key].name) if each.key in FORMATS else each.key
        yield _line(name, speak, each.sent, each.clients)


def _sources(figures: Figures, speak: Translator) -> Iterator[Line]:
    for each in figures.sources[:SOURCES_TOLD]:
        yield _line(each.key or speak(NO_SOURCE), speak, each.started, each.sent, each.clients)


def _line(label: str, speak: Translator, *cells: int, share: str = "") -> Line:
    return Line(label, cells, tuple(map(speak.number, cells)), share)


def _table(
    title: Text,
    lines: Iterable[Line],
    speak: Translator,
    columns: tuple[Text, ...] = (),
    *,
    most: int = TABLE_DRAWN,
    note: Text | None = None,
) -> Table:
    """Return a table of which the first lines are drawn, and the others as one; a single other one needs no cutting."""
    whole = tuple(lines)
    drawn, others = whole[:most], whole[most:]
    if len(others) > 1:
        sums = map(sum, zip(*(line.cells for line in others), strict=True))
        others = (_line(speak(OTHERS.filled(n=len(others))), speak, *sums),)
    said = speak(note) if note else ""
    return Table(speak(title), whole, (*drawn, *others), tuple(map(speak, columns)), said)


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
        "\n".join((*_numbers(of.far, writer), *([writer.say(of.answer)] if of.answer else []))),
        *(_told(table, writer) for table in (of.formats, of.sources, of.outcomes, of.stops) if table.lines),
        *([f"{writer.bold(of.course.title)}\n{course}"] if course else []),
        *([_told(of.languages, writer)] if of.languages.lines else []),
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


def _lines(counted: Mapping[str, int], speak: Translator, named: Callable[[str], Text | None]) -> Iterator[Line]:
    for key, n in counted.items():
        name = named(key)
        yield _line(speak(name) if name else key, speak, n)


def _stop(key: str) -> Text | None:
    question = INTAKE.question(key)
    return _STOPS.get(key) or (question.name if question else None)


def _column(span: Span, unit: str, speak: Translator) -> Column:
    begins, locale = span.begins, speak.locale
    match unit:
        case "week":
            label, name = format_skeleton("Md", begins, locale=locale), speak.date(begins)
        case "month":
            label, name = format_date(begins, "LLL", locale=locale), format_skeleton("yMMMM", begins, locale=locale)
        case _:
            label = name = str(begins.year)
    return Column(str(label), str(name), span.started, span.sent)


def _told(table: Table, writer: DeskWriter) -> str:
    note = f"\n{writer.faint(table.note)}" if table.note else ""
    return "\n".join((writer.bold(table.title), *_numbers(table, writer))) + note


def _numbers(table: Table, writer: DeskWriter) -> Iterator[str]:
    """Yield the lines of a table in words: of each the columns in which anything was counted."""
    for line in table.lines:
        numbers = line.shown[0]
        if table.columns:
            cells = zip(table.columns, line.cells, line.shown, strict=True)
            numbers = ", ".join(f"{column} {shown}" for column, n, shown in cells if n)
        text = LINE_SHARE if line.share else LINE
        yield writer.say(text.filled(name=line.label, n=numbers, share=line.share))
