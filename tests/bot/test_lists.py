"""Lists and search with more requests than are read at once."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

import pytest

from bot.desk.lists.pages import FOUND, READ_AT_ONCE, Entry, entries, found, holds, sought
from bot.desk.service import Desk
from bot.hours import parse_hours
from bot.storage import KeySource, Store, Tx
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


async def test_oldest_of_many_requests_is_listed_first_and_found_by_its_name(tmp_path: Path) -> None:
    hours = parse_hours("mon-fri 9-17", ZONE)
    assert hours is not None
    desk = Desk(hours)
    assert MANY > READ_AT_ONCE

    def work(tx: Tx) -> tuple[list[Entry], list[Entry], list[Entry]]:
        fill(tx, MANY)
        return entries(tx, "open", desk), found(tx, f"anna {MANY - 1}", desk), found(tx, "anna", desk)

    store = await Store.open(tmp_path / "bot.sqlite3", keys=KeySource(data_key="00" * 32))
    listed, one, many = await store.transaction(work)
    await store.close()
    assert len(listed) == MANY
    assert listed[0].overdue
    assert listed[0].lead.name == f"Anna {MANY - 1}"  # half an hour between any two: the last is the oldest
    assert [entry.lead.number for entry in one] == [MANY]
    assert [entry.lead.number for entry in many] == list(range(MANY, MANY - FOUND - 1, -1))
