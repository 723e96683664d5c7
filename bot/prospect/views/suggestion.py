"""How a suggestion reads: the format, what it means in practice, why, what else there is, what would change it."""

from __future__ import annotations

from bot.ui.render import Writer, paragraphs
from flows.engine import NO_ANSWERS, Answers
from flows.formats import FORMATS
from flows.practice import place
from flows.recommend import FEW_ON_LONG, LONGER_ON_SHORT, RECENT_EVENT, recommend
from flows.still_open import still_open
from flows.text import N_, Apart, Text
from flows.what_if import Change, what_if

TITLE = N_("suggestion.title", "My suggestion for you:")
PRACTICE = N_("suggestion.practice", "In practice")
BECAUSE = N_("suggestion.because", "Why this")
OTHERS = N_("suggestion.others", "Other possibilities")
OTHER = N_("suggestion.other", "{format}: {apart}")
ON_OFFER = N_("suggestion.list", "Types of supervision")
IF_TITLE = N_("suggestion.if", "{change}, I would suggest:")
SETTLES = N_("suggestion.open", "What would settle it")
OPEN_ONE = N_("suggestion.open.one", "{question}. It could also be: {formats}")
CHANGES = N_("suggestion.changes", "What would change this")
CHANGE = N_("suggestion.change", "{change}: {format}")
AGREED = N_("suggestion.agreed", "You and the supervisor agree the final arrangement.")
LANGUAGE = N_("suggestion.language", "Ask the supervisor whether meetings can be in English.")

ABOUT_LENGTH = (FEW_ON_LONG, LONGER_ON_SHORT)
"""Notes that stand where the length is told, not at the end."""

SUPERVISORS_LANGUAGES = ("fi",)
"""The supervisor's own text is in Finnish only; whoever reads another language is told so."""


def suggestion(answers: Answers, writer: Writer, change: Change | None = None, given: Answers = NO_ANSWERS) -> str:
    """Return the suggestion for these answers as HTML.

    `change` is what led to them when they are only tried; `given` are then the person's own. A wish that is only tried
    is nobody's, so no reason tells of it.
    """
    found = recommend(answers)
    because = found.because if change is None else _also_given(found.because, given)
    title = IF_TITLE.filled(change=change.text) if change else TITLE
    alternatives = [OTHER.filled(format=each.name, apart=each.apart) for each in found.alternatives]
    in_crisis = found.format.key == "crisis"  # nobody is asked then whether it might be something else
    would_be = what_if(answers) if change is None and not in_crisis else ()
    changes = [CHANGE.filled(change=each.change.text, format=each.format.name) for each in would_be]
    settling = [
        OPEN_ONE.filled(question=each.question.name, formats=Apart(tuple(one.name for one in each.formats)))
        for each in (() if in_crisis else still_open(answers))
    ]
    lengths = [note for note in found.notes if note in ABOUT_LENGTH]
    first = [note for note in found.notes if note == RECENT_EVENT]
    notes = [note for note in found.notes if note not in (*ABOUT_LENGTH, RECENT_EVENT)]
    if writer.speak.language not in SUPERVISORS_LANGUAGES:
        notes.append(LANGUAGE)
    everything = ""
    if found.format.key == "discuss":
        offered = (*found.alternatives, *FORMATS.values())  # the usual one of those who take part stands first
        names = [name for name in dict.fromkeys(each.name for each in offered) if name != found.format.name]
        everything = writer.folded(ON_OFFER, names)
        alternatives = []
    if in_crisis:
        alternatives = []
    return paragraphs(
        f"{writer.say(title)}\n{writer.bold(found.format.name)}",
        *(writer.say(note) for note in first),
        writer.say(found.what),
        f"{writer.bold(PRACTICE)}\n{writer.points((found.format.length, *lengths, *place(answers)))}",
        f"{writer.bold(BECAUSE)}\n{writer.points(because)}" if because else "",
        everything,
        # Folded on the phone: what matters first fits on one screen, the rest is one tap away.
        "\n".join(
            writer.folded(head, texts)
            for head, texts in ((SETTLES, settling), (OTHERS, alternatives), (CHANGES, changes))
            if texts
        ),
        "\n".join(writer.say(note) for note in notes),
        writer.faint(AGREED),
    )


def _also_given(because: tuple[Text, ...], given: Answers) -> tuple[Text, ...]:
    """Return the reasons that hold for the person's own answers as well."""
    own = {reason.context for reason in recommend(given).because}
    return tuple(reason for reason in because if reason.context in own)
