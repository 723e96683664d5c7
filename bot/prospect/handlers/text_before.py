"""The question before: words that were misread there are put right by a tap, or by "no, X" at the next question."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.nlu.crisis import urgent
from bot.nlu.discourse import HARD_CORRECTIONS, NEGATIONS, read
from bot.prospect.state import Conversation
from bot.prospect.views import notices
from flows.engine import SKIP, UNSURE, Answer, Kind, Question, Step
from flows.intake import INTAKE

CHOOSING = (Kind.ONE, Kind.SEVERAL, Kind.TOWN)

TAKEN = tuple(
    each.context
    for each in (notices.TYPED_CHOSEN, notices.KEPT_AND_CHOSEN, notices.TOWN_ONE, notices.SORRY, notices.KEPT_FOR)
)
"""What is said of words in which a choice was recognised."""

ANSWERED = (notices.TYPED_CHOSEN.context, notices.EDIT_UNDERSTOOD.context)


def misread(conversation: Conversation) -> Question | None:
    """Return the question whose typed answer is told above the one on show, None where none is."""
    question, shown, notice = INTAKE.question(conversation.typed.asked), conversation.step, conversation.notice
    if question is None or notice is None or notice.context not in ANSWERED or question.kind not in CHOOSING:
        return None
    return None if shown is not None and shown.question is question else question


def misread_again(conversation: Conversation, question: Question, moment: float) -> Conversation:
    """Return to the question whose typed answer was misread; what the words told beside it is asked again too."""
    gave = (key for key in conversation.typed.gave if key in conversation.answers)
    asked = [key for key in gave if (each := INTAKE.question(key)) and each.kind in CHOOSING]
    return asked_again(conversation, question, moment, *asked)


def asked_again(conversation: Conversation, question: Question, moment: float, *others: str) -> Conversation:
    """Return to a question, and then to `others`, with what was answered there marked."""
    answers = conversation.answers
    for key in (question.key, *others):
        answers = INTAKE.reopen(answers, key)
    return conversation.at(moment, answers=answers, beside="").going_on()


def put_right(
    conversation: Conversation,
    step: Step,
    after: Conversation,
    words: str,
    answered: Callable[[Conversation, Step, str], Conversation],
) -> Conversation | None:
    """Return what "no, X" means at the question before, None where it is none or means something here.

    `after` is what the words led to at the question on show, `answered` reads words at another.
    """
    said = _corrected(words)
    if said and said != words:  # the "no" of "ei kun" is no answer here
        after = answered(conversation, step, said)
    here = after.step is None or after.step.question is not step.question or _is_taken(after)
    if not said or step.question.kind is Kind.WORDS or urgent(words):
        return None
    if here:
        return after if said != words else None
    for question in _before(conversation, step.question):
        again = asked_again(conversation, question, conversation.changed_at)
        if again.step is not None and again.step.question is question:
            read_again = answered(again, again.step, said)
            if _is_taken(read_again) and _tells(read_again, conversation, question):
                return read_again
    return None


def _is_taken(conversation: Conversation) -> bool:
    return conversation.notice is not None and conversation.notice.context in TAKEN


def _tells(after: Conversation, before: Conversation, question: Question) -> bool:
    """Tell whether a question has another, real answer: "no idea" puts nothing right that was told before."""
    said = after.answers.get(question.key, Answer()).chosen
    return said != before.answers.get(question.key, Answer()).chosen and not {UNSURE, SKIP}.intersection(said)


def _corrected(words: str) -> str:
    """Return what a correction says ("ei kun X": X, "no, X": all of it), "" for other words.

    A "no" corrects where it stands alone: "no one listens" tells something.
    """
    told = words.split()
    for n in (1, 2):
        if len(told) > n and read(" ".join(told[:n])).words in HARD_CORRECTIONS:
            return " ".join(told[n:])
    said = read(words)
    alone = len(said.words) > 1 and said.words[0] in NEGATIONS and said.clauses[0] != said.clauses[1]
    return words if alone else ""


def _before(conversation: Conversation, shown: Question) -> Iterator[Question]:
    """Yield the questions a correction may be about: that of the last typed words, then the last one answered."""
    typed = INTAKE.question(conversation.typed.asked) if conversation.typed.gave else None
    earlier = [each for each in INTAKE.asked(conversation.answers) if each.kind in CHOOSING]
    last = next((each for each in reversed(earlier) if _answered(conversation, each, shown)), None)
    yield from dict.fromkeys(each for each in (typed, last) if each in earlier and each is not shown)


def _answered(conversation: Conversation, question: Question, shown: Question) -> bool:
    answer = conversation.answers.get(question.key)
    return question is not shown and answer is not None and not answer.open
