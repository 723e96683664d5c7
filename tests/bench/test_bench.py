"""What must hold of the measuring itself; nothing is measured here."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.bench.figures import NotHere, Spread, doubt, only_here, p99, ratios, spread
from tests.bench.picture import draw
from tests.bench.programs import ECHO, OURS, PEERS, environment
from tests.bench.server import Bench, cpu_of, fields_of


@pytest.mark.parametrize(
    "url",
    [
        "https://api.telegram.org",
        "http://192.0.2.1:8081",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org/",
        "http://localhost:8081",
        "https://127.0.0.1",
        "127.0.0.1",
        "",
    ],
)
def test_address_that_is_not_this_machine_is_refused(url: str) -> None:
    with pytest.raises(NotHere):
        only_here(url)


def test_address_of_this_machine_is_taken_as_it_is() -> None:
    assert only_here("http://127.0.0.1:8081/hook") == "http://127.0.0.1:8081/hook"


def test_bot_is_never_started_with_another_address(tmp_path: Path) -> None:
    with pytest.raises(NotHere):
        environment("https://api.telegram.org", tmp_path)


def test_ratio_is_taken_turn_by_turn() -> None:
    """A turn on a busy machine is slow for both: the ratio does not see it."""
    assert ratios([2.0, 20.0, 3.0], [1.0, 10.0, 1.0]) == Spread(2.0, 2.0, 3.0)


def test_ratio_of_unequal_turns_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


def test_spread_tells_median_least_and_most() -> None:
    assert spread([3.0, 1.0, 2.0]).told(1, "ms") == "2.0 (1.0-3.0) ms"
    with pytest.raises(ValueError, match="nothing"):
        spread([])


@pytest.mark.parametrize(("waits", "late"), [([0.1, 0.4, 0.2], 0.4), ([n / 100 for n in range(1, 101)], 0.9999)])
def test_p99_is_what_99_of_100_stay_under(waits: list[float], late: float) -> None:
    assert p99(waits) == pytest.approx(late)


@pytest.mark.parametrize(
    ("own", "late", "said"),
    [(0.5, 0.0, ""), (0.9, 0.0, "bottleneck: 90% of a core"), (0.1, 0.2, "200 ms after it was due")],
)
def test_load_generator_says_when_it_was_too_slow(own: float, late: float, said: str) -> None:
    assert (said in doubt(own, 1.0, late)) if said else not doubt(own, 1.0, late)


def test_cpu_of_a_process_is_what_it_has_spent_itself() -> None:
    before = time.process_time()
    assert before <= cpu_of(os.getpid()) <= time.process_time()


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Type: application/json", b'{"chat_id": "7", "message_id": "9"}'),
        (b"Content-Type: application/x-www-form-urlencoded", b"chat_id=7&message_id=9&text=a%26b"),
        (
            b"Content-Type: multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n7\r\n--x\r\n'
            b'Content-Disposition: form-data; name="message_id"\r\nContent-Type: text/plain\r\n\r\n9\r\n--x--',
        ),
    ],
)
def test_call_is_understood_however_a_client_writes_it(head: bytes, body: bytes) -> None:
    fields = dict(fields_of(head, body, "timeout=5"))
    assert (fields["chat_id"], fields["message_id"], fields["timeout"]) == ("7", "9", "5")


async def test_person_goes_on_when_answered_and_another_follows_at_the_end() -> None:
    bench = Bench()
    bench.deeds = [{"text": "/start"}, {"tap": "c:who:group"}]
    (person,) = bench.crowd(1)
    first = person.chat_id
    for screen in (41, 42, 43):
        person.due.append(time.monotonic())
        bench._next(person)
        bench._heard(person.chat_id, screen)
    texts = [update.get("message", update.get("callback_query")) for update in bench.pending]
    assert [each.get("text") or (each["data"], each["message"]["message_id"]) for each in texts if each] == [
        "/start",
        ("c:who:group", 41),
        "/start",
    ]
    assert person.chat_id == first + 1
    assert len(bench.waits) == 3


def test_everybody_does_the_same_deeds_the_echo_bot_in_words() -> None:
    whole = OURS.deeds(whole=True)
    assert all(each.deeds(whole=True) == whole for each in PEERS)
    assert [next(iter(deed.values())) for deed in ECHO.deeds(whole=True)[1:]] == [
        next(iter(deed.values())) for deed in whole[1:]
    ]
    assert all("tap" not in deed for deed in ECHO.deeds(whole=True))


def test_picture_is_drawn(tmp_path: Path) -> None:
    draw([("CPU per update", {"ours": Spread(0.8, 0.7, 0.9), "aiogram": Spread(1.4, 1.3, 1.6)})], tmp_path / "bars.png")
    assert (tmp_path / "bars.png").read_bytes().startswith(b"\x89PNG")
