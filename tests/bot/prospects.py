"""A prospect without Telegram: events in, screens out, and between any two the conversation is stored as JSON."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from bot.events import Command, Event, Other, Place, Sender, SharedContact, SharedLocation, Tap, Typed
from bot.prospect.decision import Context, Decision, SendRequest
from bot.prospect.dispatch import decide
from bot.prospect.privacy import Notice
from bot.prospect.state import Conversation, loaded, stored
from bot.prospect.views.screens import View, keyboard, screen
from bot.storage import StoredChat
from bot.ui.callbacks import Data as ButtonData
from bot.ui.callbacks import decode, encode
from bot.ui.i18n import Translator
from bot.ui.render import LIMIT, length
from bot.ui.screens import Button, Screen
from flows.places import load
from tests import way

CHAT = 7001
NOTICE = Notice("Esimerkki Oy", "tietosuoja@example.fi")
LABEL_LIMIT = 32
CHOSEN = "✓ "
"""Stands before the label of a choice made before, and is not counted with it."""
TAGS = {"b", "i", "blockquote"}

ZONE = ZoneInfo("Europe/Helsinki")


def context_of(translators: Mapping[str, Translator], now: float = 1_780_000_000.0) -> Context:
    """Make what deciding consults."""
    return Context(translators, load(), ZONE, now)


def lived_through(conversation: Conversation) -> Conversation:
    """Store a conversation as JSON and read it back: nothing that matters may live elsewhere."""
    before = StoredChat(
        chat_id=conversation.chat_id,
        language=conversation.language,
        state="",
        flow_version=0,
        started_at=0,
        changed_at=0,
        screen_message_id=conversation.screen,
        personal={},
    )
    return loaded(StoredChat(**json.loads(json.dumps(asdict(replace(stored(conversation, before), made_from=None))))))


@dataclass
class Prospect:
    """One person and their chat: what the room and the sender do, without a database and without Telegram.

    `messages` is the id of the newest message in the chat; `sent` counts agreements that made a request.
    """

    context: Context
    view: View
    sender: Sender
    conversation: Conversation | None = None
    messages: int = 0
    sent: int = 0
    last: Decision | None = None

    @property
    def now(self) -> Conversation:
        """The conversation; there is one."""
        assert self.conversation is not None
        return self.conversation

    @property
    def screen(self) -> Screen:
        """What is on show."""
        return screen(self.now, self.view)

    def place(self, message_id: int) -> Place:
        """Where it happens."""
        return Place(chat_id=CHAT, chat_type="private", message_id=message_id)

    def event(self, event: Event) -> Decision | None:
        """Let something arrive: decide, store, load, show."""
        decision = decide(self.conversation, event, self.context)
        self.last = decision
        if decision is None:
            return None
        after = decision.conversation
        if decision.has(SendRequest) and after is not None:
            self.sent += 1
            after = replace(after, lead=self.sent)
        self.conversation = None
        if after is not None:
            lives = lived_through(after)
            assert lives == after, "not everything is stored"
            self.conversation = self._shown(lives)
        return decision

    def _shown(self, conversation: Conversation) -> Conversation:
        if conversation.screen > conversation.lowest:
            return conversation
        self.messages += 1
        return replace(conversation, screen=self.messages)

    def writes(self, text: str) -> int:
        """Send a text; return its message id."""
        self.messages += 1
        message_id = self.messages  # the answer to it comes below and has another
        self.event(Typed(self.sender, self.place(message_id), text))
        return message_id

    def edits(self, message_id: int, text: str) -> None:
        """Edit a message sent before."""
        self.event(Typed(self.sender, self.place(message_id), text, edited=True))

    def commands(self, name: str, arguments: str = "") -> None:
        """Send a command."""
        self.messages += 1
        self.event(Command(self.sender, self.place(self.messages), name, arguments))

    def taps(self, data: str | ButtonData, message_id: int = 0) -> Decision | None:
        """Tap a button, of the screen on show unless another message is named."""
        text = data if isinstance(data, str) else encode(data)
        shown = self.conversation.screen if self.conversation else 0
        return self.event(Tap(self.sender, self.place(message_id or shown), "q", text))

    def does(self, deed: ButtonData | str) -> None:
        """Type these words, or tap this button of the screen on show."""
        if isinstance(deed, str):
            self.writes(deed)
        else:
            self.taps(deed)

    @property
    def choices(self) -> list[ButtonData]:
        """What the buttons on show mean."""
        return [data for button in buttons(self.screen) if (data := decode(button.data)) is not None]

    def answers(self, *keys: str, until: str, **words: str) -> None:
        """Answer these ("who.group", town="Oulu"), and the usual to whatever else is asked, until a question shows."""
        left = {**way.by_question(keys), **dict.fromkeys(way.typed_at(words), ())}
        before: object = None
        while (question := way.asked(self.choices)) != way.place(until):
            deed = way.deed(question, self.choices, left.get(question, ()), words.get(question, ""))
            assert deed is not None, f"{question!r} is not answered on the way to {until!r}"
            assert (question, deed) != before, f"{question!r} is asked again after {deed}"
            before = question, deed
            self.does(deed)
            if way.asked(self.choices) != question:
                left.pop(question, None)
        assert not left, f"never asked before {until!r}: {', '.join(left)}"

    def shares_contact(self, phone: str, *, own: bool = True) -> None:
        """Share a contact."""
        self.messages += 1
        self.event(SharedContact(self.sender, self.place(self.messages), phone, own))

    def shares_location(self, latitude: float, longitude: float) -> None:
        """Share a place."""
        self.messages += 1
        self.event(SharedLocation(self.sender, self.place(self.messages), latitude, longitude))

    def sends(self, kind: str, *, edited: bool = False) -> None:
        """Send something else."""
        self.messages += 1
        self.event(Other(self.sender, self.place(self.messages), kind, edited=edited))


def prospect(translators: Mapping[str, Translator], language: str = "en", *, desk: str = "fi") -> Prospect:
    """Make a prospect whose Telegram speaks `language`; the supervisor's speaks `desk`."""
    sender = Sender(user_id=CHAT, first_name="Anna <b>", username="anna_k", language_code=language)
    return Prospect(context_of(translators), View(translators, desk, NOTICE), sender)


