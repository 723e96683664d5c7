"""Requests as files: every answer in its column, Finnish forms, no words a formula, nothing left of the erased."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from types import MappingProxyType
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from bot.desk.reports.spreadsheet import LONGEST_CELL, Columns, Line, sheet
from bot.requests.as_text import WIDTH, printed
from bot.requests.request import lead_of, personal_of
from bot.storage import StoredLead
from bot.ui.i18n import Translator
from flows.intake import INTAKE
from flows.summary import lines
from tests.bot.test_card import EVERYTHING, lead
from tests.flows.routes import given

ZONE = ZoneInfo("Europe/Helsinki")
KUOPIO_KM = 259.1
EMPTY: Mapping[int, str] = MappingProxyType({})
SENT = datetime(2026, 11, 3, 7, 5, tzinfo=UTC)
DANGEROUS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "  =1+1", "＝1+1", "=cmd|' /C calc'!A0"),
    *(
        "\x01=1+1",
        "\0\x1f=1+1",
        "\x7f=1+1",
        "\x85=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\u00a0=1+1",
        "\x01 \x02+A1",
        "﹦1+1",
    ),
    *(
        "+358401234567*cmd|' /C calc'!A0",
        "+358401234567=A1",
        "+1:9",
        "+358 40(1)",
        "+358 40-123",
        "+A1",
        "+358401234567",
    ),
)


def row(number: int = 12, **answers: str | tuple[str, ...]) -> StoredLead:
    """A request as it is stored."""
    made = replace(lead(given(**{**EVERYTHING, **answers})), number=number, name="Anna")
    return StoredLead(
        number=number,
        month="2026-11",
        chat_id=7,
        format=made.format,
        language="en",
        status="new",
        created_at=SENT.timestamp(),
        card_chat_id=0,
        card_message_id=0,
        notice_version="1",
        agreed_at=SENT.timestamp(),
        personal=personal_of(made),
    )


def erased(number: int) -> StoredLead:
    """What is left of an erased request."""
    return StoredLead(number, "2026-10", 0, "group", "", "erased", 0, 0, 0, "", 0)


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and lines of as many cells."""

    headings: tuple[str, ...]
    rows: Sequence[Line]


def made(
    translators: Mapping[str, Translator], *rows: StoredLead, language: str = "fi", wanted: Mapping[int, str] = EMPTY
) -> Table:
    """The table of requests in a language."""
    columns = Columns(translators[language], translators, ZONE, wanted)
    return Table(columns.headings, columns.lines(rows))


def as_file(ending: str, of: Table, speak: Translator) -> bytes:
    """What is in the file of a table that is written line by line."""
    file = io.BytesIO()
    written = sheet(ending, file, of.headings, speak)
    for line in of.rows:
        written.add([line])
    written.finish()
    return file.getvalue()


as_csv, as_xlsx = partial(as_file, "csv"), partial(as_file, "xlsx")


def cells(of: Table, place: int = 0) -> dict[str, object]:
    """One row of a table by heading."""
    return dict(zip(of.headings, of.rows[place], strict=True))


