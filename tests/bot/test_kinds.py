"""The registry of kinds of outbox rows: nothing waits, or is sent, that it does not describe."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints
from unittest.mock import sentinel
from zoneinfo import ZoneInfo

import pytest

from bot.codec import from_json, to_json
from bot.desk.delivery.sending import DeskSending
from bot.desk.service import Desk
from bot.hours import DEFAULT, parse_hours
from bot.outbox.deliver import Deliveries
from bot.outbox.kinds import (
    KINDS,
    SLIPS,
    AboutMeeting,
    Answering,
    AskSlip,
    Card,
    Erased,
    FieldSlip,
    FoundSlip,
    LeadsFile,
    Letter,
    ListSlip,
    MovedOut,
    Original,
    OutcomeSlip,
    Part,
    Photo,
    ProfileSlip,
    QuickText,
    Sentence,
    Shown,
    ShowScreen,
    Slip,
    TakenBack,
    Tidy,
    TrialEnded,
    WhomSlip,
    named,
)
from bot.prospect.privacy import Notice
from bot.prospect.views.screens import View
from bot.ui.callbacks import Brief
from bot.ui.i18n import load_translators
from flows.text import N_, Slot

BOT = Path(__file__).resolve().parents[2] / "bot"


def kinds_queued() -> set[str]:
    """Return the kinds that the code names where it calls `queue`, `queue_slip` or `seldom`."""
    found = set()
    for path in BOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = {"queue": 1, "queue_slip": 2, "seldom": 2}.get(called)
            if at is not None and len(node.args) > at and isinstance(name := node.args[at], ast.Constant):
                found.add(f"slip.{name.value!s}" if called == "queue_slip" else str(name.value))
    return found


def senders() -> dict[str, Callable[..., object]]:
    """Return what sends each kind."""
    speak = load_translators()
    hours = parse_hours(DEFAULT, ZoneInfo("Europe/Helsinki"))
    assert hours is not None
    desk = DeskSending(speak, "fi", Desk(hours), sentinel.store, sentinel.api)
    return dict(Deliveries(sentinel.store, sentinel.api, View(speak, "fi", Notice()), desk).by_kind)


def test_each_kind_is_sent_by_one_function_and_each_function_has_its_kind() -> None:
    assert set(KINDS) - set(senders()) == set(), "in kinds.py, but no method of that name sends it"
    assert set(senders()) - set(KINDS) == set()


@pytest.mark.parametrize("name", KINDS)
def test_sender_takes_what_the_rows_of_its_kind_carry(name: str) -> None:
    (taken,) = get_args(get_type_hints(senders()[name])["queued"])

    assert issubclass(KINDS[name].payload, taken), "the registry and the function that sends it say different things"
    assert taken is not object or KINDS[name].payload is NoneType


TEXT = N_("hello", "Hello {name}").filled(name="Anna")
OLD_TEXT = {"context": "hello", "message": "Hello {name}", "plural": "", "values": {"name": "Anna"}}
WRITTEN: dict[str, Any] = {"chat_id": -5, "message_id": 7, "by": "Lumi", "by_id": 9, "thread": 3}
QUOTE = {"text": "who", "position": 0, "is_manual": True}
NOTHING = tuple(name for name, kind in KINDS.items() if kind.payload is NoneType)
BARE = (
    "remind",
    "draft_dropped",
    "other",
    "noted",
    "elsewhere",
    "erase",
    "moved",
    "by_hand",
    "language",
    "block",
    "time_off",
    "left",
)

AT = {"starts_at": 7.0, "ends_at": 0.0}

AS_BEFORE: list[tuple[str, Any, object]] = [
    *((name, None, None) for name in NOTHING),
    ("screen", None, ShowScreen()),
    ("screen", {"about": 7}, ShowScreen(7)),
    ("screen", {"in_place": True}, ShowScreen(in_place=True)),
    ("export", None, Part()),
    ("export", "mydata.json", Part()),  # it begins again
    ("brief", {"answers": True, "language": "fi"}, Brief(True, "fi")),
    ("from_supervisor", {**WRITTEN, "kind": "text", "html": "a"}, Letter(**WRITTEN, kind="text", html="a")),
    (
        "from_supervisor",
        {**WRITTEN, "asked": 8, "last": True, "of": 2, "arrived": True},
        Letter(**WRITTEN, asked=8, last=True, of=2, arrived=True),
    ),
    (
        "from_prospect",
        {
            "chat_id": 1,
            "message_id": 7,
            "kind": "photo",
            "reply_to": 4,
            "origin": "Eeva",
            "quote": QUOTE,
            "album": "a1",
            "file_id": "F",
            "file_name": "a.jpg",
            "announced": True,
            "copied": 12,
            "others": [{"chat_id": 1, "message_id": 8, "kind": "photo", "album": "a1"}],
        },
        Letter(
            1,
            7,
            kind="photo",
            reply_to=4,
            origin="Eeva",
            quote=QUOTE,
            album="a1",
            file_id="F",
            file_name="a.jpg",
            others=(Original(1, 8),),
            announced=True,
            copied=12,
        ),
    ),
    ("edited", {"chat_id": 1, "message_id": 7, "kind": "text", "html": "b"}, Letter(1, 7, kind="text", html="b")),
    (
        "quick_text",
        {**WRITTEN, "key": "times", "words": "ma 9", "text": OLD_TEXT},
        QuickText(**WRITTEN, text=TEXT, key="times", words="ma 9"),
    ),
    (
        "taken_back",
        {"chat_id": -5, "message_id": 7, "thread": 3, "copy": 12},
        TakenBack(-5, 7, 3, copy=12),
    ),
    ("standing", {"text": OLD_TEXT, "quietly": True}, Sentence(TEXT, quietly=True)),
    ("card", None, Card()),
    ("card", {"more": True}, Card(more=True)),
    ("all_answers", None, Part()),
    ("all_answers", {"part": 2}, Part(2)),
    (
        "told",
        {"text": OLD_TEXT, "reply_to": 4, "silent": True, "letter": True},
        Sentence(TEXT, reply_to=4, silent=True, letter=True),
    ),
    ("statistics", {"reply_to": 4, "thread": 3}, Answering(4, 3)),
    ("leads_file", {"reply_to": 4, "thread": 3, "caption": False}, LeadsFile(4, 3, caption=False)),
    (
        "leads_file",
        {"reply_to": 4, "thread": 3, "progress": 9, "after": 200, "written": 200, "part": 2},
        LeadsFile(4, 3, progress=9, after=200, written=200, part=2),
    ),
    ("printed", {"reply_to": 4, "thread": 3}, Answering(4, 3)),
    ("tidy", {"message_id": 7}, Tidy(7)),
    (
        "erased",
        {"card": 5, "letters": [6, [7, "photo", 0.5]], "topic": 3, "left": [[8, "voice", 0.0]], "card_done": True},
        Erased((Shown(6), Shown(7, "photo", 0.5)), (Shown(8, "voice"),), card=5, topic=3, card_done=True),
    ),
    ("erased", {"card": 0, "letters": [], "topic": 0, "at_once": 50}, Erased(at_once=50)),
    ("trial_ended", {"text": OLD_TEXT, "screen": 5, "keyboard": 6}, TrialEnded(TEXT, 5, 6)),
    ("say", {"text": OLD_TEXT, "language": "fi"}, Sentence(TEXT, "fi")),
    (
        "say",
        {"text": OLD_TEXT, "language": "fi", "about": 7, "reply_to": 4, "thread": 3, "silent": True},
        Sentence(TEXT, "fi", 7, 4, 3, silent=True),
    ),
    *((f"slip.{name}", {"reply_to": 4, "thread": 3}, Slip(4, 3)) for name in BARE),
    ("slip.elsewhere", {"reply_to": 4, "anew": True}, Slip(4)),
    ("slip.reminded", {"edit": 5, "at": 9.5}, OutcomeSlip(edit=5, at=9.5)),
    ("slip.reply", {"reply_to": 4, "by": "Lumi", "by_id": 9}, FieldSlip(4, by="Lumi", by_id=9)),
    (
        "slip.draft",
        {"key": "times", "reply_to": 4, "by": "Lumi", "by_id": 9, "anew": True},
        FieldSlip(4, by="Lumi", by_id=9, key="times"),
    ),
    ("slip.draft", {"reply_to": 4, "anew": True}, FieldSlip(4)),
    (
        "slip.draft_sent",
        {"edit": 5, "state": "sending", "key": "times", "words": "ma 9"},
        OutcomeSlip(edit=5, state="sending", key="times", words="ma 9"),
    ),
    ("slip.here_sent", {"edit": 5, "state": "not_all"}, OutcomeSlip(edit=5, state="not_all")),
    ("slip.here_sent", {"edit": 5}, OutcomeSlip(edit=5)),
    ("slip.list", {"edit": 5, "name": "new", "page": 2}, ListSlip(edit=5, name="new", page=2)),
    ("slip.found", {"word": "Oulu", "reply_to": 4, "thread": 0}, FoundSlip(4, word="Oulu")),
    ("slip.block_done", {"edit": 5, "done": True}, OutcomeSlip(edit=5, done=True)),
    ("slip.blocked", {"edit": 5}, Slip(edit=5)),
    ("slip.remind_day", {"reply_to": 4, "by": "Lumi", "by_id": 9}, FieldSlip(4, by="Lumi", by_id=9)),
    ("slip.whom", {"messages": [7, 8], "into": 3, "reply_to": 8}, WhomSlip(8, messages=(7, 8), into=3)),
    ("slip.whom", {"edit": 5, "messages": []}, WhomSlip(edit=5)),
    ("moved_out", {}, MovedOut()),
    (
        "moved_out",
        {"letters": [[7, "photo", 0.5, 3]], "left": [[8, "voice", 0.0, 3]], "passed_on": True, "begun": True},
        MovedOut((Shown(7, "photo", 0.5, 3),), (Shown(8, "voice", 0.0, 3),), passed_on=True, begun=True),
    ),
    ("slip.former", {"edit": 5, "done": True}, OutcomeSlip(edit=5, done=True)),
    ("profile_photo", {"file_id": "abc"}, Photo("abc")),
    *(
        (
            name,
            {"what": "agreed", "slot": AT, "before": None, "version": 2},
            AboutMeeting("agreed", Slot(7.0), version=2),
        )
        for name in ("meeting", "meeting_file", "meeting_soon", "desk_meeting", "desk_meeting_soon")
    ),
    ("slip.which", {"reply_to": 4, "key": "/erase"}, AskSlip(4, key="/erase")),
    ("slip.command", {"reply_to": 4, "key": "/away", "fault": OLD_TEXT}, AskSlip(4, key="/away", fault=TEXT)),
    ("slip.profile", {"edit": 5, "key": "price"}, ProfileSlip(edit=5, key="price")),
    (
        "slip.profile_ask",
        {
            "by": "Lumi",
            "by_id": 9,
            "key": "price",
            "language": "fi",
            "series": "fi",
            "saved": "name",
            "fault": OLD_TEXT,
        },
        AskSlip(by="Lumi", by_id=9, key="price", language="fi", series="fi", saved="name", fault=TEXT),
    ),
]
"""Rows as the version before wrote them (of newer kinds: as the first wrote them), and what they are today."""


@pytest.mark.parametrize(("name", "stored", "payload"), AS_BEFORE)
def test_row_of_the_version_before_is_read(name: str, stored: Any, payload: object) -> None:
    of = KINDS[name].payload

    assert from_json(of, stored) == payload
    assert from_json(of, json.loads(json.dumps(to_json(payload)))) == payload, "and as it is written today"
    if isinstance(stored, dict):
        assert from_json(of, {**stored, "of_another_version": 1}) == payload


def test_each_kind_has_a_row_of_the_version_before() -> None:
    missing = set(KINDS) - {name for name, _, _ in AS_BEFORE}

    assert not missing, f"add to AS_BEFORE what a row carries, as it is stored and as it is read: {missing}"


def test_what_the_code_owes_is_in_the_registry() -> None:
    assert kinds_queued() <= set(KINDS)
    assert {"screen", "card", "slip.list", "brief"} <= kinds_queued()


@pytest.mark.parametrize("trait", ["patient", "follows_desk", "names_messages", "to_writer", "from_writer", "kept"])
def test_trait_names_kinds(trait: str) -> None:
    assert named(trait)
    assert set(named(trait)) < set(KINDS)


def test_what_names_messages_never_follows_the_desk() -> None:
    assert not set(named("names_messages")) & set(named("follows_desk"))
    assert all(slip.names_messages for slip in SLIPS)
