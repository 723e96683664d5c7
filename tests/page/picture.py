"""Take the README's pictures from the real page with the real bot: `python -m tests.page.picture docs`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot.requests.profile import ANY, Profile, keep
from tests.e2e.house import House, house
from tests.e2e.phone import Phone
from tests.e2e.test_in_sight import begun
from tests.needs import needs

TOPICS = ("challenge.coping", "challenge.cooperation")
NEED = ("who.group", *TOPICS, "together.alternately", "place.on_site", "pace.longer")
CONTACT = ("people.five_ten", "role.participant", "begin.months", "way.phone")

PROFILE = Profile(
    {
        "name": {ANY: "Maija Meikäläinen, työnohjaaja"},
        "background": {"fi": "Sairaanhoitaja ja lähiesihenkilö. Ohjannut hoitotyön tiimejä vuodesta 2015."},
        "price": {"fi": "Esimerkkihinta tapaamiselta", "en": "Example price for a meeting"},
        "answers": {"fi": "kahden arkipäivän kuluessa"},
        "links": {ANY: "www.example.fi"},
    }
)
"""Somebody invented; nothing of it is known of a real supervisor."""


async def take(folder: Path) -> None:
    """Walk two prospects: one whose card has arrived, one who reads the suggestion. Then look at the desk."""
    with tempfile.TemporaryDirectory() as data:
        async with house(Path(data)) as home, async_playwright() as playwright:
            home.telegram.model.supervisor = {"user_id": home.desk.user_id, "chat_id": home.desk.chat_id}
            browser = await playwright.chromium.launch(executable_path=needs("chromium"), args=["--no-sandbox"])
            wide = await browser.new_page(
                viewport={"width": 1180, "height": 1000}, locale="fi-FI", reduced_motion="reduce"
            )
            await wide.goto(home.telegram.page)
            anna = (await begun(home, wide, "fi")).anna
            await anna.answers(*NEED, *CONTACT, until="sent", town="Kuusamo", phone="040 123 4567")
            anna = (await begun(home, wide, "fi")).anna
            await anna.answers(*NEED, until="offer", town="Kuusamo")
            await home.telegram.settled()
            for phone, text in (("prospect", "Kombinaatiotyönohjaus"), ("supervisor", "Kuusamo")):
                await _from_its_top(wide, phone, text)
            await wide.screenshot(path=folder / "phones.png")
            await home.app.store.transaction(lambda tx: keep(tx, PROFILE))
            await anna.picks("button.ask", "ask.who")
            await _from_its_top(wide, "prospect", anna.words("ask.who.ask"))
            await wide.locator('[data-phone="prospect"]').screenshot(path=folder / "ask.png")
            for name, command, text in (
                ("profile", "/esittely", "Esittelysi"),
                ("card", "", "Kuusamo"),
                ("list", "/pyynnot", "Avoinna"),
                ("statistics", "/tilastot", "%"),
            ):
                await _desk(wide, folder / f"{name}.png", command, text)
            anna = (await begun(home, wide, "fi")).anna
            await anna.answers(until="sent")
            await _times(home, anna)
            for phone, text in (("prospect", "Sovittu aika"), ("supervisor", "Aika on sovittu")):
                await _from_its_top(wide, phone, text)
            await wide.screenshot(path=folder / "times.png")
            await browser.close()


async def _times(home: House, anna: Phone) -> None:
    """The supervisor proposes times, and the second one suits."""
    desk = home.desk
    await desk.picks("quick.times.label")
    await desk.says("ylihuomenna 14, 15.30 tai 17", reply_to=await desk.reads("quick.times.hint"))
    await desk.picks("button.quick.send")
    proposal = await anna.reads("meeting.ask")
    await anna.taps(proposal.buttons[1], on=proposal)
    await home.telegram.settled()


async def _desk(page: Page, path: Path, command: str, text: str) -> None:
    """Take the supervisor's phone after a command."""
    phone = page.locator('[data-phone="supervisor"]')
    if command:
        field = phone.locator('[data-role="input"]')
        await field.fill(command)
        await field.press("Enter")
        await phone.locator('[data-role="message"]').filter(has_text=text).last.wait_for()
        for picture in await phone.locator('[data-role="message"] img').all():
            await picture.evaluate("image => image.decode()")
    await _from_its_top(page, "supervisor", text)
    await phone.screenshot(path=path)


async def _from_its_top(page: Page, phone: str, text: str) -> None:
    """Scroll so that the newest message with this text is read from its beginning."""
    message = page.locator(f'[data-phone="{phone}"] [data-role="message"]').filter(has_text=text).last
    await message.wait_for()
    await message.evaluate("message => message.scrollIntoView({block: 'start', behavior: 'instant'})")


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
