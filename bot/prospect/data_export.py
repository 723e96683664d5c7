"""Everything held about a person: a text they can read, and a file for other programs (GDPR articles 15 and 20)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from html import unescape
from typing import Any

from bot.prospect.draft import draft
from bot.prospect.state import Conversation, State, loaded
from bot.requests.as_text import answers_told, headed, quoted, told_plainly
from bot.requests.card import language_name
from bot.requests.letters import FROM_PROSPECT
from bot.requests.limits import blocked_since
from bot.requests.meeting import Meeting
from bot.requests.meetings import meeting_with
from bot.requests.request import DESK, lead_of
from bot.requests.status_text import moment
from bot.requests.supervisor_chat import desk_chats
from bot.storage import Queued, StoredLead, Tx
from bot.ui.i18n import FALLBACK, Translator
from flows.formats import FORMATS
from flows.text import N_

CAPTION = N_("export.caption", "Everything stored about you here. Messages in this chat are stored by Telegram.")
DATA_CAPTION = N_("export.data.caption", "The same in a form that other programs can read (JSON).")
NAME = N_("export.name", "your-data")
TITLE = N_("export.title", "Everything stored about you here")
WHEN = N_("export.when", "As of {moment}.")
FIRST_NAME = N_("export.first_name", "First name in Telegram: {name}")
USERNAME = N_("export.username", "Username in Telegram: @{username}")
CHAT = N_("export.chat", "Telegram chat ID: {chat}")
LANGUAGE = N_("export.language", "Language of the conversation: {language}")
TIMES = N_("export.times", "Started {begun}, last changed {changed}")
SOURCE = N_("export.source", "The link you came by: {source}")
REMINDER = N_("export.reminder", "The reminder you asked for: {moment}")
ANSWERS = N_("export.answers", "Your answers so far")
HELD = N_("export.held", "Waiting for your decision:")
AGREED = N_("export.agreed", "What you agreed to on {moment}:")

BLOCKED = N_("export.blocked", "The supervisor has blocked your messages since {moment}.")
NOTED = N_(
    "export.noted",
    "The supervisor noted, to improve the suggestions: the suggestion was {said}, better would have been {wanted}.",
)
MEETING = N_("export.meeting", "Time agreed with the supervisor: {slot}")
OFFERED = N_("export.offered", "Times the supervisor has proposed: {slots}")
SET_ASIDE = N_(
    "export.set_aside",
    "A message of yours could not be handled on {moment}. It is kept for a week; the JSON file contains it.",
)

UNSENT = N_("export.unsent", "A message of yours has not reached the supervisor yet. You wrote it on {moment}:")
BESIDE = N_(
    "export.beside",
    "Besides this I note which messages belong to which request and, for a day, how many messages and requests you "
    "have sent. If you have had your data deleted, the time of that is kept for 90 days, so that a restored backup "
    "is deleted too. The JSON file contains all of it.",
)
_MARKUP = re.compile("<[^>]+>")

DATA_NAME = "mydata.json"


def language_of(tx: Tx, chat_id: int) -> str:
    """Return the language a person is spoken to in."""
    chat = tx.chats.load(chat_id)
    return chat.language if chat else FALLBACK


def everything(tx: Tx, chat_id: int) -> bytes:
    """Return all that is held, for other programs: JSON, UTF-8, moments in ISO 8601."""
    chat, blocked_at = tx.chats.load(chat_id), blocked_since(tx, chat_id)
    content = {
        "conversation": _readable(asdict(chat)) if chat else None,
        "requests": [
            {
                **_readable(asdict(_theirs(lead))),
                "noted": _noted(tx, lead.number),
                "meeting": asdict(meeting_with(tx, lead.number)),
            }
            for lead in tx.leads.of_chat(chat_id)
        ],
        "could_not_be_handled": [
            {"kept_at": _iso(each.kept_at), "update": each.raw} for each in tx.poison.of_chat(chat_id)
        ],
        "not_sent_yet": [
            {"kind": each.kind, "created_at": _iso(each.created_at), "content": _of_writer(each.payload)}
            for each in _unsent(tx, chat_id)
        ],
        "messages_about_requests": [
            {"message_id": each, "request": lead.number}
            for lead in tx.leads.of_chat(chat_id)
            for each in tx.letters.in_chat(chat_id, lead.number)
        ],
        "counted_for_limits": tx.writers.load(chat_id),
        "erased_at": [_iso(each.erased_at) for each in tx.erasures.listed() if each.chat_id == chat_id],
        "blocked_at": _iso(blocked_at) if blocked_at else None,
        "exported_at": _iso(tx.now),
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def in_words(tx: Tx, chat_id: int, languages: Mapping[str, Translator]) -> str:
    """Return all that is held, to be read: plain text in the person's language."""
    speak = languages[language_of(tx, chat_id)]
    row = tx.chats.load(chat_id)
    told = [*headed(speak(TITLE)), speak(WHEN.filled(moment=moment(tx.now))), ""]
    if row is not None:
        told += _conversation(loaded(row), speak, languages)
    if blocked_at := blocked_since(tx, chat_id):
        told += ["", speak(BLOCKED.filled(moment=moment(blocked_at)))]
    for lead in tx.leads.of_chat(chat_id):
        told += ["", *_request(_theirs(lead), speak, languages), *_meeting(meeting_with(tx, lead.number), speak)]
        noted = tx.corrections.of_lead(lead.number)
        if noted is not None:
            told += ["", speak(NOTED.filled(said=FORMATS[noted.said].name, wanted=FORMATS[noted.wanted].name))]
    for waiting in _unsent(tx, chat_id):
        if waiting.kind == FROM_PROSPECT:
            words = unescape(_MARKUP.sub("", (waiting.payload or {}).get("html", "")))
            told += ["", speak(UNSENT.filled(moment=moment(waiting.created_at))), *quoted(words)]
    told += ["", speak(BESIDE)]
    for each in tx.poison.of_chat(chat_id):
        told += ["", speak(SET_ASIDE.filled(moment=moment(each.kept_at)))]
    return "\n".join(told) + "\n"


