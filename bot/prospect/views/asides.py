"""Screens beside the flow: privacy, help, language, urgent help, stopping, starting again, erasing."""

from __future__ import annotations

from collections.abc import Mapping

from bot.prospect import privacy
from bot.prospect.features import ask, brief, contact_first, corrections, reminder, situations, what_if
from bot.prospect.state import Conversation, State
from bot.prospect.views import crisis_help
from bot.requests.profile import NO_PROFILE, Profile
from bot.ui.callbacks import Do, Show, Speak
from bot.ui.i18n import Translator
from bot.ui.render import Writer, paragraphs
from bot.ui.screens import Rows, Screen
from flows.text import N_, NN_

TO_QUESTIONS = N_("button.flow", "Back to the questions")
CONTINUE = N_("button.continue", "Continue")
START_AGAIN = N_("button.again", "Start again")
DELETE_WORDS = N_("button.unwrite", "Delete what I wrote")
STOP = N_("button.stop", "Later")
ERASE = N_("button.erase", "Yes, delete everything")

LEAVE_CODE_OUT = N_("button.code.out", "Leave it out")
KEEP_CODE = N_("button.code.keep", "Keep it as I wrote it")
PASS_CODE_ON = N_("button.code.pass", "Pass it on as it is")
HOLD_BACK = N_("button.code.hold", "Do not pass it on")

HELP = N_(
    "help.text",
    "I'm an automatic assistant: I ask a few questions, suggest a type of supervision and, if you wish, pass "
    "your request on. Tap or write.",
)
HELP_COMMANDS = N_(
    "help.commands",
    "/start – start or carry on\n/language – change the language\n/privacy – what I "
    "store\n/mydata – your data\n/delete – delete it\n/cancel – carry on later",
)
WHICH_LANGUAGE = N_("language.ask", "Which language would you like to use?")
LANGUAGE_HINT = N_("language.hint", "Your answers are kept.")
AGAIN = N_("again.ask", "You haven't finished. Carry on?")
AGAIN_HINT = N_("again.hint", "If you start again, I delete your earlier answers.")
STOPPED = NN_(
    "stopped",
    "That's fine. Come back whenever it suits you: your answers are kept for {n} day.",
    "That's fine. Come back whenever it suits you: your answers are kept for {n} days.",
)
STOPPED_SENT = N_(
    "stopped.sent",
    "The request you sent is with the supervisor. You can withdraw it here, and /delete removes everything.",
)
ERASE_ASK = N_("erase.ask", "Delete everything I hold about you?")
ERASE_HINT = N_(
    "erase.hint",
    "I'll delete your answers and your request here and in the supervisor's chat. What Telegram no longer "
    "lets me remove there, I'll ask the supervisor to delete. This cannot be undone.",
)

ERASE_HINT_UNSENT = N_("erase.hint.unsent", "I'll delete your answers here. This cannot be undone.")

CODE_FOUND = N_("code.ask", "What you wrote seems to contain a Finnish personal identity code. I left the code out.")
CODE_HINT = N_(
    "code.hint", "It is not needed here. The message itself stays in this chat until you delete it in Telegram."
)
CODE_HELD = N_(
    "code.held", "What you wrote seems to contain a Finnish personal identity code. I have not passed the message on."
)


