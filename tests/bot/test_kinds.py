"""The registry of kinds of outbox rows: nothing is owed, or sent, that it does not describe."""

from __future__ import annotations

import ast
from pathlib import Path
from unittest.mock import sentinel
from zoneinfo import ZoneInfo

import pytest

from bot.desk.delivery.sending import DeskSending
from bot.desk.service import Desk
from bot.hours import DEFAULT, parse_hours
from bot.outbox.deliver import Deliveries
from bot.outbox.kinds import KINDS, SLIPS, named
from bot.prospect.privacy import Notice
from bot.prospect.views.screens import View
from bot.ui.i18n import load_translators

BOT = Path(__file__).resolve().parents[2] / "bot"


def kinds_owed() -> set[str]:
    """Return the kinds that the code names where it calls `owe`, `owe_slip` or `seldom`."""
    found = set()
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = {"owe": 1, "owe_slip": 2, "seldom": 2}.get(called)
            if at is not None and len(node.args) > at and isinstance(name := node.args[at], ast.Constant):
                found.add(f"slip.{name.value!s}" if called == "owe_slip" else str(name.value))
    return found


def test_each_kind_is_sent_by_one_function_and_each_function_has_its_kind() -> None:
    speak = load_translators()
    hours = parse_hours(DEFAULT, ZoneInfo("Europe/Helsinki"))
    assert hours is not None
    desk = DeskSending(sentinel.store, sentinel.api, speak, "fi", Desk(hours))
    deliveries = Deliveries(sentinel.store, sentinel.api, View(speak, "fi", Notice()), desk)

    assert set(deliveries.by_kind) == set(KINDS)


def test_what_the_code_owes_is_in_the_registry() -> None:
    assert kinds_owed() <= set(KINDS)
    assert {"screen", "card", "slip.list", "brief"} <= kinds_owed()


@pytest.mark.parametrize("trait", ["patient", "follows_desk", "names_messages", "to_writer", "from_writer", "kept"])
def test_trait_names_kinds(trait: str) -> None:
    assert named(trait)
    assert set(named(trait)) < set(KINDS)


def test_what_names_messages_never_follows_the_desk() -> None:
    assert not set(named("names_messages")) & set(named("follows_desk"))
    assert all(slip.names_messages for slip in SLIPS)
