"""Half the words: how long each screen may be, in both languages, after the worst answers that somebody may give.

Counted is what is read, buttons and the person's own words apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from bot.prospect.state import Conversation, Person, State
from bot.prospect.views import notices
from bot.prospect.views.screens import screen
from bot.prospect.views.suggestion import LONGEST as SUGGESTION
from bot.prospect.views.suggestion import RECENT_EVENT
from bot.requests.profile import FIELDS, Profile
from bot.requests.questions import QUESTIONS
from bot.ui.callbacks import Choose, Do, Open, Show
from bot.ui.i18n import Translator
from bot.ui.screens import Screen
from flows.engine import NO_ANSWERS, UNSURE, Answer, Answers, Kind
from flows.intake import ABROAD, INTAKE
from flows.places import Band, band, load
from flows.practice import place, to_agree
from flows.recommend import decide, recommend
from flows.what_if import what_if
from tests.bot.prospects import buttons, has_data, prospect, read
from tests.flows.routes import need_routes, place_routes
from tests.way import answers_at, completed

LANGUAGES = ("en", "fi")
WELCOME, CRISIS, CHECK, URGENT, HELP, PRIVACY, QUESTION = 400, 380, 380, 620, 650, 1500, 260
CHOICES_TOGETHER = 7
"""Rows of buttons where several choices are made at once."""


def towns() -> Iterator[str]:
    """Yield the municipality with the longest name in each band around Oulu, and a place abroad."""
    for each in Band:
        yield max(
            (town for town in load().municipalities if band(town) is each), key=lambda town: len(town.name_fi)
        ).code
    yield ABROAD


def places() -> Iterator[Answers]:
    """Yield the answers about where to meet."""
    yield from ({"place": Answer((key,))} for key in ("remote", "any", UNSURE))
    for way in ("on_site", "both"):
        yield from ({"place": Answer((way,)), "town": Answer((town,))} for town in (*towns(), UNSURE))


def with_all_topics(answers: Answers) -> Answers:
    """Return these answers with everything ticked that can be, but a crisis."""
    offered = INTAKE.question("challenge").offered(answers)  # type: ignore[union-attr]
    keys = tuple(each.key for each in offered if each.key not in ("crisis", "words", UNSURE))
    return completed(INTAKE.answer(answers, "challenge", Answer(keys)), "offer")


def needs() -> list[Answers]:
    """Return answers that lead to every suggestion that reads differently, those with everything ticked included."""
    found: dict[object, Answers] = {}
    for route in need_routes():
        for answers in (route, with_all_topics(route)):
            told = recommend(answers)
            topics = tuple(each.values.get("topics") for each in told.because)
            unknown = tuple(key for key, answer in answers.items() if answer.chosen == (UNSURE,))
            found.setdefault(
                (told.format.key, told.what, told.because, topics, told.agree, told.alternatives, unknown), answers
            )
    return list(found.values())


def somewhere(answers: Answers, there: Answers) -> Answers:
    """Return these answers with another place to meet."""
    for key, answer in there.items():
        answers = INTAKE.answer(answers, key, answer)
    return completed(answers, "offer")


def longest_place(speak: Translator) -> Answers:
    """Return the answers about the place of which most is said."""
    need = answers_at("place")
    said = {
        len(" ".join(map(speak, (*place(answers), *to_agree(answers))))): there
        for there in places()
        if (answers := somewhere(need, there))
    }
    return said[max(said)]


def at(answers: Answers, **changes: object) -> Conversation:
    """Return a conversation with these answers."""
    return Conversation(1, "en", 0.0, 0.0, answers=answers, **changes)  # type: ignore[arg-type]


@pytest.fixture(name="show", scope="module")
def _show(translators: Mapping[str, Translator]) -> Callable[[Conversation, str], Screen]:
    view = prospect(translators).view
    return lambda conversation, language: screen(replace(conversation, language=language), view)


FULL = Profile({key: dict.fromkeys(of.languages, "w" * of.longest) for key, of in FIELDS.items()})
"""A profile in which every field is as long as it may be."""


@pytest.fixture(name="needed", scope="module")
def _needed() -> list[Answers]:
    return needs()


@pytest.fixture(name="shown", scope="module", params=LANGUAGES)
def _shown(
    request: pytest.FixtureRequest, show: Show_, needed: list[Answers], translators: Mapping[str, Translator]
) -> list[tuple[Answers, Screen]]:
    """Every suggestion that reads differently, with the place of which most is said."""
    where = longest_place(translators[request.param])
    return [(answers, show(at(somewhere(answers, where)), request.param)) for answers in needed]


Show_ = Callable[[Conversation, str], Screen]


def longest(texts: Iterator[str]) -> tuple[int, str]:
    """Return the length of the longest text, and the text."""
    return max((len(text), text) for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestion_names_the_supervisor_where_there_is_room_and_stays_short(
    needed: list[Answers], translators: Mapping[str, Translator], language: str
) -> None:
    view = replace(prospect(translators).view, profile=FULL)
    where = longest_place(translators[language])
    answers = (*needed[::3], *(somewhere(each, where) for each in needed[::3]))
    shown = [read(screen(replace(at(each), language=language), view).html) for each in answers]

    named = [FULL.written("name", "any") in text for text in shown]
    assert all(len(text) <= SUGGESTION for text in shown)
    assert any(named)
    assert not all(named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_start_and_questions_with_a_full_profile_are_short(
    translators: Mapping[str, Translator], language: str
) -> None:
    view = replace(prospect(translators).view, profile=FULL)

    def reads(**changes: object) -> str:
        return read(screen(replace(at({}), language=language, **changes), view).html)  # type: ignore[arg-type]

    assert len(reads().replace(FULL.written("name", "any"), "")) <= WELCOME
    for beside in ("ask", *(f"ask_{key}" for key in QUESTIONS)):
        text = reads(beside=beside)
        assert len(text.replace("w", "")) <= QUESTION, text


def test_suggestion_on_every_way_is_short(shown: list[tuple[Answers, Screen]]) -> None:
    crisis = [read(each.html) for answers, each in shown if decide(answers).suggest == "crisis"]
    others = [read(each.html) for answers, each in shown if decide(answers).suggest != "crisis"]

    for texts, limit in ((others, SUGGESTION), (crisis, CRISIS)):
        number, text = longest(iter(texts))
        assert number <= limit, text
    assert max(len(list(buttons(each))) for _, each in shown) <= 5


def test_every_what_if_that_is_looked_at_is_as_short(
    show: Show_, needed: list[Answers], translators: Mapping[str, Translator]
) -> None:
    for language in LANGUAGES:
        where = longest_place(translators[language])
        open_screens, lists = [], []
        for answers in (somewhere(each, where) for each in needed[::3]):
            lists.append(show(at(answers, beside="changes"), language))
            open_screens += [show(at(answers, beside=f"if:{each.change.key}"), language) for each in what_if(answers)]
        for shown in (open_screens, lists):
            number, text = longest(read(each.html) for each in shown)
            assert number <= SUGGESTION, text
            assert max(len(each.rows) for each in shown) <= 5


def test_crisis_has_the_advice_for_the_first_days_first_and_nothing_to_try(show: Show_, needed: list[Answers]) -> None:
    crises = [answers for answers in needed if decide(answers).suggest == "crisis"]
    assert crises
    for answers in crises:
        shown = show(at(answers), "en")
        assert read(shown.html).startswith(RECENT_EVENT.message)
        assert not has_data(shown, Show("changes"))


@pytest.mark.parametrize("shown", ["en"], indirect=True)
def test_only_one_sentence_leaves_something_to_the_supervisor(shown: list[tuple[Answers, Screen]]) -> None:
    for text in (read(each.html) for _, each in shown):
        assert text.count("You and the supervisor settle") == 1
        assert text.count("supervisor ") == 1 + text.count("the supervisor look") + text.count("meet the supervisor"), (
            text
        )


# --- the other screens -----------------------------------------------------------------------------------


REQUESTS = (
    (
        "who.leadership",
        "challenge.coping",
        "challenge.cooperation",
        "challenge.work_ability",
        "place.both",
        "people.eleven_twenty",
        "role.orderer",
        "way.email",
    ),
    ("who.unsure", "challenge.unsure", "together.unsure", "place.unsure", "pace.unsure", "people.unsure"),
    ("who.community", "challenge.crisis", "place.on_site", "way.phone"),
)
"""Much told, next to nothing told, a crisis."""


def requests() -> Iterator[Answers]:
    for keys in REQUESTS:
        typed = {"email": "anna.virtanen-makela@pohjois-pohjanmaa.fi"} if "way.email" in keys else {}
        answers = answers_at("review", *keys, **typed)
        if "town" in answers:
            answers = INTAKE.answer(
                answers,
                "town",
                Answer(
                    (
                        max(
                            load().municipalities,
                            key=lambda each: len(each.name_fi) if band(each) is Band.CONFIRM else 0,
                        ).code,
                    )
                ),
            )
        yield INTAKE.answer(answers, "organisation", Answer(words="Pohjois-Pohjanmaan hyvinvointialue"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_before_sending_is_short(show: Show_, language: str) -> None:
    for answers in requests():
        for sent in ({}, answers):
            shown = show(replace(at(answers, sent=sent), person=Person("Anna-Kaisa")), language)
            text = read(shown.html)
            assert len(text) <= CHECK, text
            assert len(list(buttons(shown))) == 4


def test_everything_that_can_be_changed_is_read_before_it_is_changed(show: Show_) -> None:
    for language in LANGUAGES:
        for answers in requests():
            shown = show(at(INTAKE.reopen(answers, "change")), language)
            assert len(read(shown.html)) <= SUGGESTION
            assert "Pohjois-Pohjanmaan hyvinvointialue" in read(shown.html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("beside", "limit"), [("urgent", URGENT), ("care:own_words", URGENT), ("help", HELP), ("privacy", PRIVACY)]
)
def test_screen_beside_the_flow_is_short(show: Show_, language: str, beside: str, limit: int) -> None:
    text = read(show(at(answers_at("challenge"), beside=beside), language).html)

    assert len(text) <= limit, text


def test_emergency_numbers_stand_first_in_the_help_and_nearest_the_buttons_when_it_is_urgent(show: Show_) -> None:
    for language in LANGUAGES:
        asked, urgent = (
            read(show(at(answers_at("challenge"), beside=beside), language).html) for beside in ("help", "urgent")
        )
        assert "112" in asked.split("\n")[0]
        assert "112" in urgent.split("\n")[-1]
        assert asked.index("09 2525") < asked.index("/start")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_short(show: Show_, language: str) -> None:
    seen = set()
    for answers in (*place_routes(), *need_routes()[::40], *requests()):
        given = NO_ANSWERS
        while (question := INTAKE.current(given)) is not None and (question.key in answers or question.key == "review"):
            text = read(show(at(given), language).html)
            if question.kind is not Kind.STOP and (question.key, len(text)) not in seen:
                seen.add((question.key, len(text)))
                assert len(text) <= QUESTION, text
            if question.key == "welcome":
                assert len(text) <= WELCOME, text
            if question.key == "review":
                break
            given = INTAKE.answer(given, question.key, answers[question.key])
    on_request = [each.key for each in INTAKE.questions if each.on_request and each.key != "change"]
    for answers in requests():
        for key in on_request:
            assert len(read(show(at(INTAKE.reopen(answers, key)), language).html)) <= QUESTION + 40


def test_second_question_has_few_rows_of_buttons(show: Show_) -> None:
    for language in LANGUAGES:
        for who in ("employee", "managers", "unsure"):
            for ticked in ((), ("crisis",), ("crisis", "coping")):
                answers = answers_at("challenge", f"who.{who}")
                answers = INTAKE.mark(answers, "challenge", Answer(ticked)) if ticked else answers
                assert len(show(at(answers), language).rows) <= CHOICES_TOGETHER


def test_kept_suggestion_and_a_stray_message_post_no_suggestion_again(show: Show_) -> None:
    answers = answers_at("offer", "who.group")
    kept = INTAKE.answer(answers, "offer", Answer(("later",)))
    for language in LANGUAGES:
        for conversation in (at(kept, state=State.KEPT), at(answers, notice=notices.GO_ON)):
            shown = show(conversation, language)
            assert len(read(shown.html)) <= QUESTION
            assert has_data(shown, Choose("offer", "contact"))
        assert has_data(show(at(kept, state=State.KEPT), language), Do("remind"))
        assert has_data(show(at(kept, state=State.KEPT), language), Open("offer"))
