"""The page in a browser, from START to the supervisor's card, with the real bot behind it."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from tests.driver import Talk
from tests.e2e.house import house
from tests.e2e.phone import Phone, said
from tests.page.conftest import browser, complaint, context

__all__ = ["browser", "context"]  # fixtures, used by their names

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FAR_UNDER_TWO_MINUTES = 60.0
MOST_TAPS = 20

TYPED = {"town": "Kuusamo", "phone": "040 123 4567"}
ANSWERS = (
    *("who.group", "challenge.cooperation", "together.alternately", "place.on_site"),
    *("people.five_ten", "role.manager", "way.phone"),
)


def differs(anna: Phone, before: str) -> bool:
    """Whether the chat looks otherwise than before."""
    return anna.printed() != before


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_request_is_made_in_the_page_far_under_two_minutes(
    context: BrowserContext, tmp_path: Path, language: str
) -> None:
    async with house(tmp_path) as home:
        home.telegram.model.supervisor = {"user_id": home.desk.user_id, "chat_id": home.desk.chat_id}
        page = await context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if complaint(line) else None)
        await page.goto(home.telegram.page)
        prospect, supervisor = page.locator("[data-phone=prospect]"), page.locator("[data-phone=supervisor]")
        messages = prospect.locator("[data-role=message]")

        began, taps = time.perf_counter(), 2
        await page.locator(f"[data-new-prospect={language}]").click()
        await prospect.get_by_role("button", name="START").click()
        person = max(home.telegram.model.people.values(), key=lambda each: each.user_id)
        talk = Talk(home.telegram, home.telegram.model.chats[person.user_id], person)
        await talk.waits(lambda: talk.screen.buttons, "the bot has not begun")
        anna = Phone(talk, home.quiet, language)
        await home.quiet()
        while anna.asked != "sent":
            taps += 1
            before = anna.printed()
            deed = anna.next_deed(*ANSWERS, **TYPED)
            assert deed, before
            if isinstance(deed, str):
                await expect(messages.filter(has_text=said(f"{anna.asked}.ask", language))).to_be_visible()
                await prospect.locator("[data-role=input]").fill(deed)
                await prospect.locator("[data-role=input]").press("Enter")
            else:
                await prospect.get_by_role("button", name=anna.choices[deed], exact=True).last.click()
            await anna.waits(partial(differs, anna, before), f"{deed} is not answered")
            await home.quiet()
        await expect(messages.last).to_contain_text(said("sent.title", language, number="1"))
        card = supervisor.locator("[data-role=message]").filter(has_text=said("card.new", "fi", number="1"))
        await expect(card).to_be_in_viewport()
        seconds = time.perf_counter() - began

        await expect(card).to_contain_text("Kuusamo")
        await expect(card).to_contain_text("040 123 4567")
        await expect(card).to_contain_text(said("format.combination", "fi"))
        sys.stdout.write(f"\n{language}: {taps} taps and typed answers, {seconds:.1f} s\n")
        assert seconds < FAR_UNDER_TWO_MINUTES
        assert taps <= MOST_TAPS
        assert complaints == []
        await page.close()
