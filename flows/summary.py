"""The answers as lines of a summary: each question's name with what was answered, as sentences to translate."""

from __future__ import annotations

from dataclasses import replace

from flows.dataclass import dataclass
from flows.engine import SKIP, TO_ASK, Answer, Answers, Kind, Question
from flows.intake import ABROAD, INTAKE, PEOPLE, WHO
from flows.places import WORTH_TELLING_KM, distance_from_oulu, load
from flows.text import N_, Text

NOT_TOLD = N_("answer.skip", "not given")
TO_BE_ASKED = N_("answer.to_ask", "to be asked")
ABROAD_NAME = N_("answer.abroad", "outside Finland")
TOWN_ITSELF = N_("answer.town.near", "{town}")
TOWN_WITH_DISTANCE = N_("answer.town", "{town} (about {distance} from Oulu)")


@dataclass(frozen=True, slots=True)
class Line:
    """One answered question. `words` are the person's own, shown as they are; `values` are to be translated."""

    question: Question
    values: tuple[Text, ...] = ()
    words: str = ""


def lines(answers: Answers) -> tuple[Line, ...]:
    """Return every answer that was given, in the questionnaire's order."""
    return tuple(
        each
        for question in INTAKE.asked(answers)
        if question.kind is not Kind.STOP and question.key in answers and not answers[question.key].open
        for each in _lines(question, answers[question.key])
    )


def _lines(question: Question, answer: Answer) -> tuple[Line, ...]:
    """Return the lines of one answer: who takes part may have told how many as well, and an exact number is enough."""
    if question is WHO and answer.words:
        return _line(question, replace(answer, words="")), Line(PEOPLE, words=answer.words)
    if question is PEOPLE and answer.words:
        return (Line(PEOPLE, words=answer.words),)
    return (_line(question, answer),)


def _line(question: Question, answer: Answer) -> Line:
    if TO_ASK in answer.chosen:
        return Line(question, (TO_BE_ASKED,))
    if question.kind is Kind.TOWN:
        return Line(question, tuple(_town(key, question) for key in answer.chosen))
    if SKIP in answer.chosen:
        return Line(question, (NOT_TOLD,))
    found = (question.choice(key) for key in answer.chosen)
    labels = tuple(choice.told or choice.label for choice in found if choice is not None)
    return Line(question, labels, answer.words)


def _town(key: str, question: Question) -> Text:
    town = load().by_code(key)
    if town is not None and distance_from_oulu(town).km < WORTH_TELLING_KM:
        return TOWN_ITSELF.filled(town=town.name_fi)
    if town is not None:
        return TOWN_WITH_DISTANCE.filled(town=town.name_fi, distance=distance_from_oulu(town))
    choice = question.choice(key)
    return (choice.told or choice.label) if choice else ABROAD_NAME if key == ABROAD else NOT_TOLD
