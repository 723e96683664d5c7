"""The answers as lines: everything that was answered, in order, nothing else."""

from __future__ import annotations

from flows.engine import SKIP, UNSURE
from flows.intake import ABROAD, INTAKE
from flows.summary import ABROAD_NAME, NOT_TOLD, TOWN_ITSELF, TOWN_WITH_DISTANCE, lines
from tests.flows.routes import KUUSAMO, OULU, given, line, need_routes, place_routes

FULL: dict[str, str | tuple[str, ...]] = {
    "who": "group",
    "challenge": ("coping", "words"),
    "own_words": "Much has changed <b>",
    "together": "together",
    "place": "both",
    "town": OULU,
    "pace": "longer",
    "offer": "contact",
    "people": "five_ten",
    "role": SKIP,
    "way": "email",
    "email": "anna@example.org",
}


def test_every_answer_is_a_line_in_the_order_of_the_questions() -> None:
    keys = [each.question.key for each in lines(given(**FULL))]

    assert keys == [key for key in FULL if key != "offer"]


def test_answers_of_every_route_are_told() -> None:
    for answers in (*need_routes(), *place_routes()):
        told = {each.question.key: each for each in lines(answers)}
        assert set(told) == set(answers) - {"welcome"}
        for key, answer in answers.items():
            if key == "welcome":
                continue
            assert len(told[key].values) == len(answer.chosen), (key, answer)
            assert told[key].words == answer.words


def test_own_words_are_told_as_they_are() -> None:
    own = line(given(**FULL), "own_words")

    assert own is not None
    assert (own.values, own.words) == ((), "Much has changed <b>")


def test_skipped_answer_is_told_as_not_told() -> None:
    role = line(given(**FULL), "role")

    assert role is not None
    assert role.values == (NOT_TOLD,)


def test_choice_is_told_the_way_a_third_person_says_it() -> None:
    pace = line(given(**{**FULL, "pace": UNSURE}), "pace")

    assert pace is not None
    assert [value.context for value in pace.values] == ["told.unsure"]


def test_town_is_told_with_its_distance_and_abroad_as_abroad() -> None:
    near = line(given(**FULL), "town")
    farther = line(given(**{**FULL, "town": KUUSAMO}), "town")
    abroad = line(given(who="pair", challenge="coping", together="together", place="both", town=ABROAD), "town")

    assert near is not None
    assert abroad is not None
    assert farther is not None
    assert near.values[0].message == TOWN_ITSELF.message
    assert farther.values[0].message == TOWN_WITH_DISTANCE.message
    assert near.values[0].values["town"] == "Oulu"
    assert abroad.values == (ABROAD_NAME,)


def test_opened_and_unanswered_questions_are_left_out() -> None:
    opened = INTAKE.reopen(given(**FULL), "pace")

    assert line(opened, "pace") is None
    assert line(given(**FULL), "message") is None
