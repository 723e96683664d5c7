"""The supervisor's own profile is changed: by taps on its screens, and by replies to what the bot asks for."""

from __future__ import annotations

from bot.desk.asked import OPEN_NOW, Asked, answered_by, leave
from bot.desk.delivery.prompts import owe_slip
from bot.desk.profile.screens import EMPTY, FILL, LIST, SHOW, WRITE, missing
from bot.events import Other, Place, Tap, Typed, Written
from bot.nlu.text import cleaned
from bot.outbox.kinds import AskSlip, Photo, ProfileSlip
from bot.requests.profile import ANY, FIELDS, LANGUAGES, PHOTO, checked, keep, read
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
    owe_slip(tx, place.chat_id, "profile", ProfileSlip(key="", **place.answering))


def on_tap(tx: Tx, tap: Tap, act: str, by: Who) -> bool:
    """Carry out a tap on a screen of the profile; False when it is none that the bot makes today.

    A field that is shown is asked for at once: who taps it wants to write it.
    """
    chat_id, here = tap.place.chat_id, tap.place.message_id
    begins = next((each for each in (SHOW, WRITE, EMPTY, FILL) if act.startswith(each)), "")
    key, _, language = act.removeprefix(begins).partition("_")
    languages = FIELDS[key].languages if key in FIELDS else (ANY,) if key == PHOTO else ()
    language = "".join(languages[:1]) if begins == SHOW else language
    if act != LIST and begins != FILL and language not in languages:
        return False
    if begins == EMPTY and key == PHOTO:
        tx.outbox.owe(chat_id, "profile_photo", payload=Photo(), coalesce=True)
        return True
    if begins == EMPTY:
        keep(tx, read(tx).saying(key, language, ""))
    else:
        leave(tx, tap.place)
    if begins == FILL:  # behind the field that is shown, from the first one where nothing is missing there
        return key in LANGUAGES and any(_ask_next(tx, chat_id, key, by, after=after) for after in (language, ""))
    if begins != WRITE:
        owe_slip(tx, chat_id, "profile", ProfileSlip(edit=here, key="" if act == LIST else key))
    if begins in (SHOW, WRITE):
        _ask(tx, chat_id, key, language, by)
    return True


def on_written(tx: Tx, event: Written, place: Place, by: Who) -> bool:
    """Take the answer to a question for a field; False when it is anything else."""
    asked = answered_by(tx, place)
    if asked is None or asked.field.startswith("/"):
        return False
    tx.settings.forget(OPEN_NOW)
    if isinstance(event, Typed | Other) and event.edited:
        asked = asked._replace(series="")
    if isinstance(event, Typed) and cleaned(event.text) in SKIPS:
        _go_on(tx, asked, place, "", by)
    elif asked.field == PHOTO:
        _photo(tx, asked, event, by)
    elif isinstance(event, Typed):
        words = checked(FIELDS[asked.field], event.text)
        if isinstance(words, Text):
            _ask(tx, asked.chat_id, asked.field, asked.language, by, series=asked.series, fault=words)
        else:
            keep(tx, read(tx).saying(asked.field, asked.language, words))
            _go_on(tx, asked, place, asked.field, by)
    else:
        _ask(tx, asked.chat_id, asked.field, asked.language, by, series=asked.series, fault=ONLY_WORDS)
    return True


def _go_on(tx: Tx, asked: Asked, place: Place, saved: str, by: Who) -> None:
    """Ask for what is missing next, or show what was asked for."""
    if asked.series and _ask_next(tx, asked.chat_id, asked.series, by, after=asked.field, saved=saved):
        return
    key = "" if asked.series else asked.field
    owe_slip(tx, asked.chat_id, "profile", ProfileSlip(key=key, **place.answering))


def _photo(tx: Tx, asked: Asked, event: Written, by: Who) -> None:
    fault = ONLY_A_PHOTO
    if isinstance(event, Other) and event.kind == "photo":
        if not event.content.album:
            photo = Photo(event.content.file_id)
            tx.outbox.owe(asked.chat_id, "profile_photo", payload=photo, coalesce=True)
            return
        if tx.settings.get(ALBUM) == event.content.album:
            return
        tx.settings.put(ALBUM, event.content.album)
        fault = ONE_PHOTO
    _ask(tx, asked.chat_id, PHOTO, ANY, by, series=asked.series, fault=fault)


def _ask_next(tx: Tx, chat_id: int, language: str, by: Who, *, after: str = "", saved: str = "") -> bool:
    """Ask for the next thing that is missing; False when nothing is."""
    found = missing(read(tx), language, after)
    if found is not None:
        _ask(tx, chat_id, *found, by, series=language, saved=saved)
    return found is not None


def _ask(
    tx: Tx,
    chat_id: int,
    key: str,
    language: str,
    by: Who,
    *,
    series: str = "",
    saved: str = "",
    fault: Text | None = None,
) -> None:
    """Open the reply field for a field, below everything."""
    asked = AskSlip(by=by.name, by_id=by.user_id, key=key, language=language, series=series, saved=saved, fault=fault)
    owe_slip(tx, chat_id, "profile_ask", asked)
