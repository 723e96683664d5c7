"""What is to be sent: waiting, claimed, sent, again, dead; cancelled, moved, pruned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from bot.storage import Head, Queued, Store, Undelivered

from .conftest import NOON, Clock, a_lead

Outbox: TypeAlias = Callable[..., Any]


@pytest.fixture
def outbox(store: Store) -> Outbox:
    """``await outbox("queue", 7, "screen")``: one call of the table in a transaction of its own."""

    async def call(method: str, *values: Any, **named: Any) -> Any:
        return await store.transaction(lambda tx: getattr(tx.outbox, method)(*values, **named))

    return call


async def _next(outbox: Outbox) -> list[int]:
    return [head.id for head in await outbox("heads", 100)]


async def test_owed_row_is_claimed_with_its_payload_and_gone_once_sent(outbox: Outbox, store: Store) -> None:
    row_id = await outbox("queue", 7, "relay", "lead:1", {"text": "hei"})
    assert await outbox("heads", 10) == [Head(row_id, 7, "relay")]
    assert await outbox("claim", row_id) == Queued(row_id, 7, "relay", "lead:1", {"text": "hei"}, 1, False, NOON)
    assert await outbox("claim", row_id) is None
    await outbox("sent", row_id, 55)
    assert await _next(outbox) == []
    assert await outbox("next_due") is None
    left = await store.transaction(lambda tx: tx.execute("SELECT state, message_id, payload FROM outbox").fetchall())
    assert left == [("sent", 55, None)]


async def test_rows_of_one_chat_go_one_at_a_time_in_order(outbox: Outbox, clock: Clock) -> None:
    first, second = await outbox("queue", 7, "a"), await outbox("queue", 7, "b")
    other = await outbox("queue", 8, "a")
    assert await _next(outbox) == [first, other]
    await outbox("claim", first)
    assert await _next(outbox) == [other]
    assert await outbox("claim", second) is None, "another row of the chat is being sent"
    clock.now += 1
    await outbox("sent", first)
    assert await _next(outbox) == [other, second]


async def test_chat_that_was_just_written_to_goes_behind_those_that_wait(outbox: Outbox, clock: Clock) -> None:
    for _ in range(2):
        await outbox("queue", 7, "a")
    await outbox("claim", 1)
    clock.now += 1
    await outbox("queue", 8, "b")
    clock.now += 1
    await outbox("sent", 1)
    assert [head.chat_id for head in await outbox("heads", 1)] == [8]
    assert [head.chat_id for head in await outbox("heads", 9)] == [8, 7]


async def test_skipped_chats_are_left_out_of_heads_and_of_the_next_time(outbox: Outbox, clock: Clock) -> None:
    for chat_id in (1, 2, 3):
        await outbox("queue", chat_id, "a", due_at=NOON + chat_id)
    assert await outbox("next_due", skip={1}) == NOON + 2
    clock.now += 5
    assert [head.chat_id for head in await outbox("heads", 1, skip={1, 2})] == [3]
    assert await outbox("next_due", skip={1, 2, 3}) is None


async def test_row_due_later_holds_nothing_back_and_goes_first_when_its_time_has_come(
    outbox: Outbox, clock: Clock
) -> None:
    later = await outbox("queue", 7, "reminder", due_at=NOON + 100)
    assert (await _next(outbox), await outbox("next_due")) == ([], NOON + 100)
    now = await outbox("queue", 7, "screen")
    assert (await _next(outbox), await outbox("next_due")) == ([now], NOON)
    clock.now += 100
    assert await _next(outbox) == [later]


async def test_row_put_back_holds_its_chat_until_its_time_and_no_other(outbox: Outbox, clock: Clock) -> None:
    first = await outbox("queue", 7, "a")
    await outbox("queue", 7, "b")
    other = await outbox("queue", 8, "a")
    await outbox("claim", first)
    await outbox("again", first, NOON + 30, "429")
    assert await _next(outbox) == [other]
    await outbox("claim", other)
    assert await outbox("next_due") == NOON + 30
    clock.now += 30
    assert await _next(outbox) == [first]
    assert await outbox("claim", first) == Queued(first, 7, "a", "", None, 2, False, NOON)


async def test_unknown_outcome_is_remembered_through_later_tries(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "a")
    for repeat, expected in ((False, False), (True, True), (False, True)):
        await outbox("claim", row_id)
        await outbox("again", row_id, NOON, "timeout", repeat=repeat)
        assert (await outbox("undelivered"))[0].repeat is expected


async def test_rows_claimed_by_a_dead_process_wait_again_as_repeats(outbox: Outbox) -> None:
    claimed, waiting = await outbox("queue", 7, "a"), await outbox("queue", 8, "a")
    await outbox("claim", claimed)
    assert await outbox("recover") == 1
    assert await _next(outbox) == [claimed, waiting]
    assert (await outbox("claim", claimed)).repeat
    assert not (await outbox("claim", waiting)).repeat
    assert await outbox("recover") == 2
    assert await outbox("recover") == 0


async def test_row_claimed_quietly_is_no_repeat_after_a_crash_until_it_is_in_doubt(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "screen")
    taken = await outbox("claim_next", 7, "screen")
    assert (taken.attempts, taken.repeat, taken.quietly) == (1, False, True)
    await outbox("recover")

    again = await outbox("claim_next", 7, "screen")
    assert not again.repeat
    await outbox("in_doubt", row_id)
    await outbox("recover")
    assert (await outbox("claim", row_id)).repeat


async def test_row_that_was_tried_before_is_not_claimed_quietly(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "screen")
    await outbox("claim", row_id)
    await outbox("again", row_id, NOON, "429")

    assert await outbox("claim_next", 7, "screen") is None
    assert (await outbox("claim", row_id)).attempts == 2


async def test_next_row_of_a_chat_is_claimed_where_it_is_of_the_kind_asked_for(outbox: Outbox) -> None:
    first, second = await outbox("queue", 7, "card"), await outbox("queue", 7, "screen")
    assert await outbox("claim_next", 7, "screen") is None
    assert (await outbox("claim_next", 7, "card")).id == first
    assert await outbox("claim_next", 7, "screen") is None, "another row of the chat is being sent"
    await outbox("again", first, NOON + 5, "429")
    assert await outbox("claim_next", 7, "screen") is None, "its chat is held"
    await outbox("cancel", 7, "card")
    assert (await outbox("claim_next", 7, "screen")).id == second


async def test_coalesced_row_keeps_its_place_and_takes_the_new_payload(outbox: Outbox, clock: Clock) -> None:
    first = await outbox("queue", 7, "screen", payload=1, coalesce=True)
    behind = await outbox("queue", 7, "other")
    clock.now += 5
    assert await outbox("queue", 7, "screen", payload=2, coalesce=True) == first
    others = [await outbox("queue", *key, coalesce=True) for key in ((7, "screen", "x"), (8, "screen"), (7, "card"))]
    assert len({first, behind, *others}) == 5
    assert await _next(outbox) == [first, others[1]]
    assert (await outbox("claim", first)).payload == 2


async def test_claimed_row_does_not_coalesce_since_it_may_show_the_old_state(outbox: Outbox) -> None:
    first = await outbox("queue", 7, "screen", coalesce=True)
    await outbox("claim", first)
    second = await outbox("queue", 7, "screen", coalesce=True)
    assert second != first
    assert await outbox("queue", 7, "screen", coalesce=True) == second
    await outbox("sent", first)
    assert await _next(outbox) == [second]


async def test_coalescing_does_not_shorten_a_hold(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "screen", coalesce=True)
    await outbox("claim", row_id)
    await outbox("again", row_id, NOON + 30, "429")
    assert await outbox("queue", 7, "screen", coalesce=True) == row_id
    assert (await _next(outbox), await outbox("next_due")) == ([], NOON + 30)


async def test_coalesced_row_takes_the_time_that_is_given(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "reminder", due_at=NOON + 100, coalesce=True)
    assert await outbox("queue", 7, "reminder", due_at=NOON + 500, coalesce=True) == row_id
    assert await outbox("next_due") == NOON + 500
    await outbox("queue", 7, "reminder", coalesce=True)
    assert await outbox("next_due") == NOON


async def test_dead_row_frees_its_chat(outbox: Outbox) -> None:
    first, second = await outbox("queue", 7, "a"), await outbox("queue", 7, "b")
    await outbox("claim", first)
    await outbox("dead", first, "403 blocked")
    assert await _next(outbox) == [second]


async def test_settling_what_is_not_claimed_changes_nothing(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "a")
    for method, values in (("sent", (1,)), ("dead", ("x",)), ("again", (NOON + 99, "x", True))):
        await outbox(method, row_id, *values)
        await outbox(method, 999, *values)
    assert await outbox("claim", row_id) == Queued(row_id, 7, "a", "", None, 1, False, NOON)
    await outbox("sent", row_id)
    await outbox("again", row_id, NOON, "late answer")
    assert await _next(outbox) == []


async def test_cancel_takes_what_is_meant_and_nothing_else(outbox: Outbox) -> None:
    rows = [
        await outbox("queue", *key) for key in ((7, "nudge", "1"), (7, "nudge", "2"), (7, "card"), (8, "nudge", "1"))
    ]
    assert await outbox("cancel", 7, "nudge", "1") == 1
    assert await _next(outbox) == [rows[1], rows[3]]
    assert await outbox("cancel", 7) == 2
    assert await _next(outbox) == [rows[3]]
    assert await outbox("cancel", 8, "card") == 0


@pytest.mark.parametrize("ending", [("again", NOON, "500"), ("sent", 5), ("dead", "403")])
async def test_claimed_row_that_is_cancelled_is_gone_after_its_try(
    outbox: Outbox, store: Store, ending: tuple[Any, ...]
) -> None:
    row_id = await outbox("queue", 7, "a")
    await outbox("claim", row_id)
    await outbox("cancel", 7)
    follower = await outbox("queue", 7, "b")
    assert await _next(outbox) == [], "the first is still being sent"
    await outbox(ending[0], row_id, *ending[1:])
    assert await _next(outbox) == [follower]
    assert await store.transaction(lambda tx: tx.execute("SELECT count(*) FROM outbox").fetchone()) == (1,)


async def test_cancelled_row_of_a_dead_process_is_not_recovered(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "a")
    await outbox("claim", row_id)
    await outbox("cancel", 7)
    assert await outbox("recover") == 0
    assert (await _next(outbox), await outbox("next_due")) == ([], None)


async def test_erased_chat_leaves_no_row_of_any_state(outbox: Outbox, store: Store) -> None:
    for method, *values in (("sent", 1), ("dead", "403")):
        row_id = await outbox("queue", 7, "a")
        await outbox("claim", row_id)
        await outbox(method, row_id, *values)
    await outbox("queue", 7, "waiting")
    kept = await outbox("queue", 8, "other")
    await outbox("erase", 7)
    assert await store.transaction(lambda tx: tx.execute("SELECT id FROM outbox").fetchall()) == [(kept,)]


async def test_undelivered_lists_what_should_have_arrived(outbox: Outbox, clock: Clock) -> None:
    for chat_id, kind in ((1, "card"), (2, "card"), (3, "card"), (4, "screen")):
        await outbox("queue", chat_id, kind, "lead:9")
    later = await outbox("queue", 5, "card", due_at=NOON + 10)
    for row_id in (1, 2):
        await outbox("claim", row_id)
    await outbox("sent", 1)
    await outbox("dead", 2, "403")
    assert await outbox("undelivered", "card") == [
        Undelivered(2, 2, "card", "lead:9", "dead", 1, "403", False),
        Undelivered(3, 3, "card", "lead:9", "waiting", 0, "", False),
    ]
    assert [row.id for row in await outbox("undelivered")] == [2, 3, 4]
    clock.now += 10
    assert [row.id for row in await outbox("undelivered", "card")] == [2, 3, later]


async def test_oldest_waiting_counts_from_when_a_row_was_meant_to_go(outbox: Outbox, clock: Clock) -> None:
    assert await outbox("oldest_waiting") is None
    await outbox("queue", 7, "reminder", due_at=NOON + 100)
    assert await outbox("oldest_waiting") is None
    clock.now += 150
    row_id = await outbox("queue", 8, "a")
    assert await outbox("oldest_waiting") == NOON + 100
    await outbox("claim", 1)
    await outbox("again", 1, NOON + 900, "500")
    assert await outbox("oldest_waiting") == NOON + 100, "a retry does not make it younger"
    await outbox("cancel", 7)
    await outbox("claim", row_id)
    assert await outbox("oldest_waiting") == NOON + 150, "what is being sent has not arrived"
    await outbox("sent", row_id)
    assert await outbox("oldest_waiting") is None


async def test_prune_forgets_what_was_sent_long_ago_and_nothing_else(
    outbox: Outbox, clock: Clock, store: Store
) -> None:
    for chat_id in range(4):
        await outbox("queue", chat_id, "a")
    for row_id in (1, 2, 3):
        await outbox("claim", row_id)
    await outbox("sent", 1)
    await outbox("dead", 2, "403")
    clock.now += 100
    await outbox("sent", 3)
    assert await outbox("prune", NOON + 100) == 1
    assert await store.transaction(lambda tx: tx.execute("SELECT id FROM outbox").fetchall()) == [(2,), (3,), (4,)]


async def test_moved_chat_takes_its_rows_along_in_their_order(outbox: Outbox) -> None:
    for kind in ("a", "b"):
        await outbox("queue", -5, kind, payload=kind)
    await outbox("claim", 1)
    assert await outbox("move", -5, -1005) == 2
    assert await _next(outbox) == []
    await outbox("again", 1, NOON, "moved")
    assert await outbox("heads", 9) == [Head(1, -1005, "a")]
    assert (await outbox("claim", 1)).payload == "a"
    await outbox("sent", 1)
    assert (await outbox("heads", 9))[0] == Head(2, -1005, "b")


async def test_row_ids_are_never_given_twice(outbox: Outbox) -> None:
    row_id = await outbox("queue", 7, "a")
    await outbox("cancel", 7)
    assert await outbox("queue", 7, "a") == row_id + 1


async def test_row_of_several_messages_stays_first_and_goes_on_where_it_was(outbox: Outbox, clock: Clock) -> None:
    first = await outbox("queue", 7, "letters", payload={"part": 0})
    await outbox("queue", 7, "after")
    await outbox("claim", first)
    await outbox("again", first, NOON, "cut", repeat=True)
    assert (await outbox("claim", first)).repeat
    await outbox("further", first, {"part": 1})
    clock.now += 1
    assert await _next(outbox) == [first]
    assert await outbox("claim", first) == Queued(first, 7, "letters", "", {"part": 1}, 1, False, NOON)
    await outbox("further", 2, {"part": 9})
    await outbox("sent", first)
    assert (await outbox("claim", 2)).payload is None, "a row that is not claimed is left alone"


async def test_same_row_is_free_again_after_its_time_and_not_while_it_is_sent(outbox: Outbox, clock: Clock) -> None:
    assert await outbox("free_at", 7, "file", "", 60.0) == NOON
    row_id = await outbox("queue", 7, "file")
    await outbox("claim", row_id)
    clock.now += 5
    assert await outbox("free_at", 7, "file", "", 60.0) == clock.now + 60
    await outbox("sent", row_id)
    clock.now += 20
    assert await outbox("free_at", 7, "file", "", 60.0) == NOON + 65
    assert await outbox("free_at", 8, "file", "", 60.0) == clock.now
    assert await outbox("free_at", 7, "file", "other", 60.0) == clock.now
    clock.now += 45
    assert await outbox("free_at", 7, "file", "", 60.0) == clock.now


async def test_row_queued_again_replaces_the_dead_one_and_knows_why_it_died(outbox: Outbox, clock: Clock) -> None:
    for hour in range(3):
        clock.now += 3600
        row_id = await outbox("queue", 7, "card", "1", coalesce=True)
        (known,) = await outbox("undelivered")
        assert (known.state, known.error) == ("waiting", "400 closed" if hour else "")
        await outbox("claim", row_id)
        await outbox("again", row_id, clock.now, "500", True)
        await outbox("claim", row_id)
        await outbox("dead", row_id, "400 closed")
    (left,) = await outbox("undelivered")
    assert (left.state, left.error, left.repeat) == ("dead", "400 closed", True)


async def test_dead_rows_are_buried_in_time_but_those_that_somebody_has_to_see_to(
    outbox: Outbox, store: Store, clock: Clock
) -> None:
    number = await store.transaction(lambda tx: tx.leads.add(a_lead()))
    erased = await store.transaction(lambda tx: tx.leads.add(a_lead("7:2")))
    await store.transaction(lambda tx: tx.leads.erase(erased))
    for chat_id, kind, ref in (
        (7, "screen", ""),
        (9, "from_prospect", str(number)),
        (9, "from_prospect", str(erased)),
        (9, "list", ""),
        (8, "from_prospect", str(number)),
    ):
        row_id = await outbox("queue", chat_id, kind, ref)
        await outbox("claim", row_id)
        await outbox("dead", row_id, "400")
    assert await outbox("bury", NOON, 9, ("card", "from_prospect")) == 0
    assert await outbox("bury", NOON + 1, 9, ("card", "from_prospect")) == 4
    (left,) = await outbox("undelivered")
    assert (left.chat_id, left.kind, left.ref) == (9, "from_prospect", str(number))


async def test_count_is_of_what_is_due_and_not_sent(outbox: Outbox) -> None:
    rows = [await outbox("queue", 7, "from_prospect", "1") for _ in range(4)]
    await outbox("queue", 7, "edited", "1")
    await outbox("queue", 7, "edited", "2")
    await outbox("queue", 8, "edited", "1")
    await outbox("queue", 7, "edited", "1", due_at=NOON + 1)
    await outbox("claim", rows[0])
    await outbox("dead", rows[0], "400")
    await outbox("claim", rows[1])
    assert await outbox("count", 7, ("from_prospect", "edited"), "1") == 4
    assert await outbox("count", 7) == 5
