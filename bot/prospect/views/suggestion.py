"""How a suggestion reads: the form, why, in practice; and, on a screen of its own, what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.ui.render import Writer, paragraphs, plain
from flows.engine import NO_ANSWERS, Answers
from flows.practice import place
from flows.recommend import MORE_TOPICS, TOPICS_FIT, Recommendation, recommend
from flows.rules import OPEN
from flows.text import N_, Apart, Text
from flows.what_if import Change, StillOpen, still_open, what_if

TITLE = N_("suggestion.title", "I suggest:")
BECAUSE = N_("suggestion.because", "Why:")
PRACTICE = N_("suggestion.practice", "In practice:")
OTHERS = N_("suggestion.others", "Also possible: {formats}")
STILL_OPEN = N_("suggestion.open", "Open for now: {questions}")
OPEN_ONE = N_("suggestion.open.one", "{question} is still open. It could also be: {formats}")
IF = N_("suggestion.if", "{change}, I would suggest:")
AGREED = N_("suggestion.agreed", "You and the supervisor settle {things}.")
LANGUAGE = N_("agree.language", "the language")
RECENT_EVENT = N_(
    "note.recent",
    "If it happened in the last few days, first ask occupational health for support, or your wellbeing services "
    "county's social and crisis emergency service.",
)

REASONS_SHOWN = 2
OPEN_SHOWN = 2
CHANGES_SHOWN = 5

LONGEST = 560
"""Characters of a suggestion as it is read: what is longer is not read on a phone."""

SUPERVISORS_LANGUAGES = ("fi",)
"""The supervisor's own text is in Finnish only; readers of another language are told so."""


def suggestion(
    answers: Answers,
    writer: Writer,
    change: Change | None = None,
    given: Answers = NO_ANSWERS,
    *,
    name: Text | None = None,
) -> str:
    """Return the suggestion for these answers as HTML.

    `change` is what led to them when they are only tried; `given` are then the person's own. A wish that is only tried
    is nobody's, so no reason tells of it. `name` says who the supervisor is, where there is room for it.
    """
    found = recommend(answers)
    title = f"{writer.say(IF.filled(change=change.text) if change else TITLE)} {writer.bold(found.format.name)}"
    if found.format.key == "crisis":
        about = f"{writer.say(found.what)} {writer.say(found.format.length or '')}"
        return paragraphs(writer.say(RECENT_EVENT), f"{title}\n{about}", agreed(found.agree[:1], writer))
    opened = still_open(answers)
    said = paragraphs(
        f"{title}\n{writer.say(found.what)}",
        "\n".join(
            filter(
                None,
                (
                    _told(BECAUSE, _because(found, opened, given if change else answers), writer),
                    _told(PRACTICE, in_practice(found, answers), writer),
                ),
            )
        ),
        "\n".join(writer.say(text) for text in (_besides(found, opened) if change is None else ())),
        agreed(found.agree, writer),
    )
    whole = paragraphs(said, writer.say(name)) if name is not None else said
    return whole if len(plain(whole)) <= LONGEST else said


def in_practice(found: Recommendation, answers: Answers) -> tuple[Text, ...]:
    """Say how long and where, as far as it is known."""
    return (*((found.format.length,) if found.format.length else ()), *place(answers))


def agreed(things: tuple[Text, ...], writer: Writer) -> str:
    """Say once what is left to be agreed with the supervisor (HTML)."""
    language = (LANGUAGE,) if writer.speak.language not in SUPERVISORS_LANGUAGES else ()
    return writer.faint(AGREED.filled(things=(*things, *language)))


def changes(answers: Answers, writer: Writer) -> str:
    """Return as HTML what would change the suggestion: what is still open, and likely changes of mind."""
    opened = (
        OPEN_ONE.filled(question=each.question.name, formats=Apart(tuple(one.name for one in each.formats)))
        for each in still_open(answers)
    )
    would_be = (
        f"{writer.say(IF.filled(change=each.change.text))} {writer.bold(each.format.name)}" for each in what_if(answers)
    )
    return paragraphs(*[*map(writer.say, opened), *would_be][:CHANGES_SHOWN])


def _because(found: Recommendation, opened: tuple[StillOpen, ...], given: Answers) -> list[Text]:
    """Return the first reasons that hold for the person's own answers: what decided, then what they want to talk about.

    What is open is said further down.
    """
    own = {reason.context for reason in recommend(given).because}
    twice = {each.context for each in OPEN.values()} if opened else set()
    reasons = [reason for reason in found.because if reason.context in own - twice]
    rest = sorted(reasons[1:], key=lambda each: each.context != TOPICS_FIT.context)
    return [*reasons[:1], *rest][:REASONS_SHOWN]


def _besides(found: Recommendation, opened: tuple[StillOpen, ...]) -> Iterator[Text]:
    others = found.alternatives[:1] if opened else found.alternatives
    if others:
        yield OTHERS.filled(formats=Apart(tuple(each.name for each in others)))
    if opened:
        names = tuple(each.question.name for each in opened)
        shown = names if len(names) <= OPEN_SHOWN else (*names[: OPEN_SHOWN - 1], MORE_TOPICS)
        yield STILL_OPEN.filled(questions=Apart(shown))


def _told(head: Text, texts: Iterable[Text], writer: Writer) -> str:
    said = " ".join(map(writer.say, texts))
    return f"{writer.bold(head)} {said}" if said else ""