# --- what must hold of every screen -----------------------------------------------------------------------


class _Reader(HTMLParser):
    """Reads Telegram HTML strictly: only our tags, properly nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert not attrs or attrs == [("expandable", None)], attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def read(markup: str) -> str:
    """Return what is read on the screen; AssertionError when Telegram would refuse the markup."""
    assert not re.search(r"&(?!amp;|lt;|gt;)", markup), markup
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert not reader.open, reader.open
    # what was neither read as a tag nor as text was lost
    assert html.unescape(re.sub(r"</?[a-z]+( expandable)?>", "", markup)) == "".join(reader.text)
    return "".join(reader.text)


def buttons(shown: Screen) -> Iterator[Button]:
    """Yield the inline buttons of a screen."""
    for row in shown.rows:
        yield from row


def check(shown: Screen, *, own_words: bool = False) -> str:
    """Assert what must hold of every screen and return its text. `own_words`: it may show what the person typed."""
    text = read(shown.html)
    assert text.strip()
    assert length(text) <= LIMIT, length(text)
    labels = [button.text for button in buttons(shown)]
    assert len(set(labels)) == len(labels), labels
    for button in buttons(shown):
        assert 0 < length(button.text.removeprefix(CHOSEN)) < LABEL_LIMIT, button.text
        assert button.copy or decode(button.data) is not None, button
        assert len(button.data.encode()) <= 64
    for words in (text, *labels):
        assert own_words or not re.search(r"[{}]|…$", words), words
    for part in re.split(r"\n+", text):
        assert part.strip(" •"), f"an empty line of a list in {text!r}"
    return text


def has_data(shown: Screen, data: ButtonData) -> bool:
    """Tell whether a screen has this button."""
    return encode(data) in {button.data for button in buttons(shown)}


def reply_keyboard(who: Prospect, language: str) -> Screen | None:
    """Return the reply keyboard that goes with the screen, in a language."""
    return keyboard(who.now, who.view.speak[language])
