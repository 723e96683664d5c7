"""The prospect's room: load, decide, save, owe. Runs inside the transaction of the update, never awaits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.events import ANSWER_LIMIT, Event, Other, Place, SharedContact, SharedLocation, Tap, TapAnswer, Typed
from bot.nlu.matcher import Synonyms
from bot.nlu.personal_identity_code import holds_code
from bot.nlu.text import cleaned
from bot.prospect.counters import count
from bot.prospect.decision import Context, Decision
from bot.prospect.dispatch import decide
from bot.prospect.draft import draft
from bot.prospect.features.corrections import ERASED, WITHDRAWN, correct, tell
from bot.prospect.features.reminder import keep_promise
from bot.prospect.privacy import DAY, VERSION, Notice
from bot.prospect.state import Conversation, loaded, stored
from bot.prospect.views import crisis_help, notices
from bot.prospect.views.check import AGREEING
from bot.requests.request import OPEN, UNANSWERED, Status, personal_of, shown
from bot.requests.supervisor_chat import WAITING, is_trial, is_untold, owe_card, owe_letter, supervisor_chat
from bot.storage import NewLead, StoredChat, StoredLead, Tx
from bot.telegram.emptying import DELETABLE_SECONDS, can_be_emptied
from bot.ui.i18n import Translator
from bot.ui.texts import text_to_json
from flows.places import Places
from flows.text import N_, Text

MOST_LETTERS = 20
"""Messages of one request that may wait for the supervisor at a time; people stay far below, a flood does not."""

TOO_MANY = N_(
    "notice.too_many",
    "That was more than I can pass on at once. This message was not passed on: please write it again a little later.",
)

SAME_SECONDS = 10.0
"""Within so many seconds the very same message is not sent to a person twice."""

FILE_SECONDS = 60.0
"""A person gets the file with everything held about them at most once in so many seconds."""

ERASED_AT = "erased_at"
"""The setting that says when somebody was last erased: the files are scrubbed of it soon after."""


@dataclass(frozen=True, slots=True)
class ProspectRoom:
    """What the prospect's side needs: languages, places, words, the supervisor's time zone, the privacy notice."""

    speak: Mapping[str, Translator]
    places: Places
    synonyms: Synonyms
    zone: ZoneInfo
    notice: Notice = field(default_factory=Notice)

    def on_event(self, tx: Tx, event: Event, place: Place) -> list[TapAnswer]:
        """Decide one event of a private chat and write down what follows from it."""
        if isinstance(event, Typed | Other) and event.edited and edit_follows(tx, event, place):
            return []
        row = tx.chats.load(place.chat_id)
        before = loaded(row) if row else None
        waiting = tx.leads.count_of_chat(place.chat_id, UNANSWERED)
        decision = decide(before, event, Context(self.speak, self.places, self.synonyms, tx.now, waiting))
        language = before.language if before else "en"
        if decision is not None:
            after = decision.conversation
            language = after.language if after else language
            self._carry_out(tx, event, place, row, before, decision, language)
        if not isinstance(event, Tap):
            return []
        text = self.speak[language](decision.answer)[:ANSWER_LIMIT] if decision and decision.answer else ""
        return [TapAnswer(event.query_id, text)]

    def apologise(self, tx: Tx, chat_id: int) -> None:
        """Tell a person that their message could not be taken in, and where we are."""
        row = tx.chats.load(chat_id)
        if row is None:
            say(tx, chat_id, notices.TROUBLE, "en")
            return
        conversation = loaded(row)
        told = replace(conversation, notice=notices.TROUBLE, lowest=max(conversation.lowest, conversation.screen))
        tx.chats.save(stored(told, row))
        show(tx, chat_id)

    def _carry_out(
        self,
        tx: Tx,
        event: Event,
        place: Place,
        row: StoredChat | None,
        before: Conversation | None,
        decision: Decision,
        language: str,
    ) -> None:
        after = decision.conversation
        if (decision.relay or decision.relay_message) and after is not None and _is_closed(tx, after.lead):
            decision = replace(decision, relay=False, relay_message=0)
            after = replace(after, notice=notices.CLOSED.filled(number=shown(after.lead)))
        if (decision.relay or decision.relay_message) and after is not None and _is_full(tx, after.lead):
            decision = replace(decision, relay=False, relay_message=0)
            after = replace(after, notice=TOO_MANY)
        if (decision.relay or decision.relay_message) and after is not None:
            after = replace(after, notice=None)  # what was said of an earlier message is no longer so
        by_hand = erase(tx, place.chat_id) if decision.erase else 0
        if decision.send and after is not None:
            after = self._send(tx, after)
        if decision.correct and after is not None and not correct(tx, after):
            # Erased in the meantime: then it is a new request, agreed to now.
            after = self._send(tx, replace(after, started_at=tx.now))
        if decision.withdraw:
            by_hand = withdraw(tx, decision.withdraw)
        if decision.brief is not None:
            ref = decision.brief.language + "+" * decision.brief.answers
            seldom(tx, place.chat_id, "brief", ref, asdict(decision.brief), every=SAME_SECONDS)
        if decision.relay and after is not None and isinstance(event, Typed | Other | SharedContact | SharedLocation):
            relay(tx, place.chat_id, place.message_id, after.lead, kind_of(event))
        if decision.relay_message and after is not None:
            relay(tx, place.chat_id, decision.relay_message, after.lead)
        for text in (*decision.say, *((notices.BY_HAND.filled(n=by_hand),) if by_hand else ())):
            say(tx, place.chat_id, text, language)
        if after is None:
            return
        keep_promise(tx, before, after)
        again = decision.export and seldom(tx, place.chat_id, "export", every=FILE_SECONDS)
        after = replace(after, notice=notices.FILE_AGAIN) if again else after
        tx.chats.save(stored(count(tx, after), row))
        if decision.export:
            if again:
                show(tx, place.chat_id)
        elif not decision.relay or (before is not None and after.beside != before.beside):
            show(tx, place.chat_id)

    def _send(self, tx: Tx, conversation: Conversation) -> Conversation:
        """Record the lead, once for one agreement, and owe its card to the supervisor."""
        lead = replace(draft(conversation), agreed_at=datetime.fromtimestamp(tx.now, UTC))
        speak = self.speak[conversation.language]
        agreed = (*self.notice.sentences(speak.date(DAY)), AGREEING)
        trial = is_trial(tx, conversation.chat_id)
        number = tx.leads.add(
            NewLead(
                chat_id=conversation.chat_id,
                format=lead.format,
                language=conversation.language,
                created_at=tx.now,
                month=datetime.fromtimestamp(tx.now, self.zone).strftime("%Y-%m"),
                notice_version=VERSION,
                agreed_at=tx.now,
                confirmation=f"{conversation.chat_id}:{conversation.started_at}",
                personal={
                    **personal_of(lead),
                    "agreed_to": "\n\n".join(map(speak, agreed)),
                },
                trial=trial,
            )
        )
        if not trial:
            tx.counters.add("sent")
            tx.counters.add(f"format.{lead.format}")
        owe_card(tx, number)
        return replace(conversation, lead=number)


def show(tx: Tx, chat_id: int, *, about: int = 0) -> None:
    """Owe a person their current screen; several in a row are one. `about`: as for `say`."""
    tx.outbox.owe(chat_id, "screen", payload={"about": about} if about else None, coalesce=True)


def renew(tx: Tx, chat_id: int) -> None:
    """Owe a person their screen where it stands, never below: nothing has happened that they should be disturbed for.

    A screen that waits to be shown anyway says it all, and one asked for later comes in this one's place.
    """
    if tx.outbox.due_of(chat_id, "screen") is None:
        tx.outbox.owe(chat_id, "screen", payload={"in_place": True})


def say(tx: Tx, chat_id: int, text: Text, language: str, *, about: int = 0) -> None:
    """Owe a person one sentence beside the screen; the very same one is not said again and again.

    `about`: the number of the request of which it tells how it stands; the supervisor hears when that cannot be told.
    """
    payload = {"text": text_to_json(text), "language": language, "about": about}
    if text.values:  # with other values it says something else
        tx.outbox.owe(chat_id, "say", payload=payload)
    else:
        seldom(tx, chat_id, "say", text.context, payload, every=SAME_SECONDS)


def seldom(tx: Tx, chat_id: int, kind: str, ref: str = "", payload: object = None, *, every: float) -> bool:
    """Owe a row of which one goes in `every` seconds: what is asked for sooner is one row, later; True when it is.

    So nobody can fill their own chat, or the bot's time, by asking for the same thing, and nobody is left without it.
    """
    free_at = tx.outbox.free_at(chat_id, kind, ref, every)
    later = free_at > tx.now
    tx.outbox.owe(chat_id, kind, ref, payload, due_at=free_at if later else None, coalesce=True)
    return later


def kind_of(event: Typed | Other | SharedContact | SharedLocation) -> str:
    """Return the Bot API's field that holds what a message says."""
    match event:
        case Other():
            return event.kind
        case SharedContact():
            return "contact"
        case SharedLocation():
            return "location"
    return "text"


