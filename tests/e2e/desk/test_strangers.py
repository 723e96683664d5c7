"""What a stranger is called or writes is never a command, a mention, a link or formatting anywhere at the desk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.hours import DAY
from bot.local_telegram.shapes import Json
from bot.ui.render import Live, inert, without_acts
from tests.e2e.desk.office import Office
from tests.e2e.phone import Phone

ROOT = Path(__file__).resolve().parents[3]

NAME = "/poista 1 @evil_admin t.me/evil <b>evil</b> #evil\u202e"
LINES = (
    "/poista 1",
    "(/vie@evil_bot)",
    "@evil_admin",
    "https://evil.example/x?y=1",
    "evil.example",
    "t.me/evil",
    "tg://resolve?domain=evil",
    "joku@evil.example",
    "#evil $EVIL",
    "<b>evil</b> <a href='https://evil.example'>evil</a> **evil**",
    "=1+1",
    "\u202elive\u202c",
)
WORDS = " ".join(("Asia:", *LINES))

FOUND = re.compile(
    r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}"  # a command, as Telegram finds them in any text
    r"|(?<!\w)@[A-Za-z0-9_]{2,32}"  # a mention
    r"|(?<!\w)[#$]\w+"  # a tag
    r"|\w+://[^\s\u2060]+"
    r"|[^\s\u2060]+\.[^\W\d_][^\s\u2060]*"  # an address with or without its protocol, or of a mailbox
)


def live(message: Json, *, links: bool) -> list[str]:
    """What Telegram would make of a message that can be tapped, and is not the bot's own; `links`: those as well."""
    words = str(message.get("text", message.get("caption", "")))
    commands = {"/poista", "/vie", "/evil"}
    found = [each for each in FOUND.findall(words) if "evil" in each or each in commands]
    marked = [e["type"] for e in message.get("entities", ()) if str(e.get("url", "")).startswith(("http", "tg"))]
    return [*marked, *found] if links else [each for each in found if each[0] in "/@"]


async def walks_in(office: Office) -> Phone:
    """A prospect with a hostile name, organisation and words, who has sent a request."""
    eve = await office.home.anna("en", first_name=NAME, username="evelyn")
    await eve.says("/start")
    await eve.answers(until="challenge")
    await eve.says(WORDS)
    await eve.answers("way.email", until="review", email="eve.evil@evil.example")
    await eve.picks("button.add", "button.organisation")
    await eve.says(WORDS[:90])
    await eve.picks("button.add", "button.message")
    await eve.writes(WORDS)
    await eve.picks("review.send")
    return eve


async def all_screens(office: Office, eve: Phone) -> None:
    """Everything the desk can show of a request."""
    desk = office.desk
    await office.acts("button.all", number=1)
    for key in ("button.lead.reply", "quick.times.label", "button.lead.remind", "button.lead.block"):
        await office.acts(key, number=1)
    await desk.says("Torstaina")  # for whom?
    for command in ("liidit", "liidi 1", "haku /poista", "haku evil", f"haku {WORDS[:60]}", "tulosta 1", "poista 1"):
        await desk.says(f"/{command}")
    await office.replies("Thursday at 10?")
    await eve.picks("button.correct", "button.back", "button.add", "button.organisation")
    await eve.says(" ".join(LINES[3:6]))
    await eve.picks("button.correct.send")
    await office.home.quiet()
    for _ in range(4):
        await office.home.passes(DAY)


async def passed_on(office: Office, eve: Phone) -> None:
    """Everything of a stranger's that is passed on as it is."""
    written = await eve.says(WORDS)
    await office.home.quiet()
    await eve.edits(written, f"Vielä {WORDS}")
    about = [{"type": "text_link", "offset": 0, "length": 4, "url": "tg://resolve?domain=evil&start=x"}]
    await eve.sends(text="evil /poista 1", entities=about)
    await eve.sends_photo(WORDS)
    await eve.sends(document={"content": "x", "file_name": "@evil_admin_https://evil.example/lasku.pdf.exe"})
    origin: Any = {"type": "hidden_user", "sender_user_name": NAME}
    await eve.sends(text="Lue tämä", forward_origin=origin)
    await eve.sends(document={"content": "x", "file_name": "lasku\u202efdp.exe"})
    await office.home.quiet()


async def test_nothing_of_a_strangers_can_be_tapped_on_any_screen_of_the_desk(office: Office) -> None:
    eve = await walks_in(office)
    await all_screens(office, eve)
    seen = [each.message for each in office.desk.screens]
    bad = [(live(each, links=True), str(each.get("text", ""))[:200]) for each in seen if live(each, links=True)]
    address = ["eve.evil@evil.example"]  # the one thing that was asked for, and read as an address
    assert [each for each in bad if set(each[0]) != set(address)] == []
    told = "\n".join(str(each.get("text", "")) for each in seen)
    assert told.count("<b>evil</b>") >= 5
    assert "\u202e" not in told
    assert len(seen) >= 15


async def test_what_is_passed_on_keeps_its_links_but_no_command_or_mention(office: Office) -> None:
    eve = await walks_in(office)
    await office.home.quiet()
    before = len(office.desk.messages)
    await passed_on(office, eve)
    seen = office.desk.messages[before:]
    assert [(live(each, links=False), each) for each in seen if live(each, links=False)] == []
    told = "\n".join(str(each.get("text", each.get("caption", ""))) for each in seen)
    assert "https://evil.example/x?y=1" in told
    assert "laskufdp.exe" in told.replace("\u2060", "")
    assert not [each for each in told.splitlines() if "\u202e" in each and "live" not in each]
    assert not [e for each in seen for e in each.get("entities", ()) if str(e.get("url", "")).startswith("tg:")]


@pytest.mark.parametrize("words", [*LINES, "9.15-10.00, ja/tai; a@b.fi", "Ohjaaja.Oulu"])
def test_inert_words_read_the_same_and_stay_as_they_are_when_done_twice(words: str) -> None:
    once = inert(words)
    assert inert(once) == once
    assert once.replace("\u2060", "") == words.replace("\u202e", "").replace("\u202c", "")
    assert not [each for each in FOUND.findall(once) if "." not in each or "evil" in each]


def test_inert_leaves_times_dates_and_numbers_alone() -> None:
    plain = "3.11.2026 klo 9.05, 9:05, 1/2, +358 40 123 4567, 24/7"
    assert inert(plain) == plain
    assert without_acts("https://a.fi/@b a@b.fi 1/2") == "https://a.fi/@b a@b.fi 1/2"
    assert isinstance(Live("a"), str)


def test_rooms_of_the_desk_use_the_writer_that_makes_words_inert() -> None:
    plain = {"relay.py", "texts.py", "meetings.py"}  # what goes from the supervisor to a prospect
    rooms = [path for room in ("desk", "requests") for path in (ROOT / "bot" / room).rglob("*.py")]
    others = [
        path for path in rooms if path.name not in plain and path.parent.name != "profile"
    ]  # the supervisor's own
    assert [path.name for path in others if re.search(r"\bWriter\(", path.read_text())] == []
