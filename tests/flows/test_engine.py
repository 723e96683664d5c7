"""The engine: position from answers, back, change, half-made answers, storing, routes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given as every
from hypothesis import strategies as st

from flows.engine import (
    NO_ANSWERS,
    SKIP,
    UNSURE,
    Answer,
    Answers,
    Choice,
    Flow,
    Kind,
    Question,
    Stage,
    chosen,
    paths,
    picked,
)
from flows.intake import INTAKE
from flows.text import N_
from tests.flows.routes import OULU, given

# --- a small flow of its own ------------------------------------------------------------------------------


def word(name: str) -> Choice:
    return Choice(name, N_(f"test.{name}", name))


SNACK = Question(
    "snack",
    Kind.ONE,
    Stage.NEED,
    N_("t.a", "Which?"),
    N_("t.b", "Snack"),
    choices=(word("fruit"), word("none")),
    counted=True,
)
FRUIT = Question(
    "fruit",
    Kind.SEVERAL,
    Stage.NEED,
    N_("t.c", "Which fruit?"),
    N_("t.d", "Fruit"),
    choices=(word("apple"), Choice("pear", N_("test.pear", "pear"), picked("snack", "fruit")), word("words")),
    when=picked("snack", "fruit"),
    counted=True,
)
NOTE = Question("note", Kind.WORDS, Stage.NEED, N_("t.e", "Say"), N_("t.f", "Note"), on_request=True, longest=20)
END = Question("end", Kind.STOP, Stage.OFFER, N_("t.g", "Done"), N_("t.h", "End"), choices=(word("stop"),), needed=True)
SMALL = Flow(3, (SNACK, FRUIT, NOTE, END))


def small(**answers: str | tuple[str, ...]) -> Answers:
    so_far = NO_ANSWERS
    for key, value in answers.items():
        so_far = SMALL.answer(so_far, key, Answer((value,) if isinstance(value, str) else value))
    return so_far


def now(answers: Answers, flow: Flow = SMALL) -> str:
    question = flow.current(answers)
    return question.key if question else ""


def test_first_open_question_that_applies_is_on_show() -> None:
    assert now(NO_ANSWERS) == "snack"
    assert now(small(snack="fruit")) == "fruit"
    assert now(small(snack="none")) == "end"
    assert now(small(snack="none", end="stop")) == ""
    assert SMALL.step(small(snack="none", end="stop")) is None


def test_question_on_request_is_asked_only_when_opened() -> None:
    opened = SMALL.reopen(small(snack="none"), "note")

    assert now(opened) == "note"
    assert now(SMALL.back(opened)) == "end"
    assert "note" not in SMALL.back(opened)


def test_question_on_request_is_asked_of_those_it_is_meant_for_and_back_opens_the_answer_before() -> None:
    note = replace(NOTE, asked_of=lambda answers: "apple" in answers.get("fruit", Answer()).chosen)
    flow = replace(SMALL, questions=tuple(note if each is NOTE else each for each in SMALL.questions))
    asked = small(snack="fruit", fruit="apple")

    assert flow.current(asked) is note
    assert flow.current(flow.back(asked)) is FRUIT
    assert flow.current(small(snack="fruit", fruit="pear")) is END


def test_back_from_a_question_on_request_keeps_what_it_held() -> None:
    written = SMALL.answer(small(snack="none"), "note", Answer(words="mine"))

    assert dict(SMALL.back(SMALL.reopen(written, "note"))) == dict(written)


def test_back_at_the_first_question_changes_nothing() -> None:
    assert SMALL.back(NO_ANSWERS) is NO_ANSWERS


def test_back_passes_over_questions_on_request() -> None:
    written = SMALL.answer(small(snack="fruit", fruit="apple"), "note", Answer(words="mine"))

    assert now(SMALL.back(written)) == "fruit"


def test_back_opens_the_answer_and_remembers_it() -> None:
    back = SMALL.back(small(snack="fruit", fruit="pear"))

    assert back["fruit"] == Answer(("pear",), open=True)
    assert chosen(back, "fruit") == ()


def test_half_made_answer_stays_open_and_touches_nothing_else() -> None:
    marked = SMALL.mark(small(snack="fruit"), "fruit", Answer(("pear",)))
    step = SMALL.step(marked)

    assert step is not None
    assert (step.question, step.answer) == (FRUIT, Answer(("pear",), open=True))
    assert marked["snack"] == Answer(("fruit",))


def test_changed_answer_drops_what_no_longer_applies_and_asks_it_again() -> None:
    before = small(snack="fruit", fruit="pear")
    without = SMALL.answer(before, "snack", Answer(("none",)))

    assert "fruit" not in without
    assert now(SMALL.answer(without, "snack", Answer(("fruit",)))) == "fruit"


def test_progress_counts_the_questions_that_belong_to_this_conversation() -> None:
    first, second = SMALL.step(small(snack="fruit")), SMALL.step(NO_ANSWERS)

    assert first is not None
    assert second is not None
    assert (first.number, first.total) == (2, 2)
    assert (second.number, second.total) == (1, 1)


def test_beside_the_questions_about_the_need_no_progress_is_shown() -> None:
    step = SMALL.step(small(snack="none"))

    assert step is not None
    assert (step.question, step.number, step.total) == (END, 0, 0)


def test_words_stay_only_where_words_are_an_answer() -> None:
    sweet = replace(FRUIT, longest=20)
    flow = replace(SMALL, questions=(SNACK, sweet, END))
    gone = {"snack": Answer(("fruit",)), "fruit": Answer(("melon",), "a ripe one")}

    assert flow.settle(gone)["fruit"] == Answer((), "a ripe one")
    assert "fruit" not in SMALL.settle(gone)
    assert "fruit" not in flow.settle({**gone, "fruit": Answer(("melon",))})


def test_opened_question_stays_open_when_its_choice_is_gone() -> None:
    gone = {"snack": Answer(("fruit",)), "fruit": Answer(("melon",), open=True)}

    assert SMALL.settle(gone)["fruit"] == Answer((), open=True)


def test_candidates_of_a_question_without_choices_stay() -> None:
    typed = {"note": Answer(("as typed",), "as meant", open=True)}

    assert SMALL.settle({"snack": Answer(("none",)), **typed})["note"] == typed["note"]


def test_closed_question_is_as_it_was_answered_or_never_was() -> None:
    before = small(snack="fruit", fruit="pear")

    assert dict(SMALL.close(SMALL.reopen(before, "fruit"), "fruit")) == dict(before)
    assert dict(SMALL.close(SMALL.reopen(small(snack="fruit"), "fruit"), "fruit")) == dict(small(snack="fruit"))


def test_choice_of_several_loses_only_what_is_no_longer_offered() -> None:
    before = given(who="manager", challenge=("work_ability", "coping"), company="own", place="remote", pace="few")
    after = INTAKE.answer(before, "who", Answer(("employee",)))

    assert chosen(after, "challenge") == ("coping",)
    assert chosen(after, "company") == ("own",)
    assert chosen(after, "pace") == ("few",)


def test_opened_answer_costs_no_other_answer() -> None:
    before = given(who="group", challenge="coping", together="together", place="both", town=OULU, pace="few")
    opened = INTAKE.reopen(INTAKE.reopen(before, "who"), "place")

    assert dict(INTAKE.answer(INTAKE.answer(opened, "who", Answer(("group",))), "place", Answer(("both",)))) == dict(
        before
    )


def test_routes_are_all_walked_once() -> None:
    def tries(question: Question, answers: Answers) -> list[Answer]:
        return [Answer((choice.key,)) for choice in question.offered(answers)]

    routes = [tuple(key for answer in route.values() for key in answer.chosen) for route in paths(SMALL, tries)]

    assert routes == [
        ("fruit", "apple", "stop"),
        ("fruit", "pear", "stop"),
        ("fruit", "words", "stop"),
        ("none", "stop"),
    ]


def test_route_ends_where_nothing_is_tried() -> None:
    (route,) = paths(SMALL, lambda question, _: [Answer(("fruit",))] if question is SNACK else [])

    assert dict(route) == {"snack": Answer(("fruit",))}


def test_answers_to_an_older_flow_are_kept_where_they_still_apply() -> None:
    given = {"snack": Answer(("fruit",)), "fruit": Answer(("banana", "pear")), "gone": Answer(("x",))}

    assert SMALL.kept(given, 3) == given
    assert dict(SMALL.kept(given, 2)) == {"snack": Answer(("fruit",)), "fruit": Answer(("pear",))}


def test_question_added_to_the_flow_is_asked_next_and_nothing_given_is_lost() -> None:
    drink = Question(
        "drink", Kind.ONE, Stage.NEED, N_("t.i", "And?"), N_("t.j", "Drink"), choices=(word("tea"),), counted=True
    )
    grown = Flow(SMALL.version, (SNACK, drink, FRUIT, NOTE, END))
    under_way = small(snack="fruit", fruit=("apple",))
    ended = SMALL.answer(under_way, "end", Answer(("stop",)))
    for before in (under_way, ended):
        after = grown.kept(before, grown.version)
        assert dict(after) == dict(before)
        assert now(after, grown) == "drink"

    after = grown.answer(grown.kept(ended, 3), "drink", Answer(("tea",)))
    assert dict(after) == {**ended, "drink": Answer(("tea",))}
    assert now(after, grown) == ""


def test_choice_taken_away_is_asked_again_at_the_next_answer_or_at_once_when_the_version_grows() -> None:
    fruit = Question(
        "fruit", Kind.SEVERAL, Stage.NEED, N_("t.c", "Which fruit?"), N_("t.d", "Fruit"), choices=(word("apple"),)
    )
    given = small(snack="fruit", fruit=("pear",))
    same = Flow(3, (SNACK, fruit, END))
    other = Flow(4, (SNACK, fruit, END))

    assert now(same.kept(given, 3), same) == "end"
    assert dict(same.answer(same.kept(given, 3), "snack", Answer(("fruit",)))) == {"snack": Answer(("fruit",))}
    assert now(other.kept(given, 3), other) == "fruit"


# --- the questionnaire, however it is walked --------------------------------------------------------------

Deed = Callable[[Answers, "st.DataObject"], Answers]


def answered(answers: Answers, data: st.DataObject) -> Answers:
    """Answer the question on show with something it takes."""
    question = INTAKE.current(answers)
    if question is None:
        return answers
    return INTAKE.answer(answers, question.key, data.draw(answer_to(question, answers)))


def answer_to(question: Question, answers: Answers) -> st.SearchStrategy[Answer]:
    keys = [choice.key for choice in question.offered(answers)]
    if question.key == "change":
        return st.just(Answer((SKIP,)))
    if question.kind is Kind.TOWN:
        return st.sampled_from([Answer((code,)) for code in (OULU, "091", "abroad", UNSURE)])
    if question.kind in (Kind.WORDS, Kind.PHONE, Kind.EMAIL):
        return st.builds(Answer, words=st.sampled_from(["one", "two"]))
    if question.kind is Kind.SEVERAL:
        return st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True).map(
            lambda each: Answer(tuple(each))
        )
    return st.sampled_from(keys if question.needed else [*keys, SKIP]).map(lambda key: Answer((key,)))


def walked(data: st.DataObject, least: int = 0) -> Answers:
    """Go some way through the questions."""
    answers: Answers = NO_ANSWERS
    for _ in range(data.draw(st.integers(least, 18))):
        answers = answered(answers, data)
    return answers


@every(st.data())
def test_back_and_the_same_answer_again_changes_nothing(data: st.DataObject) -> None:
    answers = walked(data, least=1)
    back = INTAKE.back(answers)
    question = INTAKE.current(back)
    if INTAKE.current(answers) is None and back is answers:
        return
    assert question is not None
    assert back[question.key].open

    again = INTAKE.answer(back, question.key, answers[question.key])

    assert dict(again) == dict(answers)


@every(st.data())
def test_going_all_the_way_back_and_forth_changes_nothing(data: st.DataObject) -> None:
    answers = walked(data)
    back = answers
    for _ in range(data.draw(st.integers(0, 20))):
        back = INTAKE.back(back)
    while (question := INTAKE.current(back)) is not None and question.key in answers:
        back = INTAKE.answer(back, question.key, answers[question.key])

    assert dict(back) == dict(answers)


@every(st.data())
def test_changed_answer_keeps_every_later_one_that_still_applies(data: st.DataObject) -> None:
    answers = walked(data, least=3)
    key = data.draw(st.sampled_from(sorted(answers)))
    changed = INTAKE.question(key)
    assert changed is not None
    after = INTAKE.answer(answers, key, data.draw(answer_to(changed, answers)))

    for later in INTAKE.questions:
        if later.key not in answers or later.key == key:
            continue
        offered = {choice.key for choice in later.offered(after)} | {SKIP}
        free = not later.choices or later.kind is Kind.TOWN
        left = tuple(each for each in answers[later.key].chosen if free or each in offered)
        applies = later.when(after) and (left or answers[later.key].words)
        expected = Answer(left, answers[later.key].words) if applies else None
        assert after.get(later.key) == expected, later.key


@every(st.data())
def test_no_sequence_of_deeds_is_a_dead_end(data: st.DataObject) -> None:
    answers: Answers = NO_ANSWERS
    for _ in range(data.draw(st.integers(0, 25))):
        question = INTAKE.current(answers)
        match data.draw(st.sampled_from(["answer", "answer", "answer", "back", "reopen", "mark", "close"])):
            case "back":
                answers = INTAKE.back(answers)
            case "reopen" if answers:
                answers = INTAKE.reopen(answers, data.draw(st.sampled_from(sorted(answers))))
            case "mark" if question:
                answers = INTAKE.mark(answers, question.key, data.draw(answer_to(question, answers)))
            case "close" if question and question.key in answers:
                answers = INTAKE.close(answers, question.key)
            case _:
                answers = answered(answers, data)
        step = INTAKE.step(answers)
        if step is None:
            assert chosen(answers, "offer") == ("later",) or chosen(answers, "review") == ("send",)
        else:
            typed = step.question.kind in (Kind.WORDS, Kind.TOWN, Kind.PHONE, Kind.EMAIL)
            assert step.choices or typed or step.question.key == "change"
            assert not step.total or 1 <= step.number <= step.total
    for _ in range(len(INTAKE.questions)):
        answers = answered(answers, data)
    assert INTAKE.current(answers) is None


@every(st.data())
def test_answers_to_an_older_flow_all_still_apply(data: st.DataObject) -> None:
    answers = walked(data)

    assert dict(INTAKE.kept(answers, INTAKE.version - 1)) == dict(answers)