def relay(tx: Tx, chat_id: int, message_id: int, number: int, kind: str = "") -> None:
    """Owe the supervisor what a prospect has written, below the card of the request."""
    lead = tx.leads.load(number)
    if supervisor_chat(tx):
        owe_letter(tx, number, chat_id, message_id, kind)
    elif lead is not None:  # nobody is there yet: it goes out with the card
        waiting = [*lead.personal.get(WAITING, ()), message_id]
        tx.leads.save(replace(lead, personal={**lead.personal, WAITING: waiting}))


def edit_follows(tx: Tx, event: Typed | Other, place: Place) -> bool:
    """Decide the edit of a message that goes to the supervisor, or went to the present desk; False for any other.

    What is held back in a new message is held back here too, and what brings up the help there does so here. One that
    is still on its way is copied as it is then, so nothing but a look at the words is owed.
    """
    copy = tx.letters.copy_of(place.chat_id, place.message_id)
    number = tx.letters.lead_of(*copy) if copy else _on_its_way(tx, place)
    if not number or (copy and (copy[0] != supervisor_chat(tx) or _is_closed(tx, number) or _is_full(tx, number))):
        return False
    words = event.text if isinstance(event, Typed) else event.caption
    row = tx.chats.load(place.chat_id)
    urgent, code = crisis_help.urgent(cleaned(words)), holds_code(cleaned(words))
    before = loaded(row) if row is not None else None
    if before is not None and urgent:
        beside = before.beside if before.beside.startswith("care:") else "urgent"
        # Posted anew: a change in place, perhaps far above, would not be noticed.
        tx.chats.save(stored(replace(before, beside=beside, lowest=max(before.lowest, before.screen)), row))
        show(tx, place.chat_id)
    if code and copy is None:
        _take_back(tx, place, number)
    if code and copy is None and before is not None and not urgent and before.lead == number:
        held = {"beside": "identity:", "held": str(place.message_id)}
        tx.chats.save(stored(before.at(tx.now, **held, lowest=max(before.lowest, before.screen)), row))
        show(tx, place.chat_id)
    elif code:
        say(tx, place.chat_id, notices.NOT_PASSED_ON, before.language if before is not None else "en")
    elif copy:
        payload = {"chat_id": place.chat_id, "message_id": place.message_id, "words": words}
        tx.outbox.owe(copy[0], "edited", ref=str(number), payload={**payload, "is_text": isinstance(event, Typed)})
    return True


