"""What dialogues at the supervisor's desk have in common: a working morning, requests, a group of colleagues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.pairing import link, new_code
from bot.hours import HOUR, Hours
from bot.local_telegram.shapes import Json
from bot.requests.request import Lead, lead_of, shown
from bot.storage import Tx
from tests.driver import Screen
from tests.e2e.house import House
from tests.e2e.phone import Phone


class Office:
    """A house seen from the supervisor's desk."""

    def __init__(self, home: House) -> None:
        self.home = home
        self.desk = home.desk

    @property
    def hours(self) -> Hours:
        """The working hours of the bot's settings."""
        return self.home.settings.working_hours

    @property
    def field(self) -> Mapping[str, Any]:
        """The reply field that is open on the supervisor's phone, as the Bot API's ForceReply."""
        assert self.desk.chat.keyboard is not None
        return self.desk.chat.keyboard

    async def is_monday(self) -> None:
        """Let time pass until the next Monday that is a working day with four more after it, ten in the morning."""
        moment = self.hours.next_week(self.home.clock())
        while self.hours.local(moment).weekday() or self.hours.between(moment, moment + 5 * 24 * HOUR) < 40:
            moment = self.hours.next_week(moment)
        await self.is_at(moment + HOUR)

    async def is_at(self, moment: float) -> None:
        """Let time pass until a moment (unix seconds)."""
        await self.home.passes(moment - self.home.clock())

    async def request(self, first_name: str = "Anna", *, number: int = 1, language: str = "en") -> Phone:
        """A prospect who has sent a request."""
        prospect = await self.home.anna(language, first_name=first_name, username=first_name.lower())
        await prospect.leaves_request(number)
        return prospect

    async def card(self, number: int = 1) -> Screen:
        """The newest card of a request."""
        await self.home.quiet()
        titles = {self.desk.words(key, number=shown(number)) for key in ("card.new", "card.numbered")}
        found = [s for s in self.desk.screens if any(line in titles for line in s.text.splitlines()) and s.buttons]
        assert found, self.desk.printed()
        return found[-1]

    async def acts(self, *keys: str, number: int = 0) -> None:
        """Tap these buttons of a card, of the newest without a number, those behind "More" too."""
        for key in keys:
            more, label = self.desk.words("button.lead.more"), self.desk.words(key)
            card = await self.card(number) if number else await self._newest_card()
            if label not in card.buttons and more in card.buttons:
                await self.desk.taps(more, on=card)
                card = await self.card(number) if number else await self._newest_card()
            await self.desk.taps(label, on=card)
        await self.home.quiet()

    async def _newest_card(self) -> Screen:
        await self.home.quiet()
        turns = {self.desk.words("button.lead.more"), self.desk.words("button.lead.less")}
        return next(screen for screen in reversed(self.desk.screens) if turns & set(screen.buttons))

    async def lead(self, number: int = 1) -> Lead:
        """A request as it is stored."""

        def work(tx: Tx) -> Lead:
            row = tx.leads.load(number)
            assert row is not None
            return lead_of(row)

        await self.home.quiet()
        return await self.home.app.store.transaction(work)

    async def replies(self, text: str, number: int = 1) -> Json:
        """The supervisor replies to a card."""
        message = await self.desk.says(text, reply_to=await self.card(number))
        await self.home.quiet()
        return message

    async def shared_with(self, first_name: str, *, forum: bool = False) -> Phone:
        """Move the desk to a group with a colleague; the colleague's phone in that group. `desk` is the group then."""
        colleague = await self.home.telegram.person(first_name, language_code="fi", started=True)
        group = await self.home.telegram.group("Toimisto", [self.desk, colleague], administrator=True)
        if forum:
            chat = self.home.telegram.model.chats[group.chat_id]
            chat.type, chat.forum = "supergroup", True
        code = await self.home.app.store.transaction(new_code)
        self.desk = Phone(group.of(self.desk), self.home.quiet, "fi")
        self.home.desk = self.desk
        payload = link("any", code, group=True).partition("startgroup=")[2]
        await self.desk.says(f"/start@{await self.home.app.api.bot_name()} {payload}")
        await self.home.quiet()
        return Phone(group.of(colleague), self.home.quiet, "fi")

    def sent_silently(self, text: str) -> bool:
        """Whether the newest message to the supervisor with these words came without a sound."""
        calls = [c for c in self.home.calls("sendMessage", self.desk.chat_id) if text in c["parameters"]["text"]]
        return str(calls[-1]["parameters"].get("disable_notification", False)).lower() == "true"