def read_csv(content: bytes) -> list[list[str]]:
    """A .csv file as a Finnish spreadsheet reads it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def one(words: str) -> Table:
    """A table of one cell."""
    return Table(("A",), ((words,),))


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_answer_stands_under_its_question(translators: Mapping[str, Translator], language: str) -> None:
    speak, stored = translators[language], row()
    found = cells(made(translators, stored, language=language))

    for line in lines(lead_of(stored).answers):
        told = str(found[speak(line.question.name)])
        assert line.words in told or line.question.key == "phone"
        for value in line.values if line.question.key != "town" else ():
            assert speak(value) in told, line.question.key
    assert {"Anna", "Kuopio", "anna_k"} <= set(found.values())


def test_columns_are_the_same_for_every_request_and_each_named_once(translators: Mapping[str, Translator]) -> None:
    for language in ("fi", "en"):
        headings = made(translators, row(), erased(3), language=language).headings
        assert len(set(headings)) == len(headings), language


def test_day_time_and_distance_are_values_not_words(translators: Mapping[str, Translator]) -> None:
    found = cells(made(translators, row()))

    assert {date(2026, 11, 3), time(9, 5)} <= set(found.values())
    assert [value for value in found.values() if isinstance(value, float)] == [KUOPIO_KM]


def test_csv_has_finnish_forms(translators: Mapping[str, Translator]) -> None:
    content = as_csv(made(translators, row()), translators["fi"])
    headings, first = read_csv(content)

    assert content.startswith(b"\xef\xbb\xbf")
    assert {"3.11.2026", "9.05"} <= set(first)
    assert "marraskuu 2026" in first
    assert len([cell for cell in first if cell.replace(",", "").isdigit() and cell.count(",") == 1]) == 1
    assert len(first) == len(headings)


@pytest.mark.parametrize(
    ("phone", "read"),
    [("+358401234567", "040 123 4567"), ("+46701234567", "+46 70 123 45 67"), ("+12015550123", "+1 201 555 0123")],
)
def test_phone_number_is_written_as_it_is_dialled(translators: Mapping[str, Translator], phone: str, read: str) -> None:
    answers = {key: value for key, value in EVERYTHING.items() if key != "email"}
    called = lead(given(**{**answers, "way": ("phone",), "phone": phone}))
    stored = replace(row(), personal=personal_of(called))
    _, first = read_csv(as_csv(made(translators, stored), translators["fi"]))
    assert read in first
    assert not [cell for cell in first if cell.startswith("'") or phone in cell]


def test_cell_is_one_whatever_the_file_is_taken_to_be_divided_by(translators: Mapping[str, Translator]) -> None:
    assert as_csv(one("a,=1+1\t=2+2"), translators["fi"]).endswith(b'"a,=1+1\t=2+2"\r\n')


def test_of_the_erased_only_number_month_and_format_are_left(translators: Mapping[str, Translator]) -> None:
    found = [value for value in made(translators, erased(3)).rows[0] if value is not None]

    assert found == [3, "lokakuu 2026", "Ryhmätyönohjaus"]


def test_correction_stands_beside_what_was_suggested(translators: Mapping[str, Translator]) -> None:
    of = made(translators, row(12), row(13), wanted={12: "crisis"})

    assert [each.count("Kriisityönohjaus") for each in of.rows] == [1, 0]


@pytest.mark.parametrize("words", DANGEROUS)
def test_words_never_become_a_formula_in_csv(translators: Mapping[str, Translator], words: str) -> None:
    (_, (cell,)) = read_csv(as_csv(one(words), translators["fi"]))

    assert cell.startswith("'")
    assert words.strip("".join(map(chr, range(33)))) in cell


@pytest.mark.parametrize(
    "words",
    [
        *("a=1", "Anna", "2–4", "'x'", "", "040 123 4567", "anna@example.org"),
        *("+46 70 123 45 67", "+46 70 123 45 67, iltaisin", "+358 40 123 4567 or by post."),
    ],
)
def test_harmless_words_stay_as_they_are_in_csv(translators: Mapping[str, Translator], words: str) -> None:
    assert read_csv(as_csv(one(words), translators["fi"]))[1] == [words]


@pytest.mark.parametrize("words", DANGEROUS)
def test_words_never_become_a_formula_in_excel(translators: Mapping[str, Translator], words: str) -> None:
    content = as_xlsx(one(words), translators["fi"])
    cell = load_workbook(io.BytesIO(content)).worksheets[0]["A2"]

    assert cell.data_type == "s"
    assert cell.value.strip() == "".join(sign for sign in words if sign >= " " or sign in "\t\r\n").strip()
    assert cell.quotePrefix
    assert "<f>" not in ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()


def test_excel_holds_the_same_as_the_table(translators: Mapping[str, Translator]) -> None:
    of = made(translators, erased(3), row(12))
    page = load_workbook(io.BytesIO(as_xlsx(of, translators["fi"]))).worksheets[0]
    found = [tuple(cell.value for cell in cells) for cells in page.iter_rows()]

    assert found[0] == of.headings
    for shown, meant in zip(found[1:], of.rows, strict=True):
        for value, wanted in zip(shown, meant, strict=True):
            assert (value.date() if isinstance(value, datetime) else value) == wanted
    assert {cell.number_format for cell in page[3]} == {"General", "d.m.yyyy", "h:mm"}


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_words_that_no_file_can_hold_are_no_obstacle(translators: Mapping[str, Translator], make: object) -> None:
    assert callable(make)
    for words in ("\0\x01\x1f\ufffe", "x" * (LONGEST_CELL + 10), "=" * (LONGEST_CELL + 10), ";\"'\r\n;", "🙂" * 9000):
        assert make(one(words), translators["fi"])


@pytest.mark.parametrize("language", ["fi", "en"])
def test_printed_request_holds_every_answer_in_lines_that_fit(
    translators: Mapping[str, Translator], language: str
) -> None:
    speak, stored = (
        translators[language],
        row(organisation="Oy", own_words="First.\n\n" + "word " * 200, message="Last."),
    )
    text = printed(lead_of(stored), speak, translators)
    flat = " ".join(text.split())

    assert all(len(line) <= WIDTH for line in text.splitlines())
    assert "{" not in text
    for line in lines(lead_of(stored).answers):
        for value in line.values if line.question.key != "offer" else ():
            assert " ".join(speak(value).split()) in flat, line.question.key
        assert " ".join(line.words.split()) in flat
    assert speak(INTAKE.questions[1].name) in flat
