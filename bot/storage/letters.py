"""Which message of a desk or a prospect is about which lead."""

from __future__ import annotations

from collections.abc import Collection

from bot.storage.records import ShownMessage
from bot.storage.tables import Table


class Letters(Table):
    """Messages that the bot sent about a lead beside its card, by chat and message id. No contents.

    So a reply to one finds the lead, and an erasure finds the message. A letter is part of what supervisor and prospect
    say to each other: a reply to it goes on to the other. A mention only names a lead (a question of the bot's own, a
    list): a reply to it goes nowhere.
    """

    def keep(
        self,
        chat_id: int,
        message_id: int,
        number: int,
        source: tuple[int, int] = (0, 0),
        kind: str = "text",
        sent_at: float | None = None,
    ) -> None:
        """Remember that this message is about that lead, and of which (chat id, message id) it is a copy.

        `kind` is the Bot API's field of its content, "" when that is not known. `sent_at`: now when not given (unix
        seconds). One that is known already keeps its time: it was sent before.
        """
        self._access.execute(
            "INSERT INTO letters (chat_id, message_id, number, source_chat_id, source_message_id, kind, sent_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (chat_id, message_id) DO UPDATE SET number = excluded.number, "
            "source_chat_id = excluded.source_chat_id, source_message_id = excluded.source_message_id, "
            "kind = excluded.kind",
            (chat_id, message_id, number, *source, kind, self._access.now if sent_at is None else sent_at),
        )

    def copy_of(self, chat_id: int, message_id: int) -> tuple[int, int] | None:
        """Return (chat id, message id) of the newest copy of a message, None when it has none."""
        found = self._access.execute(
            "SELECT chat_id, message_id FROM letters WHERE source_chat_id = ? AND source_message_id = ? "
            "AND source_message_id != 0 ORDER BY message_id DESC LIMIT 1",
            (chat_id, message_id),
        ).fetchone()
        return (found[0], found[1]) if found else None

    def lead_of(self, chat_id: int, message_id: int) -> int:
        """Return the number of the lead a message is about, 0 when it is about none."""
        found = self._access.execute(
            "SELECT number FROM letters WHERE chat_id = ? AND message_id = ?", (chat_id, message_id)
        ).fetchone()
        return int(found[0]) if found else 0

    def counterpart(self, chat_id: int, message_id: int) -> tuple[int, int] | None:
        """Return the same message in the other chat: what this is a copy of, else its newest copy; None for neither."""
        found = self._access.execute(
            "SELECT source_chat_id, source_message_id FROM letters "
            "WHERE chat_id = ? AND message_id = ? AND source_message_id != 0",
            (chat_id, message_id),
        ).fetchone()
        return (found[0], found[1]) if found else self.copy_of(chat_id, message_id)

    def request_of(self, chat_id: int, message_id: int) -> int:
        """Return the number of the lead that a message belongs to, itself or by its copy; 0 for none."""
        copy = self.copy_of(chat_id, message_id)
        return self.lead_of(chat_id, message_id) or (self.lead_of(*copy) if copy else 0)

    def about(self, number: int) -> list[ShownMessage]:
        """Return every message about a lead or that mentions it, oldest first."""
        found = self._access.execute(
            "SELECT chat_id, message_id, max(kind), max(sent_at) FROM "
            "(SELECT chat_id, message_id, kind, sent_at FROM letters WHERE number = ? "
            "UNION ALL SELECT chat_id, message_id, '', sent_at FROM mentions WHERE number = ?) "
            "GROUP BY chat_id, message_id ORDER BY message_id",
            (number, number),
        )
        return [ShownMessage(*row) for row in found]

    def in_chat(self, chat_id: int, number: int) -> list[int]:
        """Return the ids of the messages of a chat that are about a lead, or were passed on with it."""
        found = self._access.execute(
            "SELECT message_id FROM letters WHERE number = ?1 AND chat_id = ?2 "
            "UNION SELECT source_message_id FROM letters WHERE number = ?1 AND source_chat_id = ?2 ORDER BY 1",
            (number, chat_id),
        )
        return [row[0] for row in found]

    def shown_in(self, chat_id: int, *, passed_on: bool) -> list[tuple[int, str, float, int]]:
        """Return (message id, kind, sent at, number) of the messages of a desk about leads, but those of its own chat.

        `passed_on`: what people have written, else what the bot has, mentions too.
        """
        of_others = "number NOT IN (SELECT number FROM leads WHERE chat_id = ?1 AND NOT trial)"
        mentions = f"UNION SELECT message_id, '', sent_at, number FROM mentions WHERE chat_id = ?1 AND {of_others}"
        return self._access.execute(
            "SELECT message_id, max(kind), max(sent_at), min(number) FROM "
            f"(SELECT message_id, kind, sent_at, number FROM letters WHERE chat_id = ?1 AND {of_others} "
            f"AND (source_message_id != 0) = ?2 {'' if passed_on else mentions}) GROUP BY message_id",
            (chat_id, passed_on),
        ).fetchall()

    def mention(self, chat_id: int, message_id: int, numbers: Collection[int]) -> None:
        """Remember which leads a message names now, in place of those it named before."""
        self._access.execute("DELETE FROM mentions WHERE chat_id = ? AND message_id = ?", (chat_id, message_id))
        for number in set(numbers):
            self._access.execute(
                "INSERT INTO mentions (chat_id, message_id, number, sent_at) VALUES (?, ?, ?, ?)",
                (chat_id, message_id, number, self._access.now),
            )

    def mentioned(self, chat_id: int, message_id: int) -> list[int]:
        """Return the numbers of the leads that a message names, which is none for a letter or a card."""
        found = self._access.execute(
            "SELECT number FROM mentions WHERE chat_id = ? AND message_id = ? ORDER BY number", (chat_id, message_id)
        )
        return [row[0] for row in found]

    def forget(self, number: int) -> None:
        self._access.execute("DELETE FROM letters WHERE number = ?", (number,))
        self._access.execute("DELETE FROM mentions WHERE number = ?", (number,))
