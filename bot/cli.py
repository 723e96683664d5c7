"""The commands: `python -m bot --help` lists them.

Each is imported when it is used: the bot itself starts without what only a demo needs. A wrong setting, a refused token
or an unusable database is one message and exit code 2, never a traceback; what passes by itself is exit code 1.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Coroutine, Iterable, Iterator
from inspect import iscoroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import uvloop

from bot.errors import BotError, SettingsError, passes

if TYPE_CHECKING:
    from bot.config import Settings

T = TypeVar("T")

Command: TypeAlias = Callable[[argparse.Namespace], Any]
"""Returns, perhaps as a coroutine, what to print in one or several lines, or the exit code; nothing is 0."""

NO_CONTROLLER = (
    "CONTROLLER_NAME is missing: people must be told who is responsible for their data before they give any "
    "(GDPR, Article 13); `python -m bot demo` needs none"
)
WRONG = 2
"""Exit code for what the person who started it can put right."""

LATER = 1
"""Exit code for what may work when it is tried again."""


def main(arguments: list[str]) -> int:
    """Run one command, print what it says, and return its exit code."""
    # The parser of all commands is not made where the bot itself is run.
    chosen = _parser().parse_args(arguments) if arguments else argparse.Namespace()
    command: Command = getattr(chosen, "command", run)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            said = command(chosen)
            if iscoroutine(said):
                said = complete(said)
            if isinstance(said, int):
                return said
            for line in (said,) if isinstance(said, str) else said or ():
                sys.stdout.write(f"{line}\n")
    except (BotError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return LATER if passes(error) else WRONG
    return 0


def complete(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, run in a loop that costs a sixth less per update than the library's own."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(coroutine)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Without a command: run the bot.")
    commands = parser.add_subparsers(title="commands")

    def add(name: str, what: str, command: Command) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=what, description=what)
        added.set_defaults(command=command)
        return added

    add("run", "run the bot with the settings of the environment and .env", run)
    demonstration = add("demo", "a local Telegram with two phones in the browser; needs no account", demo)
    demonstration.add_argument("--port", type=int, default=8081, help="0 picks a free port (default %(default)s)")
    demonstration.add_argument("--no-browser", action="store_true", help="only print the address")
    terminal = add("play", "step through the questions in the terminal", play)
    terminal.add_argument("--language", default="fi", help="fi or en (default %(default)s)")
    add("graph", "print the flow as a Mermaid diagram", graph)
    add("evaluate", "print how well the rules suggest for invented people with two readings", evaluate)
    reads = add("understand", "what is understood of typed words, and why", understand)
    reads.add_argument("question", nargs="?", default="", help="the key of a question, as in the tables of tests/data")
    reads.add_argument("words", nargs="?", default="", help="what is typed there")
    reads.add_argument("--scores", action="store_true", help="how well the tables of tests/data are understood")
    reads.add_argument("--learn", action="store_true", help="make the file of typed words after a change to a table")
    listed = add("leads", "list the contact requests, newest first", leads)
    listed.add_argument("--undelivered", action="store_true", help="which messages have not arrived, and why")
    add("pair", "print a new link that makes a chat the supervisor's", pair)
    linked = add("link", "print a link to the bot, with a QR code for posters and pages", link)
    linked.add_argument("--source", default="", help="where it will be seen: letters, digits, hyphens")
    linked.add_argument("--language", default="", help="the language to begin in, fi or en (default: the reader's own)")
    linked.add_argument("--qr", type=Path, metavar="FILE", help="also write the QR code to a .svg or .png file")
    wall = add("poster", "write an A4 poster with a QR code that opens the bot", poster)
    wall.add_argument("--language", default="fi", help="fi or en (default %(default)s)")
    wall.add_argument("--output", type=Path, required=True, metavar="FILE", help="a new file: poster.pdf or poster.png")
    wall.add_argument("--source", default="poster", help="where it hangs, as it is counted (default %(default)s)")
    copied = add("backup", "copy the database, sealed with the data key, while the bot runs", backup)
    copied.add_argument("destination", help="a new file, or a folder to name it in by date and time: backups/")
    days = "delete backups of that folder that are older"
    copied.add_argument("--keep", type=int, default=0, choices=range(1, 3651), metavar="DAYS", help=days)
    put_back = add("restore", "put a backup in the database's place; the bot must be stopped", restore)
    put_back.add_argument("backup", type=Path, help="a file that `backup` has made")
    written = add("export", "write all requests to a spreadsheet, while the bot runs", export)
    written.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file: leads.xlsx or leads.csv")
    own = add("profile", "write the supervisor's profile to a file or take it from one, while the bot runs", profile)
    there = own.add_mutually_exclusive_group(required=True)
    there.add_argument("--export", type=Path, metavar="FILE", help="a new file")
    there.add_argument("--import", type=Path, metavar="FILE", dest="source", help="a file that --export has made")
    aside = add("kept-aside", "list what could not be handled, or print one, while the bot runs", kept_aside)
    aside.add_argument("id", type=int, nargs="?", default=0, help="print this one whole: what somebody wrote is in it")
    looked = add("review", "what the supervisor would have recommended, and what the rules say now", review)
    ways = looked.add_mutually_exclusive_group()
    ways.add_argument("--as-test", type=int, default=0, metavar="ID", help="print one correction as a test")
    ways.add_argument("--changed", action="store_true", help="past requests decided differently by the current rules")
    gone = add("erase", "erase a request, or everything of a person, while the bot runs", erase)
    whom = gone.add_mutually_exclusive_group(required=True)
    whom.add_argument("--lead", type=int, default=0, metavar="N", help="the number of the request")
    whom.add_argument("--chat", type=int, default=0, metavar="ID", help="the person's chat in Telegram")
    add("check", "look at settings, token, supervisor's chat, database, catalogues and webhook", check)
    aside = add("set-aside", "take a damaged row that check has named out of the bot's way", set_aside)
    aside.add_argument("table", help="as check names it, such as leads")
    aside.add_argument("id", type=int, help="the row's number")
    add("rotate-key", "seal everything with a new data key; the bot must be stopped", rotate_key)
    words = add("i18n", "extract, update or check the catalogues", i18n)
    words.add_argument("rest", nargs=argparse.REMAINDER, help="extract | update [new language] | check")
    return parser


def _settings() -> Settings:
    from bot.config import read_settings

    return read_settings(os.environ)


async def run(_: argparse.Namespace) -> None:
    gc.disable()  # nothing of what is imported is garbage: to look for some, now and later, takes a tenth of the start
    from bot import app
    from bot.logs import setup_logging

    gc.freeze()
    gc.enable()
    settings = _settings()
    if not settings.controller_name:
        raise SettingsError(NO_CONTROLLER)
    password = settings.mail.password if settings.mail else ""
    secrets = [settings.webhook_secret, settings.data_key, settings.alert_url, password]
    setup_logging(settings.log_level, settings.token, secrets=secrets)
    await app.run(settings)


async def demo(chosen: argparse.Namespace) -> None:
    from bot.ops.demo import demonstrate

    await demonstrate(chosen.port, open_browser=not chosen.no_browser)


def play(chosen: argparse.Namespace) -> int:
    from bot.ops.play import play_in_terminal

    return play_in_terminal(chosen.language, sys.stdin, sys.stdout)


def graph(_: argparse.Namespace) -> str:
    from bot.ops.graph import mermaid

    return mermaid()


def evaluate(_: argparse.Namespace) -> Iterable[str]:
    from bot.ops.evaluate import read, told

    return told(read())


def understand(chosen: argparse.Namespace) -> Iterable[str]:
    from bot.nlu.learning import freshen
    from bot.ops.understanding import explained, scores

    freshen()
    if chosen.learn:
        return ()
    return scores() if chosen.scores else explained(chosen.question, chosen.words)


async def leads(chosen: argparse.Namespace) -> list[str]:
    from bot.ops.maintenance import listed_leads

    return await listed_leads(_settings(), undelivered=chosen.undelivered)


async def pair(_: argparse.Namespace) -> None:
    from bot.app import print_pairing
    from bot.ops.maintenance import new_pairing

    if not sys.stdout.isatty():  # anyone who reads the link can take the requests: into no file, pipe or journal
        raise SettingsError("the link is printed to a terminal only: run this in one")
    username, code = await new_pairing(_settings())
    print_pairing(username, code, sys.stdout)


async def link(chosen: argparse.Namespace) -> None:
    from bot.links import draw
    from bot.ops.maintenance import made_link

    with _given():
        draw(await made_link(_settings(), chosen.source, chosen.language), sys.stdout, chosen.qr)


async def poster(chosen: argparse.Namespace) -> str:
    from bot.ops.poster import hang

    with _given():
        address = await hang(_settings(), chosen.language, chosen.source, chosen.output)
    return f"The poster is in {chosen.output}. Its code opens {address}"


async def backup(chosen: argparse.Namespace) -> str:
    from bot.ops.maintenance import back_up

    return str(await back_up(_settings(), chosen.destination, keep_days=chosen.keep))


async def restore(chosen: argparse.Namespace) -> str:
    from bot.ops import maintenance

    return await maintenance.restore(_settings(), chosen.backup)


async def erase(chosen: argparse.Namespace) -> str:
    from bot.ops.maintenance import erased

    return await erased(_settings(), number=chosen.lead, chat_id=chosen.chat)


async def export(chosen: argparse.Namespace) -> str:
    from bot.ops.maintenance import export_leads

    n = await export_leads(_settings(), chosen.to)
    return f"Requests in {chosen.to}: {n}. Personal data: keep the file where only you can read it."


async def profile(chosen: argparse.Namespace) -> str:
    from bot.ops.profile_file import profile_from, profile_to

    if chosen.export:
        await profile_to(_settings(), chosen.export)
        return f"The profile is in {chosen.export}. The photo is not: a new bot gets it in the chat."
    with _given():
        n = await profile_from(_settings(), chosen.source)
    return f"Fields of the profile: {n}. Everyone who asks now reads them."


async def kept_aside(chosen: argparse.Namespace) -> list[str]:
    from bot.ops import maintenance

    return await maintenance.kept_aside(_settings(), chosen.id)


async def review(chosen: argparse.Namespace) -> list[str]:
    from bot.ops.maintenance import review_lines

    return await review_lines(_settings(), as_test_of=chosen.as_test, changed=chosen.changed)


async def check(_: argparse.Namespace) -> int:
    from bot.ops import check as look

    # Each line is written as soon as it is known.
    right = await look.check(os.environ, lambda found: sys.stdout.write(f"{found}\n"))
    return 0 if right else WRONG


async def set_aside(chosen: argparse.Namespace) -> str:
    from bot.ops.maintenance import set_row_aside

    kept = await set_row_aside(_settings(), chosen.table, chosen.id)
    return f"Row {chosen.id} of {chosen.table} is set aside. Its sealed bytes are in {kept}: delete that file in time."


async def rotate_key(_: argparse.Namespace) -> list[str]:
    from bot.ops import maintenance

    return await maintenance.rotate_key(_settings())


def i18n(chosen: argparse.Namespace) -> int:
    from bot.ops.catalogues import main as catalogues

    return catalogues(chosen.rest)


@contextlib.contextmanager
def _given() -> Iterator[None]:
    """Say what was wrong in the arguments, or in a file that they name."""
    try:
        yield
    except ValueError as error:
        raise SettingsError(str(error)) from error
