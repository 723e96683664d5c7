"""Statistics: exact from the daily counters alone, the same in the picture and in the words, in every language."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from PIL.ImageFont import truetype

from bot.desk.delivery.letters import CAPTION_LIMIT
from bot.desk.reports.chart import FONTS, WIDTH, Weight, picture
from bot.desk.reports.send import caption, messages
from bot.desk.reports.statistics import PERIODS, Figures, Reached, figures, first_day
from bot.desk.reports.statistics_text import SOURCES_TOLD, Sheet, period_buttons, period_named, sheet, told
from bot.storage import DayCount
from bot.ui.i18n import Translator
from bot.ui.render import JOINER, LIMIT, DeskWriter, length, plain
from flows.formats import FORMATS
from flows.intake import INTAKE
from tests.bot.prospects import read

SUNDAY = date(2026, 11, 22)


def day(back: int, **counts: int) -> list[DayCount]:
    """Counts of a day so many days before that Sunday; "__" stands for the dot of a name."""
    at = (SUNDAY - timedelta(days=back)).isoformat()
    return [DayCount(at, name.replace("__", "."), n) for name, n in counts.items()]


LITTLE = (
    *day(0, started=2, language__fi=2, asked__welcome=2, passed__welcome=1, asked__who=1),
    *day(8, started=3, language__en=3, source__card=1, suggested=2, sent=1, kept=1, format__group=1),
    *day(8, asked__welcome=3, passed__welcome=3, asked__who=3, passed__who=2, asked__offer=2, passed__offer=2),
)


@cache
def much() -> tuple[DayCount, ...]:
    """Three years in which everything that can be counted was."""
    names = ["started", "suggested", "sent", "kept"]
    names += [f"asked.{question.key}" for question in INTAKE.questions]
    names += [f"{prefix}format.{key}" for key in FORMATS for prefix in ("", "client.")]
    names += [f"sent.source.{n}" for n in range(3)] + ["answered.hours", "answered.3", "outcome.client", "sent.direct"]
    names += [f"source.{'a-very-long-name-of-a-campaign-' * 2}{n}"[:47] for n in range(30)]
    names += ["language.fi", "language.en", "language.sv", "source.$x_1^2$", "source.<b>&"]
    return tuple(at(back, name) for back in range(0, 1100, 10) for name in names)


def at(back: int, name: str) -> DayCount:
    """One count, greater for longer names, so that few are equal."""
    return DayCount((SUNDAY - timedelta(days=back)).isoformat(), name, 100 + len(name))


def of(counts: list[DayCount] | tuple[DayCount, ...], period: str) -> Figures:
    """The figures of a period that ends on that Sunday."""
    return figures(counts, first_day(period, SUNDAY), SUNDAY)


def made(
    counts: list[DayCount] | tuple[DayCount, ...], period: str, language: str, all_: Mapping[str, Translator]
) -> Sheet:
    """The sheet of a period in a language."""
    return sheet(of(counts, period), all_[language], all_)


def test_figures_are_the_sums_of_the_days() -> None:
    found = of(LITTLE, "4w")

    assert (found.started, found.suggested, found.sent, found.kept) == (5, 2, 1, 1)
    assert found.formats == (Reached("group", 0, 1, 0),)
    assert list(found.languages.items()) == [("en", 3), ("fi", 2)]
    assert found.sources == (Reached("", 4, 1, 0), Reached("card", 1, 0, 0))


def test_requests_and_clients_are_told_by_source_and_by_form() -> None:
    counts = [
        *day(3, started=9, source__card=4, sent=5, sent__source__card=3, format__group=2, format__pair=3),
        *day(1, outcome__client=3, client__source__card=2, client__format__pair=3),
        *day(0, outcome__client=-1, client__source__card=-1, client__format__pair=-1),
    ]
    found = of(counts, "4w")

    assert found.sources == (Reached("card", 4, 3, 1), Reached("", 5, 2, 1))
    assert found.formats == (Reached("pair", 0, 3, 2), Reached("group", 0, 2, 0))


@pytest.mark.parametrize(("language", "said"), [("fi", "yhden arkipäivän sisällä"), ("en", "within one working day")])
def test_middle_of_the_first_answers_is_told(translators: Mapping[str, Translator], language: str, said: str) -> None:
    answered = day(2, started=1, answered__hours=1, answered__1=2)

    assert said in made(answered, "4w", language, translators).answer
    assert made(LITTLE, "4w", language, translators).answer == ""


def test_who_went_no_further_is_told_by_question_most_first() -> None:
    assert list(of(LITTLE, "4w").stops.items()) == [("who", 2), ("welcome", 1)]


def test_passed_in_this_period_but_asked_before_it_makes_nothing_negative() -> None:
    assert of(day(0, started=1, passed__who=3, asked__who=1), "4w").stops == {}


@pytest.mark.parametrize(
    ("period", "first"),
    [("4w", date(2026, 10, 26)), ("12w", date(2026, 8, 31)), ("year", date(2025, 11, 24)), ("all", None)],
)
def test_period_begins_on_a_monday_and_holds_the_running_week(period: str, first: date | None) -> None:
    assert first_day(period, SUNDAY) == first
    assert first is None or first.weekday() == 0


def test_days_outside_the_period_do_not_count() -> None:
    counts = [*day(27, started=1), *day(28, started=10), *day(-1, started=100)]

    assert of(counts, "4w").started == 1
    assert of(counts, "all").started == 11


def test_weeks_without_anything_are_there_too() -> None:
    spans = of(LITTLE, "4w").spans

    assert [(each.begins.day, each.started, each.sent) for each in spans] == [
        (26, 0, 0),
        (2, 0, 0),
        (9, 3, 1),
        (16, 2, 0),
    ]


@pytest.mark.parametrize(
    ("back", "unit", "columns"),
    [(0, "week", 1), (84, "week", 13), (91, "month", 4), (600, "month", 20), (900, "year", 3)],
)
def test_long_periods_go_by_months_and_years(back: int, unit: str, columns: int) -> None:
    found = of(day(back, started=1), "all")

    assert (found.unit, len(found.spans)) == (unit, columns)
    assert sum(each.started for each in found.spans) == 1


@pytest.mark.parametrize("period", PERIODS)
def test_nothing_counted_is_empty(period: str) -> None:
    assert of((), period).empty
    assert not of(day(0, started=1), period).empty


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("period", PERIODS)
def test_words_say_every_figure_within_the_limits(
    translators: Mapping[str, Translator], language: str, period: str
) -> None:
    speak = translators[language]
    for counts in (LITTLE, much()):
        found = of(counts, period)
        words = told(sheet(found, speak, translators), speak)
        below = caption(words)
        text = read("\n".join(messages(words, LIMIT)))
        assert length(plain(below)) <= CAPTION_LIMIT
        assert length(plain(below.partition("<blockquote expandable>")[0])) < 50
        assert all(length(plain(each)) <= LIMIT for each in messages(words, LIMIT))
        for n in (found.started, found.suggested, found.sent, found.kept):
            assert speak.number(n) in read(below)
        for each in found.formats:
            assert speak(FORMATS[each.key].name) in text
        for each in found.sources[:SOURCES_TOLD]:
            assert each.key in text.replace(JOINER, "")


def test_shares_are_written_as_the_language_does(translators: Mapping[str, Translator]) -> None:
    assert [row.share for row in made(LITTLE, "4w", "fi", translators).far.lines] == [
        "",
        "40\u00a0%",
        "20\u00a0%",
        "20\u00a0%",
    ]
    assert [row.share for row in made(LITTLE, "4w", "en", translators).far.lines] == ["", "40%", "20%", "20%"]


def test_part_greater_than_the_whole_has_no_share(translators: Mapping[str, Translator]) -> None:
    assert [row.share for row in made(day(0, started=1, sent=2), "4w", "fi", translators).far.lines] == [""] * 4


def test_dates_are_finnish_in_finnish(translators: Mapping[str, Translator]) -> None:
    of_november = made(LITTLE, "4w", "fi", translators)

    assert of_november.period == "26.10.2026–22.11.2026"
    assert [each.label for each in of_november.course.columns] == ["26.10.", "2.11.", "9.11.", "16.11."]


@pytest.mark.parametrize("language", ["fi", "en"])
@pytest.mark.parametrize("period", PERIODS)
def test_picture_is_upright_and_of_bounded_size(
    translators: Mapping[str, Translator], language: str, period: str
) -> None:
    for counts in (LITTLE, much(), day(0, started=1), day(0, sent=1)):
        drawn = picture(made(counts, period, language, translators))
        width, height = struct.unpack(">II", drawn[16:24])
        assert drawn.startswith(b"\x89PNG")
        assert width == WIDTH
        assert 0.7 * WIDTH <= height <= 1.5 * WIDTH
        assert len(drawn) < 500_000


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_letters_of_the_picture_hold_every_letter_of_the_languages(weight: Weight) -> None:
    font = truetype(FONTS[weight], 20)
    missing = bytes(font.getmask("\uffff"))
    letters = {
        sign
        for path in (Path(__file__).resolve().parents[2] / "locales").glob("*/LC_MESSAGES/bot.po")
        for sign in path.read_text("utf-8")
    }
    assert [sign for sign in letters if sign.isalpha() and bytes(font.getmask(sign)) == missing] == []


def test_more_counted_makes_another_picture(translators: Mapping[str, Translator]) -> None:
    one = picture(made(LITTLE, "4w", "fi", translators))

    assert picture(made(LITTLE, "4w", "fi", translators)) == one
    assert picture(made([*LITTLE, *day(0, sent=1)], "4w", "fi", translators)) != one


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("4", "4w"),
        ("12", "12w"),
        ("YEAR", "year"),
        (" 12  weeks ", "12w"),
        ("all", "all"),
        ("0", ""),
        ("5", ""),
        ("", ""),
    ],
)
def test_periods_are_named_in_words_and_numbers(translators: Mapping[str, Translator], said: str, period: str) -> None:
    assert period_named(said, translators.values()) == period


def test_buttons_choose_every_period_and_mark_the_one_on_show(translators: Mapping[str, Translator]) -> None:
    shown = [button for row in period_buttons("year", DeskWriter(translators["en"])) for button in row]

    assert [button.data for button in shown] == [f"k:stats_{period}:0" for period in PERIODS]
    assert [button.text.startswith("✓") for button in shown] == [period == "year" for period in PERIODS]


def test_contact_first_people_are_told_apart_so_that_no_step_seems_impossible(
    translators: Mapping[str, Translator],
) -> None:
    counts = day(0, started=8, suggested=6, sent=8, sent__direct=2)
    rows = made(counts, "4w", "en", translators).far.lines

    assert [(row.cells[0], row.share) for row in rows[:4]] == [(8, ""), (6, "75%"), (2, "25%"), (8, "100%")]


def test_picture_says_how_many_more_there_are(translators: Mapping[str, Translator]) -> None:
    counts = [each for n, key in enumerate(FORMATS) for each in day(0, **{f"format__{key}": 20 - n})]
    block = made(counts, "4w", "en", translators).formats

    assert len(block.drawn) == 4
    assert block.drawn[-1].label == f"and {len(FORMATS) - 3} others"
    assert sum(line.cells[0] for line in block.drawn) == sum(line.cells[0] for line in block.lines)


def test_what_became_of_closed_requests_is_told(translators: Mapping[str, Translator]) -> None:
    block = made([*day(0, outcome__client=3, outcome__later=1), *day(1, outcome__later=-1)], "4w", "en", translators)

    assert [(row.label, row.cells[0]) for row in block.outcomes.lines] == [("A client", 3)]
