"""What the supervisor sees of the profile: all fields, one as a prospect reads it, and what is asked for. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.outbox.kinds import AskSlip
from bot.requests.profile import ANY, EVERY, FIELDS, LANGUAGES, PHOTO, Field, Profile
from bot.requests.questions import QUESTIONS, answer, answers_soon, of_whom
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, Writer, escaped, in_rows, length, paragraphs, shortened
from bot.ui.screens import Field as ReplyField
from bot.ui.screens import Rows, Screen
from flows.text import N_, Text

SHOW, WRITE, EMPTY, FILL, LIST = "profile_", "write_", "empty_", "fill_", "profile"
"""How the acts of its buttons begin: show a field, write it, empty it, write all that are missing; the list."""

LINE = 34
"""UTF-16 units of a field in the list: one line on a phone."""

TITLE = N_("profile.title", "Your profile")
WHAT = N_(
    "profile.what",
    "What is written here, clients can read: at the start, when they ask, and in the summary they share. Of what "
    "is empty, I say that I don't know. /try shows it all as a client sees it.",
)
FILL_IN: Mapping[str, Text] = {
    "fi": N_("button.profile.fill.fi", "Fill in what is missing"),
    "en": N_("button.profile.fill.en", "Fill in the English"),
}
"""By the language that is not complete; the English comes once all is written in Finnish."""

SEEN_AS = N_("profile.seen", "{language}, as a client reads it:")
SEEN = N_("profile.seen.any", "As a client reads it:")
UNWRITTEN = N_("profile.unwritten", "Nothing is written here, so this is what a client reads:")
WRITE_IN: Mapping[str, Text] = {
    "fi": N_("button.profile.write.fi", "Write in Finnish"),
    "en": N_("button.profile.write.en", "Write in English"),
    ANY: N_("button.profile.write", "Write"),
}
EMPTY_IN: Mapping[str, Text] = {
    "fi": N_("button.profile.empty.fi", "Empty the Finnish"),
    "en": N_("button.profile.empty.en", "Empty the English"),
    ANY: N_("button.profile.empty", "Empty"),
}
ASK_IN: Mapping[str, Text] = {
    "fi": N_("profile.ask.fi", "{field}, in Finnish"),
    "en": N_("profile.ask.en", "{field}, in English"),
}
ALL = N_("button.profile.all", "← All fields")
SEND_PHOTO = N_("button.profile.photo", "Send a photo")
REMOVE_PHOTO = N_("button.profile.photo.remove", "Remove the photo")
PHOTO_THERE = N_("profile.photo.shown", "Your photo is the bot's profile photo: clients see it at the top of the chat.")
NO_PHOTO = N_("profile.photo.none", "The bot has no photo of you.")
SAVED = N_("profile.saved", "Saved: {field}")
NEXT = N_("button.profile.next", "Next empty field")
AS_BEFORE = N_("profile.now", "Now it says (tap to copy):")
REPLY_HERE = N_("profile.reply", "Write the new text as a reply to this message.")
OR_SKIP = N_("profile.reply.skip", "Reply to this message; a single – leaves it empty.")


def made(profile: Profile, key: str, speak: Translator, languages: Mapping[str, Translator]) -> Screen:
    """Return the screen of a field, or that of all fields without a key."""
    return field_screen(profile, key, Writer(speak), languages) if key else list_screen(profile, Writer(speak))


def list_screen(profile: Profile, writer: Writer) -> Screen:
    """Return every field with the beginning of what is set."""
    lines = [_line(profile, each, writer) for each in FIELDS.values() if profile.has(each.key)]
    fields = [
        writer.button(each.label, Tapped(f"{SHOW}{key}", 0), mark=CHOSEN if profile.has(key) else "")
        for key, each in EVERY.items()
    ]
    fill = next(((FILL_IN[each], f"{FILL}{each}") for each in LANGUAGES if missing(profile, each)), None)
    rows: Rows = ((writer.button(fill[0], Tapped(fill[1], 0), style="primary"),),) if fill else ()
    return Screen(paragraphs(writer.bold(TITLE), writer.say(WHAT), "\n".join(lines)), (*rows, *in_rows(fields)))


def _line(profile: Profile, of: Field, writer: Writer) -> str:
    words = " / ".join(said for each in of.languages if (said := profile.written(of.key, each)))
    room = LINE - length(writer.speak(of.label))
    return f"{writer.bold(of.label)} {writer.say(shortened(' '.join(words.split()), room))}"


def missing(profile: Profile, language: str, after: str = "") -> tuple[str, str] | None:
    """Return field and language of the first thing that is not written in this language, behind the field `after`."""
    keys = [*EVERY]
    rest = keys[keys.index(after) + 1 if after in EVERY else 0 :]
    asked = ((key, ANY if EVERY[key].plain else language) for key in rest)
    return next((each for each in asked if not profile.written(*each)), None)


def field_screen(profile: Profile, key: str, writer: Writer, languages: Mapping[str, Translator]) -> Screen:
    """Return one field exactly as prospects read it, with what can be done."""
    of = EVERY[key]
    shown = of.languages if profile.has(key) else (writer.speak.language,)
    if key == PHOTO:
        seen = [writer.say(PHOTO_THERE if profile.photo else NO_PHOTO)]
    else:
        seen = [writer.faint(of.hint), *(f"\n{_seen(profile, of, each, writer, languages)}" for each in shown)]
    write, empty = ({ANY: SEND_PHOTO}, {ANY: REMOVE_PHOTO}) if key == PHOTO else (WRITE_IN, EMPTY_IN)
    rows = [
        tuple(
            writer.button(label, Tapped(f"{act}{key}_{each}", 0))
            for act, label in ((WRITE, write[each]), (EMPTY, empty[each]))
            if act == WRITE or profile.written(key, each)
        )
        for each in of.languages
    ]
    found = missing(profile, LANGUAGES[0], key) or missing(profile, LANGUAGES[0])
    if found and found[0] != key:
        rows.append((writer.button(NEXT, Tapped(f"{FILL}{LANGUAGES[0]}_{key}", 0)),))
    rows.append((writer.button(ALL, Tapped(LIST, 0)),))
    return Screen("\n".join((writer.bold(of.label), *seen)), tuple(rows))


def _seen(profile: Profile, of: Field, language: str, writer: Writer, languages: Mapping[str, Translator]) -> str:
    """Return what a reader of a language gets to read of a field, wherever it shows."""
    theirs = Writer(languages[language]) if language in languages else writer
    places = []
    if of.key == "name" and (whose := of_whom(profile)):
        places.append(theirs.quote(theirs.speak(whose)))
    if of.key == "answers" and (soon := answers_soon(profile, theirs.speak.language)):
        places.append(theirs.quote(theirs.speak(soon)))
    for question in QUESTIONS.values():
        if of.key in question.fields:
            told = answer(question, profile, theirs.speak)
            places.append(theirs.quote("\n".join((theirs.speak(question.ask), *told))))
    head = UNWRITTEN if not profile.has(of.key) else SEEN if of.plain else SEEN_AS
    return "\n".join([writer.say(head.filled(language=theirs.speak.own_name)), *places])


def ask_screen(asked: AskSlip, profile: Profile, speak: Translator) -> Screen:
    """Return what opens the reply field for a field, below what was saved just now, or why it was not.

    What is written already can be copied, to be changed rather than typed again.
    """
    writer, key, saved = Writer(speak), asked.key, asked.saved
    now = "" if key == PHOTO else profile.written(key, asked.language)
    label, hint = EVERY[key].label, EVERY[key].hint
    title = ASK_IN[asked.language].filled(field=label) if asked.language in ASK_IN else label
    words = profile.written(saved, asked.series) or profile.written(saved, ANY)
    html = paragraphs(
        writer.say(asked.fault) if asked.fault else "",
        f"{writer.say(SAVED.filled(field=FIELDS[saved].label))}\n{writer.quote(words)}" if saved else "",
        f"{writer.bold(title)}\n{writer.say(hint)}",
        f"{writer.say(AS_BEFORE)}\n<code>{escaped(now)}</code>" if now else "",
        writer.faint(OR_SKIP if asked.series else REPLY_HERE) if asked.series or key != PHOTO else "",
    )
    return Screen(html, keyboard=ReplyField(speak(label)))
