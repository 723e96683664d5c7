"""On a phone, nothing has to be scrolled for: what is asked, and what the bot says to what was just typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.driver import Talk
from tests.e2e.house import House, house
from tests.e2e.phone import Phone
from tests.page.conftest import browser, context
from tests.page.stage import PHONE

__all__ = ["browser", "context"]  # fixtures, used by their names

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("context", [PHONE], indirect=True),
    pytest.mark.parametrize("language", ["fi", "en"]),
]

HIDDEN = """message => {
  const seen = message.closest('[role=log]').getBoundingClientRect();
  const read = message.querySelector('.text').getBoundingClientRect();
  return Math.max(0, Math.round(seen.top - read.top), Math.round(read.bottom - seen.bottom));
}"""
"""How many pixels of a message's text lie outside what is seen: 0 when it can be read at once."""

ROOM = "document.querySelector('[data-phone=prospect] [role=log]').clientHeight"
CHAT = 844 - 47 - 44 - 50 - 34
"""Pixels of a chat in Telegram on such a phone, without the bars of the phone, the chat's head and the input field.

The page has tabs and the choice of a prospect besides.
"""

CUT = """message => [...message.querySelectorAll('.keys:has(.key + .key) .label')]
  .filter(label => label.offsetHeight > 28)
  .map(label => label.textContent)"""
"""Labels beside others that take more than a line, which Telegram cuts."""

WAYS = {
    "everything is told": (
        *("who.managers", "challenge.work_ability", "challenge.coping", "together.alternately", "place.both"),
        *("people.five_ten", "role.orderer", "way.email"),
    ),
    "nothing is known": (
        *("who.unsure", "challenge.unsure", "together.unsure", "place.unsure", "pace.unsure", "people.unsure"),
    ),
    "a crisis": ("who.community", "challenge.crisis", "place.on_site", "way.phone"),
}
TYPED = {"town": "Kristiinankaupunki", "email": "anna.virtanen@pohjanmaa.fi"}
DANGER = {"fi": "En halua enää elää, töissä on liikaa.", "en": "I think about suicide because of work."}
DEATH = {"fi": "Kollega kuoli onnettomuudessa eilen.", "en": "A colleague died in an accident yesterday."}
STRAY = ("qwertyx uiopzz", "paljonko tämä maksaa?", "what does it cost?")


class Seen:
    """One prospect, whose phone is on the page; `hidden`: the beginnings of screens that have to be scrolled for."""

    def __init__(self, anna: Phone, page: Page, home: House) -> None:
        self.anna, self._page, self._home = anna, page, home
        self.hidden: list[str] = []

    def waits(self) -> None:
        """Let a while pass, for nobody writes so much at once."""
        self._home.clock.passes(120)

    async def looks(self) -> None:
        """Note what of the living screen is not read at once."""
        await self._home.quiet()
        screen = self.anna.living
        message = self._page.locator(f'[data-phone=prospect] [data-message-id="{screen.message_id}"]')
        await expect(message.locator(".text")).to_contain_text(screen.text.splitlines()[-1])
        self.hidden += [f"label {label!r}" for label in await message.evaluate(CUT)]
        pixels = await message.evaluate(HIDDEN)
        if pixels:
            self.hidden.append(
                f"{pixels} px of {screen.text[:60]!r} ... {screen.text[-60:]!r}, {len(screen.buttons)} buttons"
            )


async def test_every_screen_is_read_without_scrolling(context: BrowserContext, tmp_path: Path, language: str) -> None:
    async with house(tmp_path) as home:
        home.telegram.model.supervisor = {"user_id": home.desk.user_id, "chat_id": home.desk.chat_id}
        page, hidden = await context.new_page(), []
        await page.goto(home.telegram.page)
        await page.locator(f"[data-new-prospect={language}]").click()
        await page.locator("[data-phone=prospect] [role=log]").wait_for()
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1] + CHAT - await page.evaluate(ROOM)})
        for way in WAYS.values():
            seen = await begun(home, page, language)
            await walk(seen, way)
            hidden += seen.hidden
        seen = await begun(home, page, language)
        await seen.anna.answers("who.self", "challenge.words", until="own_words")
        await seen.anna.says(DANGER[language])
        await seen.looks()
        hidden += seen.hidden
        seen = await begun(home, page, language)
        await seen.anna.answers("who.managers", until="challenge")
        await seen.anna.says(DEATH[language])
        await seen.looks()
        hidden += seen.hidden
        await page.close()
    assert not hidden, "\n".join(hidden)


async def begun(home: House, page: Page, language: str) -> Seen:
    """Make a new prospect, who presses START."""
    await page.locator(f"[data-new-prospect={language}]").click()
    await page.locator("[data-phone=prospect] [data-role=start]").click()
    person = max(home.telegram.model.people.values(), key=lambda each: each.user_id)
    talk = Talk(home.telegram, home.telegram.model.chats[person.user_id], person)
    await talk.waits(lambda: talk.screen.buttons, "the bot has not begun")
    return Seen(Phone(talk, home.quiet, language), page, home)


async def walk(seen: Seen, way: tuple[str, ...]) -> None:
    """Walk to the end, and on the way write what is not understood, ask back, and look beside the questions."""
    anna = seen.anna
    await seen.looks()
    before = ""
    while anna.asked != "sent":
        if anna.asked != before:
            before = anna.asked
            for words in STRAY if before not in ("town", "email", "phone", "name", "review", "welcome") else ():
                await anna.says(words)
                await seen.looks()
            if anna.has("button.situations"):
                await anna.picks("button.situations")
                await seen.looks()
                await anna.picks("button.back")
                await anna.quiet()
        seen.waits()
        deed = anna.next_deed(*way, **{key: words for key, words in TYPED.items() if key in ("town", *way)})
        assert deed, anna.printed()
        await (anna.says(deed) if isinstance(deed, str) else anna.taps_words(anna.choices[deed]))
        await seen.looks()
    for command in ("/help", "/language", "/cancel", "/delete"):
        await anna.says(command)
        await seen.looks()