def _on_its_way(tx: Tx, place: Place) -> int:
    """Return the number of the request with which a message waits to be passed on, 0 when it does not."""
    for lead in tx.leads.of_chat(place.chat_id):
        if place.message_id in lead.personal.get(WAITING, ()) or _letter_rows(tx, place, lead.number):
            return lead.number
    return 0


def _take_back(tx: Tx, place: Place, number: int) -> None:
    """Let a message that waits to be passed on wait no longer."""
    for row_id in _letter_rows(tx, place, number):
        tx.outbox.drop(supervisor_chat(tx), row_id)
    lead = tx.leads.load(number)
    if lead is not None and WAITING in lead.personal:
        others = [each for each in lead.personal[WAITING] if each != place.message_id]
        tx.leads.save(replace(lead, personal={**lead.personal, WAITING: others}))


def _letter_rows(tx: Tx, place: Place, number: int) -> list[int]:
    waiting = tx.outbox.carried(supervisor_chat(tx), "from_prospect", str(number))
    return [row_id for row_id, payload in waiting.items() if payload["message_id"] == place.message_id]


def _is_full(tx: Tx, number: int) -> bool:
    """Tell whether so much of one writer waits for the supervisor that more would only hold up the others."""
    lead = tx.leads.load(number) if not supervisor_chat(tx) else None
    waiting = len(lead.personal.get(WAITING, ())) if lead is not None else 0
    return waiting + tx.outbox.count(supervisor_chat(tx), ("from_prospect", "edited"), str(number)) >= MOST_LETTERS


