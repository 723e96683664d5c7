"""The supervisor's own profile is changed: by taps on its screens, and by replies to what the bot asks for."""

from __future__ import annotations

from bot.desk.asked import OPEN_NOW, Asked, answered_by, leave
from bot.desk.delivery.prompts import queue_slip
from bot.desk.profile.screens import EMPTY, FILL, LIST, SHOW, WRITE, missing
from bot.events import Other, Place, Tap, Typed, Written
from bot.nlu.text import cleaned
from bot.outbox.kinds import AskSlip, Photo, ProfileSlip
from bot.requests.profile import EVERY, FIELDS, LANGUAGES, PHOTO, checked, keep, read
from bot.requests.transitions import Who
from bot.storage import Tx
from flows.text import N_, Text

ALBUM = "profile_album"
"""The setting that names the album that was refused last, so that it is said once."""

SKIPS = ("–", "-", "—")

ONLY_WORDS = N_("profile.fault.words", "I can only take written words here.")
ONLY_A_PHOTO = N_("profile.fault.photo", "That did not come as a photo.")
ONE_PHOTO = N_("profile.fault.album", "Those are several pictures.")

ACTS = (LIST, WRITE, EMPTY, FILL)
"""How the acts of the buttons begin."""


def show_profile(tx: Tx, place: Place) -> None:
    """Show the list of fields."""
    leave(tx, place)
    queue_slip(tx, place.chat_id, "profile", ProfileSlip(key="", **place.answering))


def on_tap(tx: Tx, tap: Tap, act: str, by: Who) -> bool:
    """Carry out a tap on a screen of the profile; False when it is none that the bot makes today.

    A field that is shown is asked for at once: who taps it wants to write it.
    """
    chat_id, here = tap.place.chat_id, tap.place.message_id
    begins = next((each for each in (SHOW, WRITE, EMPTY, FILL) if act.startswith(each)), "")
    key, _, language = act.removeprefix(begins).partition("_")
    languages = EVERY[key].languages if key in EVERY else ()
    language = "".join(languages[:1]) if begins == SHOW else language
    if act != LIST and begins != FILL and language not in languages:
        return False
    if begins == EMPTY and key == PHOTO:
        tx.outbox.queue(chat_id, "profile_photo", payload=Photo(), coalesce=True)
        return True
    if begins == EMPTY:
        keep(tx, read(tx).saying(key, language, ""))
    else:
        leave(tx, tap.place)
    if begins == FILL:  # behind the field that is shown, from the first one where nothing is missing there
        return key in LANGUAGES and any(
            _ask_next(tx, Asked(chat_id, 0, after, "", key), by) for after in (language, "")
        )
    if begins != WRITE:
        queue_slip(tx, chat_id, "profile", ProfileSlip(edit=here, key="" if act == LIST else key))
    if begins in (SHOW, WRITE):
        _ask(tx, Asked(chat_id, 0, key, language), by)
    return True


def on_written(tx: Tx, event: Written, place: Place, by: Who) -> bool:
    """Take the answer to a question for a field; False when it is anything else."""
    asked = answered_by(tx, place)
    if asked is None or asked.field.startswith("/"):
        return False
    tx.settings.forget(OPEN_NOW)
    if isinstance(event, Other) and event.content.album:
        if tx.settings.get(ALBUM) == event.content.album:
            return True
        tx.settings.put(ALBUM, event.content.album)
    if isinstance(event, Typed | Other) and event.edited:
        asked = asked._replace(series="")
    skips = isinstance(event, Typed) and cleaned(event.text) in SKIPS
    fault = None if skips else _taken(tx, asked, event)
    shows = skips or asked.field != PHOTO  # a photo is shown once Telegram has taken it
    if fault is not None:
        _ask(tx, asked, by, fault=fault)
    elif shows and not (asked.series and _ask_next(tx, asked, by, saved="" if skips else asked.field)):
        queue_slip(
            tx, place.chat_id, "profile", ProfileSlip(key="" if asked.series else asked.field, **place.answering)
        )
    return True


def _taken(tx: Tx, asked: Asked, event: Written) -> Text | None:
    """Keep what was sent for a field; or return why that cannot be."""
    if asked.field == PHOTO:
        if not isinstance(event, Other) or event.kind != "photo":
            return ONLY_A_PHOTO
        if event.content.album:
            return ONE_PHOTO
        tx.outbox.queue(asked.chat_id, "profile_photo", payload=Photo(event.content.file_id), coalesce=True)
        return None
    words = checked(FIELDS[asked.field], event.text) if isinstance(event, Typed) else ONLY_WORDS
    if isinstance(words, Text):
        return words
    keep(tx, read(tx).saying(asked.field, asked.language, words))
    return None


def _ask_next(tx: Tx, asked: Asked, by: Who, *, saved: str = "") -> bool:
    """Ask for what is missing next in a series; False when nothing is."""
    found = missing(read(tx), asked.series, asked.field)
    if found is not None:
        _ask(tx, Asked(asked.chat_id, 0, *found, asked.series), by, saved=saved)
    return found is not None


def _ask(tx: Tx, asked: Asked, by: Who, *, saved: str = "", fault: Text | None = None) -> None:
    """Open the reply field for a field, below everything."""
    key, language, series = asked[2:]
    slip = AskSlip(by=by.name, by_id=by.user_id, key=key, language=language, series=series, saved=saved, fault=fault)
    queue_slip(tx, asked.chat_id, "profile_ask", slip)
