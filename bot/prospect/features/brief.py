"""A brief for the one who pays: a short text to forward, in general terms, without anybody's answers unless chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from bot.links import bot_link
from bot.prospect.decision import Context, Decision, PostBrief
from bot.prospect.features.what_if import at_suggestion
from bot.prospect.state import Conversation, State
from bot.prospect.views import notices
from bot.prospect.views.suggestion import PRACTICE, agreed
from bot.requests.card import fact
from bot.requests.profile import FIELDS, NAMED, NO_PROFILE, Profile
from bot.ui.callbacks import Brief, Show
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, Writer, in_rows, paragraphs
from bot.ui.screens import BACK, Button, Rows, Screen
from flows.engine import Answers
from flows.recommend import recommend
from flows.summary import lines
from flows.text import N_, Text

KIND = "brief"
"""The kind of the outbox row that posts it, and what is on show beside the flow while it is being chosen."""

WITH_ANSWERS = "brief+"
"""On show beside the flow: the same, with the answers ticked."""

BRIEF = N_("button.brief", "Get a summary to share")
INCLUDE_ANSWERS = N_("button.brief.answers", "Include my answers")
ASK = N_("brief.ask", "Which language should the summary be in?")
HINT = N_(
    "brief.hint",
    "A short text to forward to a manager or HR. Your answers are left out unless you "
    "include them, and your own words always are.",
)

TITLE = N_("brief.title", "Work supervision (työnohjaus) in short")
WHAT = N_(
    "brief.what",
    "Supervision is time to examine, evaluate and develop your work with a supervisor from outside. It aims "
    "to support learning, wellbeing and coping at work. The topics come from the people taking part.",
)
SUGGESTED = N_("brief.suggested", "Suggested type: {format}")
ANSWERS = N_("brief.answers", "What the suggestion is based on")
WHERE = N_("brief.where", "Remotely, or on site at the workplace up to 300 km from Oulu.")
TERMS = {"": N_("agree.times", "the times"), "price": N_("agree.price", "the price")}
"""What is left to be agreed, by the field of the profile that settles it."""

SUPERVISOR = N_("brief.supervisor", "The supervisor")
TOLD = ("name", "education", "price", "travel", "languages", "orders", "links")
"""The fields of the profile that those who pay want to read."""
MORE = N_("brief.more", "More about it, and your own suggestion in about two minutes:")
SHARED = N_(
    "brief.shared",
    "Work supervision (työnohjaus) is time to examine, evaluate and develop your work with a supervisor from outside. "
    "More about it, and your own suggestion in about two minutes: {link}",
)
WHATSAPP = N_("button.brief.whatsapp", "Send on WhatsApp")
EMAIL = N_("button.brief.email", "Copy for an email")
SOURCE = "brief"
"""Where somebody comes from who opens the link of a brief."""


def offered(conversation: Conversation) -> bool:
    """Tell whether there is a suggestion to tell about."""
    return conversation.state is State.SENT or at_suggestion(conversation)


def button(writer: Writer) -> Button:
    """Return the button that offers the brief."""
    return writer.button(BRIEF, Brief(answers=False))


def screen(conversation: Conversation, writer: Writer, speak: Mapping[str, Translator]) -> Screen | None:
    """Return the choice of language and answers; None where there is nothing to tell about."""
    if not offered(conversation):
        return None
    told = conversation.beside == WITH_ANSWERS
    tick = writer.button(INCLUDE_ANSWERS, Brief(not told), mark=CHOSEN if told else "")
    languages = tuple(writer.button(each.own_name, Brief(told, language)) for language, each in speak.items())
    html = paragraphs(writer.bold(ASK), writer.say(HINT))
    return Screen(html, ((tick,), languages, (writer.button(BACK, Show("flow")),)))


def on_brief(conversation: Conversation, data: Brief, context: Context) -> Decision | None:
    """Show the choice, or have the brief posted; None where there is nothing to tell about."""
    if not offered(conversation) or data.language not in ("", *context.speak):
        return None
    if not data.language:
        return Decision(conversation.at(context.now, beside=WITH_ANSWERS if data.answers else KIND))
    # The brief comes below the screen, so the screen is posted again under it.
    lowest = max(conversation.lowest, conversation.screen)
    after = conversation.at(context.now, beside="", lowest=lowest, notice=notices.BRIEF_BELOW)
    return Decision(after, effects=(PostBrief(data),))


def ways_on(writer: Writer, username: str) -> Rows:
    """Return the buttons that take a general text elsewhere: an address may be kept by anybody, so no answer is in it.

    Telegram opens http(s) and tg: links only, so there is none to an e-mail: its words are copied.
    Source: https://core.telegram.org/bots/api#inlinekeyboardbutton; https://faq.whatsapp.com/5913398998672934
    """
    words = writer.speak(SHARED.filled(link=bot_link(username, SOURCE, writer.speak.language)))
    whatsapp = Button(writer.speak(WHATSAPP), url=f"https://wa.me/?text={quote(words, safe='')}")
    return in_rows((whatsapp, Button(writer.speak(EMAIL), copy=words)))


def _of_supervisor(profile: Profile, language: str) -> Iterator[Text | str]:
    """Yield what the supervisor has written of what those who pay want to know."""
    for key in TOLD:
        if words := profile.said(key, language):
            yield words if key in ("name", "links") else NAMED.filled(field=FIELDS[key].label, words=words)


def text(answers: Answers, writer: Writer, username: str, profile: Profile = NO_PROFILE, *, told: bool) -> str:
    """Return the brief as HTML. Unless they are to be `told` it says none of the answers but the suggested form."""
    found = recommend(answers)
    language = writer.speak.language
    facts = [fact(line, writer.speak) for line in lines(answers) if line.question.brief] if told else []
    length = (found.format.length,) if found.format.length else ()
    practice = (*length, *(() if facts else (WHERE,)))
    known = list(_of_supervisor(profile, language))
    terms = [term for key, term in TERMS.items() if not profile.has(key)]
    return paragraphs(
        writer.bold(TITLE),
        writer.say(WHAT),
        f"{writer.bold(SUGGESTED.filled(format=found.format.name))}\n{writer.say(found.what)}",
        f"{writer.bold(ANSWERS)}\n{writer.points(facts)}" if facts else "",
        f"{writer.bold(PRACTICE)}\n{writer.points(practice)}" if practice else "",
        f"{writer.bold(SUPERVISOR)}\n{writer.points(known)}" if known else "",
        agreed((*found.agree, *terms), writer),
        f"{writer.say(MORE)}\n{writer.say(bot_link(username, SOURCE, language))}",
    )
