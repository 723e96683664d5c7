"""Debian's Chromium for the page's tests: missing, it is said loudly on a person's machine and fails in CI."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, async_playwright

from tests.driver import LocalTelegram
from tests.needs import needs
from tests.page.stage import DESKTOP, Stage

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for the whole run."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=needs("chromium"), args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[BrowserContext]:
    """A fresh profile in English; the size of a desktop window, or as the test is parametrized."""
    width, height = getattr(request, "param", DESKTOP)
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        permissions=["clipboard-read", "clipboard-write"],
        reduced_motion="reduce",
    )
    yield context
    await context.close()


def complaint(line: ConsoleMessage) -> bool:
    """Whether the page did something wrong; that a server refused or was gone is a test's own business."""
    return line.type in ("error", "warning") and not line.text.startswith("Failed to load resource")


@pytest_asyncio.fixture(loop_scope="session")
async def stage(context: BrowserContext) -> AsyncIterator[Stage]:
    """A local Telegram and an empty tab; a complaint in the browser's console fails the test."""
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if complaint(line) else None)
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as session:
        yield Stage(telegram, session, page)
        await page.close()
    assert errors == []
