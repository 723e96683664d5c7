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
from importlib import import_module
from inspect import iscoroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import uvloop

from bot.errors import BotError, SettingsError, passes

if TYPE_CHECKING:
    from bot.config import Settings

T = TypeVar("T")

Command: TypeAlias = Callable[..., Any]
"""Takes its arguments by name; returns, perhaps as a coroutine, the lines to print, or the exit code; nothing is 0."""

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
    chosen = vars(_parser().parse_args(arguments)) if arguments else {}
    command: Command = chosen.pop("command", run)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            said = command(**chosen)
            if iscoroutine(said):
                said = complete(said)
            if isinstance(said, int):
                return said
            for line in (said,) if isinstance(said, str | Path) else said or ():
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
    demonstration.add_argument("--no-browser", action="store_false", dest="open_browser", help="only print the address")
    terminal = add("play", "step through the questions in the terminal", play)
    terminal.add_argument("--language", default="fi", help="fi or en (default %(default)s)")
    add("graph", "print the flow as a Mermaid diagram", graph)
    add("evaluate", "print how well the rules suggest for invented people with two readings", evaluate)
    reads = add("understand", "what is understood of typed words, and why", understand)
    reads.add_argument("question", nargs="?", default="", help="the key of a question, as in the tables of tests/data")
    reads.add_argument("words", nargs="?", default="", help="what is typed there")
    reads.add_argument("--scores", action="store_true", help="how well the tables of tests/data are understood")
    reads.add_argument("--learn", action="store_true", help="make the file of typed words after a change to a table")
    listed = add("leads", "list the contact requests, newest first", maintenance("listed_leads"))
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
    copied = add("backup", "copy the database, sealed with the data key, while the bot runs", maintenance("back_up"))
    copied.add_argument("destination", help="a new file, or a folder to name it in by date and time: backups/")
    days = "delete backups of that folder that are older"
    copied.add_argument(
        "--keep", type=int, default=0, choices=range(1, 3651), metavar="DAYS", dest="keep_days", help=days
    )
    put_back = add("restore", "put a backup in the database's place; the bot must be stopped", maintenance("restore"))
    put_back.add_argument("backup", type=Path, help="a file that `backup` has made")
    written = add("export", "write all requests to a spreadsheet, while the bot runs", export)
    new_file = "a new file: leads.xlsx or leads.csv"
    written.add_argument("--to", type=Path, required=True, metavar="FILE", dest="destination", help=new_file)
    own = add("profile", "write the supervisor's profile to a file or take it from one, while the bot runs", profile)
    there = own.add_mutually_exclusive_group(required=True)
    there.add_argument("--export", type=Path, metavar="FILE", dest="destination", help="a new file")
    there.add_argument("--import", type=Path, metavar="FILE", dest="source", help="a file that --export has made")
    aside = add(
        "kept-aside", "list what could not be handled, or print one, while the bot runs", maintenance("kept_aside")
    )
    whole = "print this one whole: what somebody wrote is in it"
    aside.add_argument("row_id", type=int, nargs="?", default=0, metavar="id", help=whole)
    looked = add(
        "review", "what the supervisor would have recommended, and what the rules say now", maintenance("review_lines")
    )
    ways = looked.add_mutually_exclusive_group()
    ways.add_argument(
        "--as-test", type=int, default=0, metavar="ID", dest="as_test_of", help="print one correction as a test"
    )
    ways.add_argument("--changed", action="store_true", help="past requests decided differently by the current rules")
    gone = add("erase", "erase a request, or everything of a person, while the bot runs", maintenance("erased"))
    whom = gone.add_mutually_exclusive_group(required=True)
    whom.add_argument("--lead", type=int, default=0, metavar="N", dest="number", help="the number of the request")
    whom.add_argument("--chat", type=int, default=0, metavar="ID", dest="chat_id", help="the person's chat in Telegram")
    add("check", "look at settings, token, supervisor's chat, database, catalogues and webhook", check)
    aside = add("set-aside", "take a damaged row that check has named out of the bot's way", set_aside)
    aside.add_argument("table", help="as check names it, such as leads")
    aside.add_argument("row_id", type=int, metavar="id", help="the row's number")
    add("rotate-key", "seal everything with a new data key; the bot must be stopped", maintenance("rotate_key"))
    words = add("i18n", "update or check the catalogues", i18n)
    words.add_argument("rest", nargs=argparse.REMAINDER, help="update [new language] | check")
    return parser


