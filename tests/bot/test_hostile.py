"""No message of the greatest length costs much time at any reader and any question, whatever it is made of."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC
from functools import partial
from itertools import islice
from random import Random

import pytest

from bot.desk.lists.pages import sought
from bot.local_telegram.rules import TEXT_LENGTH
from bot.nlu.contact_details import Phone, read_email, read_phone, without_address, without_phone
from bot.nlu.crisis import urgent
from bot.nlu.head_counts import counts, head_count
from bot.nlu.municipality import find_town, named_among
from bot.nlu.personal_identity_code import holds_code, without_codes
from bot.nlu.text import cleaned, cleaned_name, one_line
from bot.nlu.times import read_times
from bot.nlu.understand import Meaning, Option, understand
from bot.prospect.handlers import text_contact
from bot.prospect.handlers.faq import questions_in
from flows.engine import Kind, Question
from flows.intake import INTAKE
from flows.places import load
from tests.e2e.phone import languages

LETTERS = "abcdefghijklmnoprstuvyäö"
MOST_SECONDS = 0.15
"""Of processor time. Alone on a quiet machine the worst is below a third of it."""

PHONE = Phone("+358401234567", "040 123 4567")
TOWNS = [m.name_fi for m in load().municipalities]


def typed_at(question: Question, text: str) -> Meaning:
    """Read a text at a question, its labels in English."""
    speak = languages()["en"]
    options = [Option(choice.key, speak(choice.label)) for choice in question.choices]
    return understand(text, question.key, options, several=question.kind is Kind.SEVERAL)


READERS: dict[str, Callable[[str], object]] = {
    "email": read_email,
    "phone": read_phone,
    "without_address": without_address,
    "without_phone": lambda text: without_phone(text, PHONE),
    "holds_contact": text_contact.holds_contact,
    "town": lambda text: find_town(text, load()),
    "named_town": lambda text: named_among(text, load()),
    "counts": counts,
    "head_count": lambda text: head_count(text, named=True),
    "holds_code": holds_code,
    "without_codes": without_codes,
    "cleaned": cleaned,
    "one_line": one_line,
    "name": cleaned_name,
    "care": urgent,
    "times": lambda text: read_times(text, 1_800_000_000.0, UTC),
    "search": sought,
    **{f"at {question.key}": partial(typed_at, question) for question in INTAKE.questions if question.choices},
    "asked back": lambda text: questions_in(text, languages()),
}

PIECES = (
    # What normalising makes longer, or puts in order.
    *("㌖", "\ufdfa", "ﬃ", "⑳", "㍘", "½", "\u0344", "\u0316\u0301", "a\u0301\u0316", "ΐ", "İ", "ß"),
    # Signs that nothing shows.
    *("\u200b", "\u200d", "\U000e0041", "\u202e", "\u3164", "👩\u200d", "\n", " ", "\t", "\u00a0"),
    # One long word, and what readers look for inside words.
    *(
        "a",
        "ä",
        "@",
        "a@",
        "@a",
        "a.",
        "a,",
        "a@b,",
        "-",
        "–",
        ".",
        "'",
        '"',
        "(",
        ")",
        "( ",
        "<",
        "[a]",
        "/",
        "+",
        "#",
        "!",
    ),
    # Many addresses, numbers, days, codes.
    *("a@a ", "a@a.fi ", "a at b.fi ", " at ", " ät a piste ", "x dot y ", "mailto:a@b.fi,", "@ ", " @ "),
    *("1", "0", "1 ", "0 ", "1a", "1.", "1-", "1/", "(1", "+1", "o0", "12345 ", "12345a", "040123456 ", "0401234567,"),
    *("040 123 4567 3. ", "+358 ", "9-15 ", "12.1. ", "9.30 ", "131052-308T ", "131052-", "131052 - 308 "),
    *("klo 9 ", "klo ", "to ", "ti to 9.12. ", "ma 7.12.", "7.12. to "),
    # Many words that are names, numbers, or near them.
    *(
        "Oulu ",
        "Oulu,",
        "ja ",
        "Koski (Hl) ",
        "S:t ",
        "hl",
        "viisi ",
        "twenty five ",
        "kymmenen ja ",
        "20 ei ",
        "1+",
        "30 (2) ",
    ),
    *("kahdessa ryhmässä ", "yhteensä 5 ", "uhka ", "help!", "apua ", "en jaksa "),
    # Words that mean something at a question, that take back, deny, or are nearly such a word.
    *(
        "etä ",
        "ei ",
        "ei kun etä ",
        "no wait ",
        "the ",
        "my team ",
        "ryhmä tai ",
        "kolme esihenkilöä ",
        "ok joo kiitos ",
    ),
    *(
        "stress ",
        "uupmus ",
        "työyhteisöristiriita",
        "työyhteisöviihtyyvyys ",
        "osastonhoitajatiimille ",
        "joka ",
        "luulin ",
    ),
)


def unknown_words() -> Iterator[str]:
    """Yield words of eleven letters that are in no table, each another one."""
    letters = Random(1)
    while True:
        yield "".join(letters.choices(LETTERS, k=11))


HOSTILE = {
    **{repr(piece): (piece * TEXT_LENGTH)[:TEXT_LENGTH] for piece in PIECES},
    **{f"help{sign}x": f"help{sign * (TEXT_LENGTH - 5)}x" for sign in "! ä@("},
    **{f"a{sign}a": f"a{sign * (TEXT_LENGTH - 2)}a" for sign in " -.@(0"},
    "late address": f"{'a' * (TEXT_LENGTH - 6)}@b.fi ",
    "late number": f"{'x ' * (TEXT_LENGTH // 2 - 6)}0401234567",
    "towns": " ".join(TOWNS)[:TEXT_LENGTH],
    "nearly towns": " ".join(f"{name[:-2]}xo" for name in TOWNS)[:TEXT_LENGTH],
    "unknown words": " ".join(islice(unknown_words(), TEXT_LENGTH // 12)),
    "unknown compounds": " ".join(f"työyhteisö{word}" for word in islice(unknown_words(), TEXT_LENGTH // 22)),
    "many alphabets": "".join(map(chr, range(0x00A1, 0x00A1 + TEXT_LENGTH))),
    "many more": "".join(chr(0xF900 + n % 0x6F0) for n in range(TEXT_LENGTH)),
}


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Build what is built once a process."""
    for read in READERS.values():
        read("Oulu 5 hengen 040 123 4567 a@b.fi ti 8.12. klo 9")


@pytest.mark.parametrize("reader", READERS)
def test_longest_message_costs_little_at_every_reader(reader: str) -> None:
    slow = {}
    for name, text in HOSTILE.items():
        took = MOST_SECONDS
        for _ in range(3):  # what is only slow now and then is the machine
            begun = time.process_time()
            READERS[reader](text)
            took = min(took, time.process_time() - begun)
            if took < MOST_SECONDS:
                break
        if took >= MOST_SECONDS:
            slow[name] = took
    assert slow == {}
