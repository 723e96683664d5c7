"""Conversations and requests as the version before stored them are read as what they are today."""

from __future__ import annotations

from typing import Any

import pytest

from bot.prospect.state import Conversation, LastTyped, Person, State, Told, loaded
from bot.requests.request import DESK, Draft, Handling, Held, lead_of
from bot.storage import StoredChat, StoredLead
from flows.engine import Answer
from flows.intake import INTAKE
from flows.text import N_

GROUP = {"welcome": {"chosen": ["begin"], "words": "", "open": False}, "who": {"chosen": ["group"]}}
GIVEN = {"welcome": Answer(("begin",)), "who": Answer(("group",))}

FIRST: dict[str, Any] = {
    "answers": GROUP,
    "first_name": "Anna",
    "username": "anna",
    "beside": "",
    "notice": None,
    "lowest": 8,
    "lead": 0,
    "source": "",
    "typed": [7, "who"],
}
"""What the first version stored of a conversation."""

BEFORE: dict[str, Any] = {
    **FIRST,
    "notice": {"context": "a", "message": "A {name}", "plural": "", "values": {"name": "Oulu"}},
    "typed": {
        "message_id": 7,
        "asked": "who",
        "gave": ["who"],
        "before": {},
        "ticked": [],
        "notice": None,
        "told": {"answers": {}, "said": ["b"], "asked": [], "first": "c"},
    },
    "told": {"answers": {"pace": {"chosen": ["calm"]}}, "said": ["b"], "asked": [], "first": ""},
    "missed": ["who", 2],
    "remind_at": 9.5,
    "sent": GROUP,
    "held": "d",
    "album": "e",
    "counted": ["begun"],
}


def chat(personal: dict[str, Any], version: int = INTAKE.version) -> StoredChat:
    return StoredChat(1, "fi", "asking", version, 2.0, 3.0, 5, "print", personal)


def test_conversation_of_the_version_before_is_read_whole() -> None:
    assert loaded(chat(BEFORE)) == Conversation(
        1,
        "fi",
        2.0,
        3.0,
        State.ASKING,
        GIVEN,
        Person("Anna", "anna"),
        notice=N_("a", "A {name}").filled(name="Oulu"),
        screen=5,
        lowest=8,
        typed=LastTyped(7, "who", ("who",), told=Told(said=("b",), first="c")),
        told=Told({"pace": Answer(("calm",))}, ("b",)),
        missed=("who", 2),
        remind_at=9.5,
        sent=GIVEN,
        held="d",
        album="e",
        counted=("begun",),
    )


def test_conversation_of_the_first_version_is_read() -> None:
    assert loaded(chat(FIRST)) == Conversation(
        1, "fi", 2.0, 3.0, State.ASKING, GIVEN, Person("Anna", "anna"), screen=5, lowest=8
    )


def test_conversation_with_another_flow_keeps_what_still_applies() -> None:
    now = loaded(chat({**BEFORE, "answers": {**GROUP, "gone": {"chosen": ["x"]}}}, INTAKE.version - 1))

    assert dict(now.answers) == GIVEN
    assert now.typed == LastTyped(), "an edit does not take back what was typed at another flow"
    assert now.told == Told(said=("b",)), "what was told beside its questions is kept, answers to them are not"


def lead(desk: dict[str, Any] | None, waits_since: float | None = 4.0) -> StoredLead:
    personal = {"answers": GROUP, "name": "Anna", "said": ["b"], "waiting": [7], **({DESK: desk} if desk else {})}
    return StoredLead(
        3, "2026-11", 1, "group", "fi", "new", 2.0, -5, 6, "v1", 2.0, "1:2", personal, False, 0, waits_since
    )


def test_request_of_the_version_before_is_read() -> None:
    found = lead_of(lead({"by": "Lumi", "by_id": 9, "draft": None}))

    assert (found.number, found.name, found.said, dict(found.answers)) == (3, "Anna", ("b",), GIVEN)
    assert found.handling == Handling("Lumi", 9, waits_since=4.0)


def test_quick_text_and_held_replies_of_the_version_before_are_read() -> None:
    draft = {"key": "times", "words": "ma 9", "message_id": 8}
    held = {"chat_id": -5, "messages": [7, 8], "message_id": 9}

    handling = lead_of(lead({"draft": draft, "held": held, "outdated": [4], "reached": True})).handling

    assert handling.draft == Draft("times", "ma 9", 8)
    assert handling.held == Held(-5, (7, 8), 9)
    assert (handling.outdated, handling.reached) == ((4,), True)


@pytest.mark.parametrize(
    ("desk", "since"), [(None, 2.0), ({"draft": None}, 2.0), ({"draft": None, "waits_since": 3.5}, 3.5)]
)
def test_since_when_a_request_of_an_older_version_waits_is_found(desk: dict[str, Any] | None, since: float) -> None:
    assert lead_of(lead(desk, None)).handling.waits_since == since