def _settings() -> Settings:
    from bot.config import read_settings

    return read_settings(os.environ)


def maintenance(function: str) -> Command:
    """Return the command that a function of `bot.ops.maintenance` carries out, given the settings and its arguments."""

    def command(**arguments: object) -> object:
        return getattr(import_module("bot.ops.maintenance"), function)(_settings(), **arguments)

    return command


async def run() -> None:
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


async def demo(port: int, *, open_browser: bool) -> None:
    from bot.ops.demo import demonstrate

    await demonstrate(port, open_browser=open_browser)


def play(language: str) -> int:
    from bot.ops.play import play_in_terminal

    return play_in_terminal(language, sys.stdin, sys.stdout)


def graph() -> str:
    from bot.ops.graph import mermaid

    return mermaid()


def evaluate() -> Iterable[str]:
    from bot.ops.evaluate import read, told

    return told(read())


def understand(question: str, words: str, *, scores: bool, learn: bool) -> Iterable[str]:
    from bot.nlu.learning import freshen
    from bot.ops import understanding

    freshen()
    if learn:
        return ()
    return understanding.scores() if scores else understanding.explained(question, words)


async def pair() -> None:
    from bot.app import print_pairing
    from bot.ops.maintenance import new_pairing

    if not sys.stdout.isatty():  # anyone who reads the link can take the requests: into no file, pipe or journal
        raise SettingsError("the link is printed to a terminal only: run this in one")
    username, code = await new_pairing(_settings())
    print_pairing(username, code, sys.stdout)


async def link(source: str, language: str, qr: Path | None) -> None:
    from bot.links import draw
    from bot.ops.maintenance import made_link

    with _given():
        draw(await made_link(_settings(), source, language), sys.stdout, qr)


async def poster(language: str, source: str, output: Path) -> str:
    from bot.ops.poster import hang

    with _given():
        address = await hang(_settings(), language, source, output)
    return f"The poster is in {output}. Its code opens {address}"


async def export(destination: Path) -> str:
    from bot.ops.maintenance import export_leads

    n = await export_leads(_settings(), destination)
    return f"Requests in {destination}: {n}. Personal data: keep the file where only you can read it."


async def profile(destination: Path | None, source: Path) -> str:
    from bot.ops.profile_file import profile_from, profile_to

    if destination:
        await profile_to(_settings(), destination)
        return f"The profile is in {destination}. The photo is not: a new bot gets it in the chat."
    with _given():
        n = await profile_from(_settings(), source)
    return f"Fields of the profile: {n}. Everyone who asks now reads them."


async def check() -> int:
    from bot.ops import check as look

    # Each line is written as soon as it is known.
    right = await look.check(os.environ, lambda found: sys.stdout.write(f"{found}\n"))
    return 0 if right else WRONG


async def set_aside(table: str, row_id: int) -> str:
    from bot.ops.maintenance import set_row_aside

    kept = await set_row_aside(_settings(), table, row_id)
    return f"Row {row_id} of {table} is set aside. Its sealed bytes are in {kept}: delete that file in time."


def i18n(rest: list[str]) -> int:
    from bot.ops.catalogues import main as catalogues

    return catalogues(rest)


@contextlib.contextmanager
def _given() -> Iterator[None]:
    """Say what was wrong in the arguments, or in a file that they name."""
    try:
        yield
    except ValueError as error:
        raise SettingsError(str(error)) from error