def _conversation(conversation: Conversation, speak: Translator, languages: Mapping[str, Translator]) -> Iterator[str]:
    language = language_name(conversation.language, speak, languages)
    person = conversation.person
    if person.first_name:
        yield speak(FIRST_NAME.filled(name=person.first_name))
    if person.username:
        yield speak(USERNAME.filled(username=person.username))
    yield speak(CHAT.filled(chat=str(conversation.chat_id)))
    yield speak(LANGUAGE.filled(language=language))
    yield speak(TIMES.filled(begun=moment(conversation.started_at), changed=moment(conversation.changed_at)))
    if conversation.source:
        yield speak(SOURCE.filled(source=conversation.source))
    if conversation.remind_at:
        yield speak(REMINDER.filled(moment=moment(conversation.remind_at)))
    answers = [] if conversation.state is State.SENT else list(answers_told(draft(conversation), language, speak))
    if answers:  # those of a request that was sent stand there
        yield from ("", *headed(speak(ANSWERS)), *answers)
    if conversation.held:
        yield from ("", speak(HELD), *quoted(conversation.held))


def _request(lead: StoredLead, speak: Translator, languages: Mapping[str, Translator]) -> Iterator[str]:
    yield from told_plainly(lead_of(lead), speak, languages, shared=False)
    agreed = lead.personal.get("agreed_to", "")
    if agreed:
        yield from ("", speak(AGREED.filled(moment=moment(lead.agreed_at))), *quoted(agreed))


def _meeting(meeting: Meeting, speak: Translator) -> Iterator[str]:
    if meeting.agreed is not None:
        yield speak(MEETING.filled(slot=meeting.agreed))
    if meeting.offered:
        yield speak(OFFERED.filled(slots=tuple(map(speak.slot, meeting.offered))))


def _theirs(lead: StoredLead) -> StoredLead:
    """Leave out who on the supervisor's side has done what: that is about others."""
    desk = {key: value for key, value in lead.personal.get(DESK, {}).items() if key not in ("by", "by_id")}
    rest = {key: value for key, value in lead.personal.items() if key != DESK}
    return replace(lead, personal={**rest, DESK: desk} if desk else rest)


def _unsent(tx: Tx, chat_id: int) -> list[Queued[Any]]:
    """Return what waits to be sent to a person, and to the supervisor about their requests."""
    refs = [str(lead.number) for lead in tx.leads.of_chat(chat_id)]
    # The chat may be the supervisor's, on trial or formerly: what else goes there is about others.
    desk, former = desk_chats(tx)
    theirs = chat_id if chat_id not in (desk, *former) else 0
    return tx.outbox.unsent(theirs, refs)


def _of_writer(payload: Any) -> Any:
    """Leave out who on the supervisor's side has written."""
    if not isinstance(payload, dict):
        return payload
    return {key: value for key, value in payload.items() if key not in ("by", "by_id")}


def _noted(tx: Tx, number: int) -> dict[str, Any] | None:
    noted = tx.corrections.of_lead(number)
    return asdict(noted) if noted is not None else None


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    """Return what is stored of a row, its moments in ISO 8601."""
    stored = {key: value for key, value in row.items() if key != "made_from"}
    return {key: _iso(value) if key.endswith("_at") and value else value for key, value in stored.items()}


def _iso(seconds: float) -> str:
    return moment(seconds).isoformat(timespec="seconds")
