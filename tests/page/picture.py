"""Take the README's picture: `python -m tests.page.picture docs/phones.png`, from the real page with the real bot."""

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
    "Jaksaminen ja hyvinvointi",
    "Yhteistyö ja jännitteet",
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


async def take(path: Path) -> None:
    """Walk two prospects: one whose card has arrived, one who reads the suggestion; take both phones."""
    with tempfile.TemporaryDirectory() as folder:
        async with house(Path(folder)) as home, async_playwright() as playwright:
            home.telegram.model.supervisor = {"user_id": home.desk.user_id, "chat_id": home.desk.chat_id}
            browser = await playwright.chromium.launch(executable_path=needs("chromium"), args=["--no-sandbox"])
            page = await browser.new_page(
                viewport={"width": 1280, "height": 900}, locale="fi-FI", device_scale_factor=2
            )
            await page.goto(home.telegram.url)
            for steps in ((*STEPS, *SENDING), STEPS):
                await page.locator("[data-new-prospect=fi]").click()
                await page.locator('[data-phone="prospect"] [data-role="start"]').click()
                for step in steps:
                    await _do(page, step)
            await home.telegram.settled()
            await page.locator('[data-phone="supervisor"]').get_by_text("Kuusamo").first.wait_for()
            await page.screenshot(path=path)
            await browser.close()


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
