"""What the supervisor's own text says, in 29 statements: each can be read in the conversation, in words of our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from bot.ops.catalogues import extract
from bot.prospect.features import brief
from bot.ui.callbacks import Choose, Done, Tick
from bot.ui.i18n import Translator
from bot.ui.render import Writer
from flows.text import Text
from tests.bot.prospects import Prospect, prospect, read
from tests.way import deed

STATEMENTS: dict[int, tuple[str, ...]] = {
    1: ("asked.what",),  # an established way of working
    2: ("asked.what",),  # learning at work
    3: ("asked.what",),  # the organisation develops too
    4: ("asked.what",),  # examining, evaluating and developing their work towards goals
    5: ("asked.what",),  # with a supervisor from outside
    6: ("asked.topics",),  # new viewpoints, approaches and solutions
    7: ("brief.what",),  # well-being and coping at work
    8: ("length.long",),  # 1-2 years, every 3-5 weeks
    9: ("format.community.what",),  # both the work and the work community
    10: ("length.crisis",),  # shorter, 1-10 meetings
    11: ("asked.topics",),  # topics come from those taking part
    12: ("asked.topics",),  # the content of the work
    13: ("asked.topics", "format.community.what"),  # strengths as well as challenges, personal or the community's
    14: ("asked.topics", "format.individual.what"),  # goals
    15: ("asked.topics", "format.individual.what"),  # particular situations
    16: ("asked.topics",),  # putting in order, feelings, ways of acting, professional growth
    17: ("asked.topics",),  # new solutions, weighing options
    18: ("asked.what",),  # talking openly and in confidence: worries, successes
    19: ("format.group.what",),  # hearing colleagues, peer support
    20: ("asked.for_whom",),  # every size, every sector
    21: ("asked.for_whom",),  # one person, pairs, groups, communities, managers, leadership teams
    22: ("format.crisis.what", "format.case.what"),  # crisis and case supervision
    23: ("format.new_managers.what",),  # managers who have just begun and may feel left alone
    24: ("format.case_workability.what",),  # early support, occupational health negotiations, real cases, together
    25: ("format.combination.what", "length.combination"),  # every other month group, every other month one to one
    26: ("format.short.what", "length.short"),  # one matter, meetings close together
    27: ("practice.remote",),  # remotely, wherever
    28: ("place.hint",),  # at the workplace, at most 300 km from Oulu
    29: ("sent.thanks", "own_words.hint"),  # work matters to us all; how can supervision help?
}

NEEDS: tuple[tuple[tuple[str, ...], tuple[Choose, ...]], ...] = (
    (("coping",), (Choose("who", "group"), Choose("together", "together"), Choose("pace", "longer"))),
    (("coping",), (Choose("who", "employee"), Choose("company", "own"), Choose("pace", "longer"))),
    (("coping",), (Choose("who", "employee"), Choose("company", "turns"), Choose("pace", "longer"))),
    (("coping",), (Choose("who", "community"), Choose("pace", "longer"))),
    (("crisis",), (Choose("who", "community"),)),
    (("cases",), (Choose("who", "group"), Choose("together", "together"), Choose("pace", "longer"))),
    (("new_role",), (Choose("who", "managers"), Choose("together", "together"), Choose("pace", "longer"))),
    (("work_ability",), (Choose("who", "managers"), Choose("together", "together"), Choose("pace", "longer"))),
    (("single_matter",), (Choose("who", "employee"), Choose("company", "own"), Choose("pace", "few"))),
)
"""What people tap who between them come by every form that has a statement of its own."""

ASKED = {
    "en": ("what is work supervision?", "what do you talk about?", "who is it for?"),
    "fi": ("mitä työnohjaus on?", "mistä siellä puhutaan?", "kenelle tämä on?"),
}


def screens(translators: Mapping[str, Translator], language: str) -> Iterator[str]:
    """Yield what is shown on the way, as plain text."""
    for words in ASKED[language]:
        who = begun(translators, language)
        who.writes(words)
        yield read(who.screen.html)
    for topics, answers in NEEDS:
        yield from need(begun(translators, language), topics, answers)
    who = begun(translators, language)
    for tap in (Choose("who", "employee"), Tick("challenge", "words", on=True), Done("challenge")):
        who.taps(tap)
    yield read(who.screen.html)
    yield read(brief.text(who.now.answers, Writer(translators[language]), "a_bot", told=False))


def begun(translators: Mapping[str, Translator], language: str) -> Prospect:
    who = prospect(translators, language)
    who.commands("start")
    who.taps(Choose("welcome", "begin"))
    return who


def need(who: Prospect, topics: tuple[str, ...], answers: tuple[Choose, ...]) -> Iterator[str]:
    """Yield every screen from the first question to the request that has been sent."""
    given = {tap.question: tap for tap in answers} | {
        "offer": Choose("offer", "contact"),
        "people": Choose("people", "few"),
        "role": Choose("role", "participant"),
        "review": Choose("review", "send"),
    }
    while (step := who.now.step) is not None:
        yield read(who.screen.html)
        if step.question.key == "challenge":
            for key in topics:
                who.taps(Tick("challenge", key, on=True))
            who.taps(Done("challenge"))
        else:
            who.does(given.get(step.question.key) or deed(step.question.key, who.choices) or "")
    yield read(who.screen.html)


def test_every_statement_of_the_supervisors_text_has_a_place() -> None:
    assert sorted(STATEMENTS) == list(range(1, 30))


@pytest.mark.parametrize("language", ["en", "fi"])
def test_every_statement_is_shown_on_the_way(translators: Mapping[str, Translator], language: str) -> None:
    sentences = {str(each.context): Text(str(each.context), str(each.id)) for each in extract()}
    shown = "\n".join(screens(translators, language))
    for number, keys in STATEMENTS.items():
        for key in keys:
            assert translators[language](sentences[key]) in shown, (number, key)
