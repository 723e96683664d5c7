"""What the supervisor sees of the profile: all fields, one as a prospect reads it, and what is asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.outbox.kinds import AskSlip
from bot.requests.profile import ANY, FIELDS, PHOTO, PHOTO_LABEL, Field, Profile
from bot.requests.questions import QUESTIONS, answer, answers_soon, of_whom
from bot.ui.callbacks import Desk as Tapped
from bot.ui.i18n import Translator
from bot.ui.render import CHOSEN, Writer, escaped, in_rows, length, paragraphs, shortened
from bot.ui.screens import Button, Rows, Screen
from bot.ui.screens import Field as ReplyField
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
FILL_FI = N_("button.profile.fill.fi", "Fill in what is missing")
FILL_EN = N_("button.profile.fill.en", "Fill in the English")
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
PHOTO_HINT = N_("profile.photo.hint", "Send one picture as a photo, not as a file. It becomes the bot's profile photo.")
SAVED = N_("profile.saved", "Saved: {field}.")
NEXT = N_("button.profile.next", "Next empty field")
AS_BEFORE = N_("profile.now", "Now it says (tap to copy):")
REPLY_HERE = N_("profile.reply", "Write the new text as a reply to this message.")
OR_SKIP = N_("profile.reply.skip", "Reply to this message; a single – leaves it empty.")


def made(profile: Profile, key: str, speak: Translator, languages: Mapping[str, Translator]) -> Screen:
    """Return the screen of a field, or that of all fields without a key."""
    return field_screen(profile, key, speak, languages) if key else list_screen(profile, speak)


def list_screen(profile: Profile, speak: Translator) -> Screen:
    """Return every field with the beginning of what is set."""
    writer = Writer(speak)
    lines = [_line(profile, each, writer) for each in FIELDS.values() if profile.has(each.key)]
    fields = [_to_field(profile, key, label, writer) for key, label in _labels()]
    html = paragraphs(writer.bold(TITLE), writer.say(WHAT), "\n".join(lines))
    return Screen(html, (*_to_fill(profile, writer), *in_rows(fields)))


def _labels() -> Iterator[tuple[str, Text]]:
    yield from ((each.key, each.label) for each in FIELDS.values())
    yield PHOTO, PHOTO_LABEL


def _line(profile: Profile, of: Field, writer: Writer) -> str:
    words = " / ".join(said for each in of.languages if (said := profile.written(of.key, each)))
    room = LINE - length(writer.speak(of.label))
    return f"{writer.bold(of.label)} {writer.say(shortened(' '.join(words.split()), room))}"


def _to_field(profile: Profile, key: str, label: Text, writer: Writer) -> Button:
    return writer.button(label, Tapped(f"{SHOW}{key}", 0), mark=CHOSEN if profile.has(key) else "")


def _to_fill(profile: Profile, writer: Writer) -> Rows:
    """Offer to write all that is missing one after another; in English once it is written in Finnish."""
    if missing(profile, "fi"):
        return ((writer.button(FILL_FI, Tapped(f"{FILL}fi", 0), style="primary"),),)
    return ((writer.button(FILL_EN, Tapped(f"{FILL}en", 0)),),) if missing(profile, "en") else ()


def missing(profile: Profile, language: str, after: str = "") -> tuple[str, str] | None:
    """Return field and language of the first thing that is not written in this language, behind the field `after`."""
    keys = [*FIELDS]
    for key in keys[keys.index(after) + 1 if after in keys else 0 :]:
        spoken = ANY if FIELDS[key].plain else language
        if not profile.written(key, spoken):
            return key, spoken
    return (PHOTO, ANY) if not profile.photo and after != PHOTO else None


def field_screen(profile: Profile, key: str, speak: Translator, languages: Mapping[str, Translator]) -> Screen:
    """Return one field exactly as prospects read it, with what can be done."""
    writer = Writer(speak)
    if key == PHOTO:
        return _photo_screen(profile, writer)
    of = FIELDS[key]
    shown = of.languages if profile.has(key) else (speak.language,)
    head = paragraphs(
        f"{writer.bold(of.label)}\n{writer.faint(of.hint)}",
        *(_seen(profile, of, each, writer, languages) for each in shown),
    )
    rows = tuple(
        (
            writer.button(WRITE_IN[each], Tapped(f"{WRITE}{key}_{each}", 0)),
            *(
                (writer.button(EMPTY_IN[each], Tapped(f"{EMPTY}{key}_{each}", 0)),)
                if profile.written(key, each)
                else ()
            ),
        )
        for each in of.languages
    )
    return Screen(head, (*rows, *_ways_on(profile, key, writer)))


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


def _photo_screen(profile: Profile, writer: Writer) -> Screen:
    write = writer.button(SEND_PHOTO, Tapped(f"{WRITE}{PHOTO}_{ANY}", 0))
    remove = (writer.button(REMOVE_PHOTO, Tapped(f"{EMPTY}{PHOTO}_{ANY}", 0)),) if profile.photo else ()
    html = f"{writer.bold(PHOTO_LABEL)}\n{writer.say(PHOTO_THERE if profile.photo else NO_PHOTO)}"
    return Screen(html, ((write, *remove), *_ways_on(profile, PHOTO, writer)))


def _ways_on(profile: Profile, key: str, writer: Writer) -> Rows:
    """Lead from a field to the next one that is empty, and back to all."""
    found = missing(profile, "fi", key) or missing(profile, "fi")
    onwards = ((writer.button(NEXT, Tapped(f"{FILL}fi_{key}", 0)),),) if found and found[0] != key else ()
    return (*onwards, (writer.button(ALL, Tapped(LIST, 0)),))


def ask_screen(asked: AskSlip, profile: Profile, speak: Translator) -> Screen:
    """Return what opens the reply field for a field, below what was saved just now, or why it was not.

    What is written already can be copied, to be changed rather than typed again.
    """
    writer, key, saved = Writer(speak), asked.key, asked.saved
    now = profile.written(key, asked.language)
    label, hint = (PHOTO_LABEL, PHOTO_HINT) if key == PHOTO else (FIELDS[key].label, FIELDS[key].hint)
    title = ASK_IN[asked.language].filled(field=label) if asked.language in ASK_IN else label
    html = paragraphs(
        writer.say(asked.fault) if asked.fault else "",
        writer.say(SAVED.filled(field=FIELDS[saved].label)) if saved else "",
        f"{writer.bold(title)}\n{writer.say(hint)}",
        f"{writer.say(AS_BEFORE)}\n<code>{escaped(now)}</code>" if now else "",
        writer.faint(OR_SKIP if asked.series else REPLY_HERE) if asked.series or key != PHOTO else "",
    )
    return Screen(html, keyboard=ReplyField(speak(label)))
