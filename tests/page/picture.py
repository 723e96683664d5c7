"""Take the README's pictures from the real page with the real bot: `python -m tests.page.picture docs`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from tests.e2e.house import house
from tests.needs import needs

STEPS = (
    "Aloitetaan",
    "Ryhmä",
    "Jaksaminen",
    "Yhteistyö",
    "Valmis",
    "Molempia vuorotellen",
    "Paikan päällä",
    "> Kuusamo",
    "Pidempään säännöllisesti",
)
SENDING = (
    "Jätä yhteydenottopyyntö",
    "5–10",
    "Osallistuisin itse",
    "Puhelimitse",
    "> 040 123 4567",
    "Hyväksyn ja lähetän",
)


async def take(folder: Path) -> None:
    """Walk two prospects: one whose card has arrived, one who reads the suggestion. Then look at the desk."""
    with tempfile.TemporaryDirectory() as data:
        async with house(Path(data)) as home, async_playwright() as playwright:
            home.telegram.model.supervisor = {"user_id": home.desk.user_id, "chat_id": home.desk.chat_id}
            browser = await playwright.chromium.launch(executable_path=needs("chromium"), args=["--no-sandbox"])
            wide = await browser.new_page(viewport={"width": 1180, "height": 1000}, locale="fi-FI")
            await wide.goto(home.telegram.page)
            for steps in ((*STEPS, *SENDING), STEPS):
                await wide.locator("[data-new-prospect=fi]").click()
                await wide.locator('[data-phone="prospect"] [data-role="start"]').click()
                for step in steps:
                    await _do(wide, step)
            await home.telegram.settled()
            for phone, text in (("prospect", "Kombinaatiotyönohjaus"), ("supervisor", "Kuusamo")):
                await _from_its_top(wide, phone, text)
            await wide.screenshot(path=folder / "phones.png")
            for name, command, text in (
                ("card", "", "Kuusamo"),
                ("list", "/pyynnot", "Avoinna"),
                ("statistics", "/tilastot", "%"),
            ):
                await _desk(wide, folder / f"{name}.png", command, text)
            await browser.close()


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


async def _do(page: Page, step: str) -> None:
    phone = page.locator('[data-phone="prospect"]')
    if step.startswith("> "):
        field = phone.locator('[data-role="input"]')
        await field.fill(step[2:])
        await field.press("Enter")
    else:
        await phone.get_by_role("button", name=step, exact=True).last.click()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
