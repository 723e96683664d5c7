"""What is about to be sent to a request's writer: every state of it against every event."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.desk.quick_replies.machine import (
    Asked,
    Choose,
    Close,
    Decision,
    Do,
    Event,
    Fill,
    Hold,
    Note,
    Posted,
    Tapped,
    decide,
)
from bot.requests.request import Draft, Handling, Held, Lead
from flows.engine import NO_ANSWERS

STATES = {
    "none": Handling(),
    "left": Handling(outdated=(5,)),
    "waits": Handling(draft=Draft("ask", "", 5)),
    "shown": Handling(draft=Draft("ask", "Why?", 5)),
    "refusal": Handling(draft=Draft("decline", "", 5)),
    "held": Handling(held=Held(1, (8,))),
    "asked": Handling(held=Held(1, (8,), 9)),
}
EVENTS: dict[str, Event] = {
    "choose": Choose("ask"),
    "note": Note("So?"),
    "fill": Fill(5, "So?"),
    "fill: picture": Fill(5, None),
    "fill: too long": Fill(5, "a" * 3000),
    "send": Tapped("draft_send", 1, 5),
    "send: older": Tapped("draft_send", 1, 4),
    "reword": Tapped("draft_own", 1, 5),
    "drop": Tapped("draft_drop", 1, 5),
    "drop: older": Tapped("draft_drop", 1, 4),
    "posted": Posted(6, "ask", True),
    "posted: other": Posted(6, "times", True),
    "hold": Hold(1, 10),
    "hold: there": Hold(2, 10),
    "asks": Asked(9, 8),
    "asks: older": Asked(9, 7),
    "let go": Tapped("here_send", 1, 9),
    "let go: there": Tapped("here_send", 2, 9),
    "leave": Tapped("here_drop", 1, 9),
    "close": Close(1, True),
    "close: there": Close(2, False),
}
# A row for each event, a column for each state: the state it leads to where that is another, what follows, the answer.
# "=": nothing changes and nothing follows; ".": the event is none of this request's.
TABLE = """
                 none         left         waits         shown         refusal            held          asked
choose         | waits show | waits show | show        | waits show  | waits show       | show        | show
note           | .          | .          | =           | =           | =                | .           | .
fill           | .          | stale      | shown show  | show        | show             | .           | .
fill: picture  | .          | stale      | show words! | show words! | show words!      | .           | .
fill: too long | .          | stale      | show long!  | show long!  | show long!       | .           | .
send           | stale      | stale      | stale       | none send   | none send refuse | stale       | stale
send: older    | stale      | stale      | stale       | stale       | stale            | stale       | stale
reword         | stale      | stale      | show        | waits show  | waits show       | stale       | stale
drop           | unsent     | stale      | none unsent | none unsent | none unsent      | unsent      | unsent
drop: older    | unsent     | unsent     | unsent      | unsent      | unsent           | unsent      | unsent
posted         | .          | .          | strip       | strip       | .                | .           | .
posted: other  | .          | .          | .           | .           | .                | .           | .
hold           | held ask   | held ask   | held ask    | held ask    | held ask         | ask         | held ask
hold: there    | held ask   | held ask   | held ask    | held ask    | held ask         | ask behind! | held ask behind!
asks           | .          | .          | .           | .           | .                | asked strip | strip
asks: older    | .          | .          | .           | .           | .                | strip       | held strip
let go         | stale      | stale      | stale       | stale       | stale            | stale       | none send_held
let go: there  | stale      | stale      | stale       | stale       | stale            | stale       | stale
leave          | stale      | stale      | stale       | stale       | stale            | stale       | none unsent
close          | =          | =          | none        | none unsent | none unsent      | ask         | ask
close: there   | =          | =          | none        | none        | none             | =           | =
"""
SAID = {
    "quick.stale": "stale",
    "quick.stale.reply": "stale",
    "quick.only_words": "words!",
    "quick.too_long": "long!",
    "elsewhere.left_behind": "behind!",
}


def lead(handling: Handling) -> Lead:
    return Lead(7, 42, "en", "individual", "new", None, NO_ANSWERS, handling=handling)


def state_of(handling: Handling) -> str:
    draft, held = handling.draft, handling.held
    if held is not None:
        return "asked" if held.message_id else "held"
    if draft is None:
        return "none"
    return "refusal" if draft.key == "decline" else "shown" if draft.words else "waits"


def told(before: Handling, decision: Decision | None) -> str:
    if decision is None:
        return "."
    said = [SAID[decision.said.context]] if decision.said is not None else []
    changed = [state_of(decision.now)] if state_of(decision.now) != state_of(before) else []
    return " ".join([*changed, *(do.name.lower() for do, _ in decision.effects), *said]) or "="


def cells() -> Iterator[tuple[str, str, str]]:
    head, *rows = TABLE.strip().splitlines()
    states = head.split()
    for row in rows:
        event, *outcomes = (cell.strip() for cell in row.split("|"))
        yield from ((event, state, outcome) for state, outcome in zip(states, outcomes, strict=True))


@pytest.mark.parametrize(("event", "state", "outcome"), list(cells()))
def test_each_state_answers_each_event_as_the_table_says(event: str, state: str, outcome: str) -> None:
    before = STATES[state]
    assert told(before, decide(lead(before), EVENTS[event])) == outcome


def test_table_has_every_state_and_every_event() -> None:
    assert {(event, state) for event, state, _ in cells()} == {(event, state) for event in EVENTS for state in STATES}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", [name for name, event in EVENTS.items() if isinstance(event, Tapped)])
def test_same_tap_twice_sends_once(state: str, event: str) -> None:
    once = decide(lead(STATES[state]), EVENTS[event])
    assert once is not None
    again = decide(lead(once.now), EVENTS[event])
    assert again is not None
    assert not {do for do, _ in again.effects} & {Do.SEND, Do.SEND_HELD, Do.REFUSE}


def test_effects_name_the_message_they_are_about() -> None:
    about = {
        (event, do): message_id
        for event, state in (("send", "shown"), ("posted", "shown"), ("hold", "none"), ("let go", "asked"))
        for do, message_id in getattr(decide(lead(STATES[state]), EVENTS[event]), "effects", ())
    }
    assert about == {("send", Do.SEND): 5, ("posted", Do.STRIP): 5, ("hold", Do.ASK): 10, ("let go", Do.SEND_HELD): 9}


def test_previews_of_the_same_text_still_take_words_and_those_of_another_are_outdated() -> None:
    shown = lead(Handling(draft=Draft("ask", "Why?", 5, (3,))))
    same, other = decide(shown, Choose("ask")), decide(shown, Choose("times"))
    assert same is not None
    assert other is not None
    assert (same.now.draft, same.now.outdated) == (Draft("ask", "", 0, (3, 5)), ())
    assert (other.now.draft, other.now.outdated) == (Draft("times", "", 0), (3, 5))


def test_own_wording_starts_from_the_text_and_is_still_the_refusal_it_was() -> None:
    own = decide(lead(Handling(draft=Draft("decline", "Ask Liisa.", 5))), EVENTS["reword"])
    assert own is not None
    assert own.now.draft == Draft("own", "", 5, begun_from="decline", begun_with="Ask Liisa.")
    filled = decide(lead(own.now), EVENTS["fill"])
    assert filled is not None
    shown = decide(lead(filled.now), Posted(6, "own", True))
    assert shown is not None
    sent = decide(lead(shown.now), Tapped("draft_send", 1, 6))
    assert sent is not None
    assert [do for do, _ in sent.effects] == [Do.SEND, Do.REFUSE]