def _is_closed(tx: Tx, number: int) -> bool:
    """Tell whether nothing more is passed on with a request; until its writer knows that it is closed, all is."""
    lead = tx.leads.load(number)
    return lead is None or (lead.status not in OPEN and not is_untold(tx, lead))


def erase(tx: Tx, chat_id: int) -> int:
    """Erase a person from every table; what the supervisor was shown is emptied.

    Returns how many messages Telegram will not let the bot remove, so that the supervisor is asked to.
    """
    trial, by_hand = is_trial(tx, chat_id), 0
    for lead in tx.leads.of_chat(chat_id):
        if lead.trial or not trial:
            by_hand += erase_lead(tx, lead)
            # A new card is emptied in its place; of what was taken up, or what rang, the supervisor is told.
            begun = lead.status in OPEN and (lead.status != Status.NEW or lead.format == "crisis")
            if begun and not lead.trial:
                tell(tx, lead, ERASED)
    if not trial:  # otherwise the cards of others are on their way to this chat
        tx.outbox.erase(chat_id)
        tx.poison.erase(chat_id)
    tx.chats.erase(chat_id)
    tx.settings.put(ERASED_AT, tx.now)
    return by_hand


def withdraw(tx: Tx, number: int) -> int:
    """Erase a lead because its writer withdraws it, and tell the supervisor so; returns as `erase`."""
    lead = tx.leads.load(number)
    if lead is None:
        return 0
    by_hand = erase_lead(tx, lead)
    tell(tx, lead, WITHDRAWN)
    if not lead.trial:
        tx.counters.add("withdrawn")
    return by_hand


def erase_lead(tx: Tx, lead: StoredLead) -> int:
    """Erase one lead but its number, month and format, and owe every desk that was shown it that it is emptied.

    Returns how many messages Telegram will not let the bot remove.
    """
    desks: dict[int, list[tuple[int, str, float]]] = {
        lead.card_chat_id or supervisor_chat(tx): [],
        supervisor_chat(tx): [],
    }
    by_hand, deletable_from = 0, tx.now - DELETABLE_SECONDS
    for each in tx.letters.about(lead.number):
        if each.chat_id in desks or each.chat_id != lead.chat_id:  # what was written to the person stays theirs
            desks.setdefault(each.chat_id, []).append((each.message_id, each.kind, each.sent_at))
            by_hand += each.sent_at <= deletable_from and not can_be_emptied(each.kind)
    for chat_id, letters in desks.items():
        tx.outbox.cancel(chat_id, ref=str(lead.number))
        with_card = chat_id == lead.card_chat_id and lead.card_message_id
        if with_card or letters:
            card, topic = (lead.card_message_id, lead.topic_id) if with_card else (0, 0)
            payload = {"card": card, "letters": letters, "topic": topic}
            tx.outbox.owe(chat_id, "erased", ref=str(lead.number), payload=payload)
    tx.outbox.forget_dead(str(lead.number))
    tx.letters.forget(lead.number)
    tx.leads.erase(lead.number)
    tx.settings.put(ERASED_AT, tx.now)
    return by_hand
