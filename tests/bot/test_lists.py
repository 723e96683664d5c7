"""Lists and search with more requests than are read at once."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, get_args

import pytest

from bot.desk.lists import pages
from bot.desk.lists.pages import (
    FILTERS,
    FOUND,
    FOUND_STOPPED,
    LOOKED_AT,
    PAGE,
    READ_AT_ONCE,
    digest_screen,
    found_screen,
    holds,
    listed,
    search,
    sought,
)
from bot.desk.lists.related import LOOKED_THROUGH
from bot.desk.service import Desk
from bot.hours import DAY, parse_hours
from bot.requests.request import CLOSED, OPEN, Handling, Status, glance_at, handled, lead_of, personal_of, settle
from bot.storage import KeySource, Store, StoredLead, Tx
from bot.storage.vault import Vault
from bot.ui.i18n import Translator
from flows.intake import INTAKE
from tests.bot.test_card import EVERYTHING, lead
from tests.flows.routes import given
from tests.soak.lists import ZONE, fill

MANY = 1100
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
CALLED: dict[str, str | tuple[str, ...]] = {"way": ("phone",), "phone": "+358401234567"}


@pytest.mark.parametrize("form", get_args(Form))
@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        *(
            (each, True)
            for each in ("Päivi", "PÄIVI", "päi", "Paivi", "Päivin", "Päiville", "Päivi Koskinen", "Ｐäivi")
        ),
        *(
            (each, True)
            for each in ("Koskisen", "koskiselle", "Kosk", "Koskinen Päivi", "@paivi_k", "paivi.k@lahti.fi")
        ),
        *((each, True) for each in ("Lahti", "Lahdessa", "Lahden kaupunki", "kaupungissa", "Kuopio", "Kuopiosta")),
        *((each, True) for each in ("040 123 4567", "+358 (0)40 123 4567", "00358401234567", "4567", "Päivi 4567")),
        *((each, True) for each in ("nro 12", "12", "#12", "  Päivi  ", "Päi\u200bvi")),
        *(
            (each, False)
            for each in ("Pekka", "Koskela", "Päivi Virtanen", "Lappi", "9999", "13", "", " ", "\u200b", "K.")
        ),
    ],
)
def test_search_finds_names_in_any_spelling_case_form_and_part(typed: str, is_found: bool, form: Form) -> None:
    answers: dict[str, str | tuple[str, ...]] = {
        **EVERYTHING,
        "organisation": unicodedata.normalize(form, "Lahden kaupunki"),
    }
    request = lead(given(**{key: value for key, value in answers.items() if key != "email"} | CALLED))
    name = unicodedata.normalize(form, "Päivi Koskinen")
    request = replace(request, number=12, name=name, username="paivi_k")
    if "@lahti" in typed:
        request = replace(request, username="x", name="paivi.k@lahti.fi")
    assert holds(request, sought(unicodedata.normalize(form, typed))) is is_found


@pytest.fixture
def desk() -> Desk:
    """A desk with usual working hours."""
    hours = parse_hours("mon-fri 9-17", ZONE)
    assert hours is not None
    return Desk(hours)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty database."""
    async with await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32)) as store:
        yield store


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the requests that have been opened since the list was last emptied."""
    numbers: list[int] = []
    unseal = Vault.unseal

    def counted(vault: Vault, table: str, row_id: int, blob: bytes) -> object:
        numbers.extend([row_id] if table == "leads" else [])
        return unseal(vault, table, row_id, blob)

    monkeypatch.setattr(Vault, "unseal", counted)
    return numbers


def stand(tx: Tx, number: int, status: Status, waits_since: float, form: str = "individual") -> None:
    """Let a request stand there, waiting since a moment (0: for nothing)."""
    row = tx.leads.load(number)
    assert row is not None
    tx.leads.save(replace(handled(row, status, Handling(waits_since=waits_since)), format=form))


def every_page(tx: Tx, name: str, desk: Desk) -> list[int]:
    """The numbers of a list, page after page."""
    first = listed(tx, name, 0, desk)
    every = [first, *(listed(tx, name, page, desk) for page in range(1, first.pages))]
    return [entry.lead.number for page in every for entry in page.entries]


async def test_oldest_of_many_requests_is_listed_first_and_found_by_its_name(store: Store, desk: Desk) -> None:
    assert MANY > READ_AT_ONCE

    await store.transaction(lambda tx: fill(tx, MANY))
    page = await store.transaction(lambda tx: listed(tx, "open", 0, desk))
    one = (await search(store, f"anna {MANY - 1}", desk)).entries
    many = (await search(store, "anna", desk)).entries
    assert (page.count, page.pages) == (MANY, MANY // PAGE)
    assert page.entries[0].overdue
    assert page.entries[0].lead.name == f"Anna {MANY - 1}"  # half an hour between any two: the last is the oldest
    assert [entry.lead.number for entry in one] == [MANY]
    assert [entry.lead.number for entry in many[: FOUND + 1]] == list(range(MANY, MANY - FOUND - 1, -1))


@pytest.mark.parametrize("more", [0, 1])
async def test_search_goes_through_the_newest_in_short_transactions_and_says_where_it_stopped(
    store: Store,
    desk: Desk,
    opened: list[int],
    translators: Mapping[str, Translator],
    monkeypatch: pytest.MonkeyPatch,
    more: int,
) -> None:
    many = 3 * READ_AT_ONCE
    monkeypatch.setattr(pages, "SEARCHED", many)
    await store.transaction(lambda tx: fill(tx, many + more))
    opened.clear()
    at_once: list[int] = []
    transaction = store.transaction

    async def counted(work: Callable[[Tx], object]) -> object:
        before = len(opened)
        result = await transaction(work)
        at_once.append(len(opened) - before)
        return result

    monkeypatch.setattr(store, "transaction", counted)
    found = await search(store, "zzzz", desk)
    assert at_once[:3] == [READ_AT_ONCE] * 3
    assert found.stopped is bool(more)
    said = translators["en"](FOUND_STOPPED.filled(n=many))
    assert (said in found_screen(found, "zzzz", translators["en"]).html) is found.stopped


async def test_searching_among_the_oldest_is_as_quick_as_among_the_newest(store: Store) -> None:
    await store.transaction(lambda tx: fill(tx, 600))

    taken: list[int] = []

    def steps(tx: Tx, below: int) -> int:
        store._connection._conn.set_progress_handler(lambda: taken.append(10), 10)
        taken.clear()
        assert len(tx.leads.listed(limit=20, below=below)) == 20
        return sum(taken)

    newest, oldest = [await store.transaction(partial(steps, below=below)) for below in (0, 22)]
    assert 0 < oldest <= newest + 20


@pytest.mark.parametrize("version", [INTAKE.version, 0])
async def test_what_a_search_reads_of_a_request_is_what_is_in_the_whole_of_it(store: Store, version: int) -> None:
    answers = {key: value for key, value in EVERYTHING.items() if key != "email"} | CALLED
    request = replace(lead(given(**answers)), number=1, name="Päivi Koskinen", username="paivi_k")

    def work(tx: Tx) -> StoredLead:
        fill(tx, 1)
        row = tx.leads.load(1)
        assert row is not None
        tx.leads.save(replace(row, personal={**personal_of(request), "flow_version": version}))
        (read,) = tx.leads.listed()
        return read

    row = await store.transaction(work)
    glance, whole = glance_at(row, LOOKED_AT), lead_of(row)
    assert all(glance.words(key) == whole.words(key) for key in LOOKED_AT)
    assert (glance.number, glance.name, glance.username) == (1, "Päivi Koskinen", "paivi_k")
    for typed in ("Päivin", "Koskiselle", "Lahdessa", "Kuopiosta", "4567", "1", "Pekka", "paivi_k"):
        assert holds(glance, sought(typed)) is holds(whole, sought(typed))


@pytest.mark.parametrize("name", FILTERS)
async def test_pages_one_after_another_hold_every_request_once_and_in_order(
    store: Store, desk: Desk, name: str
) -> None:
    chance = random.Random(7)
    kept: dict[int, tuple[Status, float, str, float]] = {}

    def work(tx: Tx) -> list[int]:
        fill(tx, 60)
        for number in range(1, 61):
            status = chance.choice([*OPEN, *CLOSED])
            waits = tx.now - chance.randrange(1, 10**6) if status in OPEN and chance.random() < 0.6 else 0.0
            form = chance.choice(["crisis", "individual", "individual"])
            stand(tx, number, status, waits, form)
            row = tx.leads.load(number)
            assert row is not None
            kept[number] = (status, waits, form, row.created_at)
        return every_page(tx, name, desk)

    def rank(number: int) -> tuple[bool, bool, float]:
        _, waits, form, created_at = kept[number]
        return not (waits and form == "crisis"), not waits, waits or -created_at

    shown = await store.transaction(work)
    assert shown == sorted((n for n, (status, *_) in kept.items() if status in FILTERS[name]), key=rank)


@pytest.mark.parametrize(
    ("name", "status"), [("closed", Status.HANDLED), ("open", Status.ANSWERED), ("open", Status.NEW)]
)
async def test_page_of_many_requests_opens_its_own_and_the_newest_open_ones(
    store: Store, desk: Desk, opened: list[int], name: str, status: Status
) -> None:
    def work(tx: Tx) -> None:
        fill(tx, MANY)
        for number in range(1, MANY + 1):
            stand(tx, number, status, tx.now - number if status is Status.NEW else 0.0)

    await store.transaction(work)
    for page in (0, MANY // PAGE // 2, MANY // PAGE - 1):
        opened.clear()
        shown = await store.transaction(lambda tx, page=page: listed(tx, name, page, desk))  # type: ignore[misc]  # bound now
        assert (len(shown.entries), shown.page) == (PAGE, page)
        assert len(opened) == PAGE + (LOOKED_THROUGH if name == "open" else 0)


async def test_overview_counts_every_request_and_opens_few(
    store: Store, desk: Desk, opened: list[int], translators: Mapping[str, Translator]
) -> None:
    await store.transaction(lambda tx: fill(tx, MANY))
    opened.clear()
    shown = await store.transaction(lambda tx: digest_screen(tx, desk, translators["en"]))
    assert shown is not None
    assert f"{MANY:,} requests are waiting for an answer. Waiting too long: " in shown.html
    assert len(opened) == LOOKED_THROUGH + PAGE


async def test_requests_of_an_older_version_are_listed_as_they_waited(store: Store, desk: Desk) -> None:
    def older(tx: Tx) -> float:
        fill(tx, 4)
        since = tx.now - 10 * DAY
        for number, status in enumerate((Status.NEW, Status.ANSWERED, Status.HANDLED), start=1):
            stand(tx, number, status, 0.0)
            row = tx.leads.load(number)
            assert row is not None
            told = {**row.personal["desk"], "waits_since": since if status is Status.ANSWERED else 0.0}
            tx.leads.save(replace(row, personal={**row.personal, "desk": told}))
        tx.execute("UPDATE leads SET waits_since = NULL")
        return since

    since = await store.transaction(older)
    assert [await store.transaction(lambda tx: settle(tx, 3)) for _ in range(3)] == [3, 1, 0]
    page = await store.transaction(lambda tx: listed(tx, "all", 0, desk))
    assert [entry.lead.number for entry in page.entries] == [2, 4, 1, 3]
    assert page.entries[0].lead.handling.waits_since == since
    assert page.entries[1].lead.handling.waits_since == page.entries[1].created_at