def screen(
    conversation: Conversation,
    writer: Writer,
    speak: Mapping[str, Translator],
    notice: privacy.Notice,
    profile: Profile = NO_PROFILE,
) -> Screen | None:
    """Return what is on show beside the flow, None when it is the flow itself."""
    back: Rows = ((writer.button(TO_QUESTIONS, Show("flow")),),)
    match conversation.beside:
        case "privacy":
            return Screen(_privacy(writer, notice), back)
        case "help":
            numbers = (*_numbers(writer)[::-1], writer.say(crisis_help.MEDICAL))
            return Screen(paragraphs(*numbers, writer.say(HELP), writer.say(HELP_COMMANDS)), back)
        case "urgent" | crisis_help.TOLD:
            ways = _contact_beside(conversation, writer, back)
            return Screen(_urgent(writer, told=conversation.beside != "urgent"), ways)
        case "language":
            languages = tuple(writer.button(each.own_name, Speak(language)) for language, each in speak.items())
            return Screen(paragraphs(writer.bold(WHICH_LANGUAGE), writer.say(LANGUAGE_HINT)), (languages, *back))
        case "again":
            go_on = writer.button(CONTINUE, Show("flow"), style="primary")
            again = writer.button(START_AGAIN, Do("restart"))
            return Screen(paragraphs(writer.bold(AGAIN), writer.say(AGAIN_HINT)), ((go_on,), (again,)))
        case "stopped":
            sent = writer.say(STOPPED_SENT) if conversation.state is State.SENT else ""
            html = paragraphs(writer.say(STOPPED.filled(n=notice.draft_days)) if not sent else "", sent)
            remind = ((reminder.button(writer),),) if reminder.may_ask(conversation) else ()
            withdraw = ((corrections.buttons(writer)[1],),) if sent else ()
            return Screen(html, ((writer.button(CONTINUE, Show("flow")),), *withdraw, *remind))
        case "erase":
            erase = writer.button(ERASE, Do("erase"), style="danger")
            hint = ERASE_HINT if conversation.lead else ERASE_HINT_UNSENT
            return Screen(paragraphs(writer.bold(ERASE_ASK), writer.say(hint)), ((erase,), *back))
        case reminder.BESIDE:
            return reminder.screen(conversation, writer)
        case corrections.BESIDE:
            return corrections.screen(conversation, writer)
        case brief.KIND | brief.WITH_ANSWERS:
            return brief.screen(conversation, writer, speak)
        case situations.BESIDE:
            return situations.screen(conversation, writer)
        case text if text.startswith("identity:"):
            return _code(writer, passing=not text.removeprefix("identity:"))
        case text if text.startswith("care:"):
            go_on, stop = writer.button(CONTINUE, Do("go_on")), writer.button(STOP, Do("stop"))
            rows = ((go_on, stop), (writer.button(DELETE_WORDS, Do("unwrite")),))
            return Screen(_urgent(writer, told=True), rows)
        case _:
            return what_if.screen(conversation, writer) or ask.screen(conversation, writer, profile)


def _contact_beside(conversation: Conversation, writer: Writer, back: Rows) -> Rows:
    """Return the ways on from the help: contact is the strong one in a crisis, and is never urged on others."""
    if contact_first.offered_in_crisis(conversation):
        return ((contact_first.button(writer),), *back)
    return (*back, (contact_first.button(writer, ""),)) if contact_first.offered(conversation) else back


def _code(writer: Writer, *, passing: bool) -> Screen:
    """Ask about a personal identity code: in an answer, or in a message to be passed on."""
    out, keep = (HOLD_BACK, PASS_CODE_ON) if passing else (LEAVE_CODE_OUT, KEEP_CODE)
    rows = ((writer.button(out, Do("code_out"), style="primary"),), (writer.button(keep, Do("code_in")),))
    return Screen(paragraphs(writer.bold(CODE_HELD if passing else CODE_FOUND), writer.say(CODE_HINT)), rows)


def _urgent(writer: Writer, *, told: bool) -> str:
    """Return the help, with thanks where something was `told`.

    112 stands last, next to the buttons, for that is what a phone shows of a long message.
    """
    first = (*((crisis_help.THANKS,) if told else ()), crisis_help.NOT_ALONE, crisis_help.NOT_READ)
    return paragraphs(
        " ".join(map(writer.say, first)),
        writer.say(crisis_help.AT_WORK),
        writer.say(crisis_help.MEDICAL),
        *_numbers(writer),
    )


def _numbers(writer: Writer) -> tuple[str, str]:
    """Return whom to talk to, the numbers first, and whom to call in danger (HTML)."""
    lines = "\n".join(
        f"• {writer.bold(line.number)} {writer.say(line.language)}" for line in crisis_help.lines(writer.speak.language)
    )
    talk = f"{writer.say(crisis_help.TALK)}\n{lines}\n{writer.say(crisis_help.TALK_MORE)}"
    return talk, writer.bold(crisis_help.IMMEDIATE)


def _privacy(writer: Writer, notice: privacy.Notice) -> str:
    parts = (f"{writer.bold(title)}\n{writer.say(text)}" for title, text in notice.paragraphs())
    return paragraphs(
        writer.bold(privacy.TITLE),
        writer.say(notice.controller),
        *parts,
        writer.faint(privacy.DATED.filled(version=writer.speak.date(privacy.VERSION_DAY))),
    )
