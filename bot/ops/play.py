"""The flow in the terminal: the same decisions and screens as in Telegram, without Telegram and without a database."""

from __future__ import annotations

from dataclasses import replace
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.events import Command, Event, Place, Sender, Tap, Typed
from bot.nlu.learning import freshen
from bot.prospect.decision import Context, SendRequest
from bot.prospect.dispatch import decide
from bot.prospect.draft import draft
from bot.prospect.privacy import Notice
from bot.prospect.state import Conversation
from bot.prospect.views.screens import View, screen
from bot.requests.card import card
from bot.ui.i18n import load_translators
from bot.ui.render import plain
from bot.ui.screens import Button, Screen
from flows.places import load

CHAT = 1
QUIT = ("q", "quit", "exit")
HOW = "Type a button's number, or answer in words. q ends."


def play_in_terminal(language: str, keys: TextIO, paper: TextIO) -> int:
    """Walk the flow: reads lines from `keys`, writes screens to `paper`, until the request is sent or `q`."""
    speak = load_translators()
    if language not in speak:
        paper.write(f"There is no language {language!r}; there are: {', '.join(speak)}\n")
        return 2
    freshen()
    context = Context(speak, load(), ZoneInfo("Europe/Helsinki"), now=0.0)
    view = View(speak, "fi", Notice())
    sender = Sender(CHAT, first_name="Anna", language_code=language)
    paper.write(f"{HOW}\n")
    line, conversation = "/start", None
    for number in range(1, 100_000):
        event = _event(line, sender, number, conversation, view)
        if event is not None:
            decision = decide(conversation, event, replace(context, now=float(number)))
            if decision is not None:
                conversation = decision.conversation
                if decision.answer:
                    paper.write(f"  ({speak[language](decision.answer)})\n")
                if decision.has(SendRequest) and conversation is not None:
                    sent = replace(draft(conversation), number=1)
                    paper.write(f"\n{'=' * 30}\n{plain(card(sent, speak['fi'], speak).html)}\n{'=' * 30}\n")
                    conversation = replace(conversation, lead=1)
        if conversation is None:
            return 0
        _print(screen(conversation, view), paper)
        line = keys.readline()
        if not line or line.strip().lower() in QUIT:
            return 0
        line = line.strip()
    return 0


def _event(line: str, sender: Sender, number: int, conversation: Conversation | None, view: View) -> Event | None:
    place = Place(CHAT, "private", number)
    if line.startswith("/"):
        name, _, arguments = line[1:].partition(" ")
        return Command(sender, place, name.lower(), arguments)
    buttons = _buttons(screen(conversation, view)) if conversation else []
    if line.isdigit() and 1 <= int(line) <= len(buttons):
        return Tap(sender, place, str(number), buttons[int(line) - 1].data)
    return Typed(sender, place, line) if line else None


def _buttons(shown: Screen) -> list[Button]:
    return [button for row in shown.rows for button in row if button.data]


def _print(shown: Screen, paper: TextIO) -> None:
    buttons = "\n".join(f"  {number}  {button.text}" for number, button in enumerate(_buttons(shown), 1))
    paper.write(f"\n{plain(shown.html)}\n\n{buttons}\n> ")
    paper.flush()
