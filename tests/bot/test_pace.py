"""The pace of sending: at once while Telegram takes it, slower where it refuses, and as before after a while."""

from __future__ import annotations

import pytest

from bot.telegram.limits import LEAST_SHARE, MOST_REMEMBERED, RECOVERY_SECONDS, TOGETHER, Limits, Pace

ANNA, BERTTA, GROUP = 7, 8, -100
NOW = 1_800_000_000.0


def sent(pace: Pace, chat_id: int, begun: float, seconds: float) -> int:
    """Return how many messages may go to a chat in so many seconds."""
    count = 0
    for tick in range(round(seconds * 20) + 1):
        now = begun + tick / 20
        while chat_id not in pace.free(now)[0] and pace.free(now)[1]:
            pace.take(chat_id, now)
            count += 1
    return count


@pytest.mark.parametrize(("chat_id", "at_once", "in_a_minute"), [(ANNA, 10, 70), (GROUP, 5, 20)])
def test_chat_gets_a_burst_then_its_rate(chat_id: int, at_once: int, in_a_minute: int) -> None:
    assert sent(Pace(Limits(), NOW), chat_id, NOW, 0) == at_once
    assert sent(Pace(Limits(), NOW), chat_id, NOW, 60) == in_a_minute


def test_all_chats_together_get_a_burst_then_thirty_a_second() -> None:
    pace = Pace(Limits(), NOW)
    assert sum(sent(pace, chat_id, NOW, 0) for chat_id in range(1, 100)) == 60
    assert sum(sent(pace, chat_id, NOW + 1, 0) for chat_id in range(1, 100)) == 30


def test_chat_that_was_refused_gets_half_and_no_other_does() -> None:
    pace = Pace(Limits(), NOW)
    pace.refused(ANNA, NOW)

    assert sent(pace, ANNA, NOW, 10) < 8 < sent(pace, BERTTA, NOW, 10)


def test_chat_that_was_refused_is_as_quick_as_before_after_a_while() -> None:
    pace = Pace(Limits(), NOW)
    pace.refused(ANNA, NOW)

    assert sent(pace, ANNA, NOW + RECOVERY_SECONDS + 30, 0) == 10


def test_chat_that_is_refused_again_and_again_is_still_sent_to() -> None:
    pace = Pace(Limits(), NOW)
    for _ in range(20):
        pace.refused(ANNA, NOW)

    assert pace.free(NOW)[0][ANNA] <= NOW + 1 / LEAST_SHARE + 0.01


def test_several_chats_refused_together_slow_all() -> None:
    pace = Pace(Limits(), NOW)
    for chat_id in range(1, TOGETHER + 1):
        assert pace.free(NOW)[1] > 0
        pace.refused(chat_id, NOW)
    assert pace.free(NOW)[1] == 0
    assert pace.free(NOW + 1)[1] == 15


def test_chats_refused_one_after_another_slow_only_themselves() -> None:
    pace = Pace(Limits(), NOW)
    for chat_id in range(1, 20):
        pace.refused(chat_id, NOW + chat_id)

    assert pace.free(NOW + 20)[1] == 60


def test_slowed_chat_is_not_forgotten_among_many() -> None:
    pace = Pace(Limits(), NOW)
    pace.refused(ANNA, NOW)
    for chat_id in range(1000, 1000 + 2 * MOST_REMEMBERED):
        pace.take(chat_id, NOW)

    assert ANNA in pace.free(NOW)[0]
