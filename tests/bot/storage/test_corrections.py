"""Corrections: one for a lead, sealed, without a way back once the lead is erased."""

from __future__ import annotations

from pathlib import Path

from bot.storage import KeySource, Store, reseal
from tests.bot.storage.conftest import KEY, a_lead

NEW_KEY = "6b" * 32
ANSWERS = {"who": ["group"], "challenge": ["secret_key_of_a_choice"]}


async def test_correction_replaces_the_one_before_and_is_read_back(store: Store) -> None:
    first = await store.transaction(lambda tx: tx.corrections.put(3, "group", "pair", {"who": ["pair"]}, 1))
    second = await store.transaction(lambda tx: tx.corrections.put(3, "group", "short", ANSWERS, 2))
    (found,) = await store.transaction(lambda tx: tx.corrections.listed())

    assert first == second == found.id
    assert (found.number, found.said, found.wanted, found.answers, found.flow_version) == (
        3,
        "group",
        "short",
        ANSWERS,
        2,
    )
    assert await store.transaction(lambda tx: tx.corrections.of_lead(3)) == found
    assert await store.transaction(lambda tx: tx.corrections.load(found.id)) == found
    assert await store.transaction(lambda tx: tx.corrections.load(found.id + 1)) is None


async def test_removed_correction_is_gone(store: Store) -> None:
    await store.transaction(lambda tx: tx.corrections.put(3, "group", "pair", ANSWERS, 1))

    assert await store.transaction(lambda tx: tx.corrections.remove(3))
    assert not await store.transaction(lambda tx: tx.corrections.remove(3))
    assert await store.transaction(lambda tx: tx.corrections.listed()) == []


async def test_erasing_leads_leaves_their_corrections_without_numbers(store: Store) -> None:
    for confirmation in ("7:1", "7:2"):
        number = await store.transaction(lambda tx, c=confirmation: tx.leads.add(a_lead(c)))  # type: ignore[misc] # a default binds it
        await store.transaction(lambda tx, n=number: tx.corrections.put(n, "group", "pair", ANSWERS, 1))  # type: ignore[misc] # a default binds it
        await store.transaction(lambda tx, n=number: tx.leads.erase(n))  # type: ignore[misc] # a default binds it

    left = await store.transaction(lambda tx: tx.corrections.listed())
    assert [(each.number, each.answers) for each in left] == [(0, ANSWERS), (0, ANSWERS)]


async def test_answers_are_sealed_and_survive_a_change_of_the_key(store: Store, path: Path) -> None:
    await store.transaction(lambda tx: tx.corrections.put(3, "group", "pair", ANSWERS, 1))
    await store.close()
    files = list(path.parent.glob(f"{path.name}*"))

    assert not any(b"secret_key_of_a_choice" in file.read_bytes() for file in files)
    async with await Store.open(path, keys=KeySource(data_key=f"{NEW_KEY},{KEY}")) as both:
        await reseal(both)
    async with await Store.open(path, keys=KeySource(data_key=NEW_KEY)) as later:
        (found,) = await later.transaction(lambda tx: tx.corrections.listed())
    assert found.answers == ANSWERS
