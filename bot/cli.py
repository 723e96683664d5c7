"""The commands: `python -m bot --help` lists them.

Each is imported when it is used: the bot itself starts without what only a demo needs. A wrong setting, a refused token
or an unusable database is one message and exit code 2, never a traceback; what passes by itself is exit code 1.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from bot.errors import BotError, SettingsError, passes

NO_CONTROLLER = (
    "CONTROLLER_NAME is missing: people must be told who is responsible for their data before they give any "
    "(GDPR, Article 13); `python -m bot demo` needs none"
)
WRONG = 2
"""Exit code for what the person who started it can put right."""

LATER = 1
"""Exit code for what may work when it is tried again."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = getattr(chosen, "command", run)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            return command(chosen)
    except (BotError, OSError) as error:
        _say(str(error), sys.stderr)
        return LATER if passes(error) else WRONG
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Without a command: run the bot.")
    commands = parser.add_subparsers(title="commands")

    def add(name: str, what: str, command: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
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


def run(_: argparse.Namespace) -> int:
    """Run the bot until it is told to stop."""
    from bot import app
    from bot.config import read_settings
    from bot.logs import setup_logging

    settings = read_settings(os.environ)
    if not settings.controller_name:
        raise SettingsError(NO_CONTROLLER)
    password = settings.mail.password if settings.mail else ""
    secrets = [settings.webhook_secret, settings.data_key, settings.alert_url, password]
    setup_logging(settings.log_level, settings.token, secrets=secrets)
    asyncio.run(app.run(settings))
    return 0


def demo(chosen: argparse.Namespace) -> int:
    """Run the local Telegram and the bot against it."""
    from bot.ops.demo import demonstrate

    asyncio.run(demonstrate(chosen.port, open_browser=not chosen.no_browser))
    return 0


def play(chosen: argparse.Namespace) -> int:
    """Walk the flow in the terminal."""
    from bot.ops.play import play_in_terminal

    return play_in_terminal(chosen.language, sys.stdin, sys.stdout)


def graph(_: argparse.Namespace) -> int:
    """Print the flow as a diagram."""
    from bot.ops.graph import mermaid

    _say(mermaid(), sys.stdout)
    return 0


def evaluate(_: argparse.Namespace) -> int:
    """Print how well the rules suggest."""
    from bot.ops.evaluate import read, told

    _say("\n".join(told(read())), sys.stdout)
    return 0


def understand(chosen: argparse.Namespace) -> int:
    """Say what words mean at a question, or print every score."""
    from bot.nlu.learning import freshen
    from bot.ops.understanding import explained, scores

    freshen()
    if not chosen.learn:
        _say("\n".join(scores() if chosen.scores else explained(chosen.question, chosen.words)), sys.stdout)
    return 0


def leads(chosen: argparse.Namespace) -> int:
    """List the leads: number, month, format, status, whether the card has arrived. Nothing personal."""
    from bot.config import read_settings
    from bot.ops.maintenance import listed_leads

    settings = read_settings(os.environ)
    for line in asyncio.run(listed_leads(settings, undelivered=chosen.undelivered)):
        _say(line, sys.stdout)
    return 0


def pair(_: argparse.Namespace) -> int:
    """Print a new link that makes a chat the supervisor's, instead of the one before."""
    from bot.app import print_pairing
    from bot.config import read_settings
    from bot.ops.maintenance import new_pairing

    if not sys.stdout.isatty():  # anyone who reads the link can take the requests: into no file, pipe or journal
        raise SettingsError("the link is printed to a terminal only: run this in one")
    username, code = asyncio.run(new_pairing(read_settings(os.environ)))
    print_pairing(username, code, sys.stdout)
    return 0


def link(chosen: argparse.Namespace) -> int:
    """Print a link that carries where somebody comes from and in which language, with its QR code."""
    from bot.config import read_settings
    from bot.links import draw
    from bot.ops.maintenance import made_link

    try:
        address = asyncio.run(made_link(read_settings(os.environ), chosen.source, chosen.language))
        draw(address, sys.stdout, chosen.qr)
    except ValueError as error:
        _say(str(error), sys.stderr)
        return WRONG
    return 0


def poster(chosen: argparse.Namespace) -> int:
    """Write a poster with the code of a link that is counted."""
    from bot.config import read_settings
    from bot.ops.poster import hang

    try:
        address = asyncio.run(hang(read_settings(os.environ), chosen.language, chosen.source, chosen.output))
    except ValueError as error:
        _say(str(error), sys.stderr)
        return WRONG
    _say(f"The poster is in {chosen.output}. Its code opens {address}", sys.stdout)
    return 0


def backup(chosen: argparse.Namespace) -> int:
    """Copy the database and print where to."""
    from bot.config import read_settings
    from bot.ops.maintenance import back_up

    made = asyncio.run(back_up(read_settings(os.environ), chosen.destination, keep_days=chosen.keep))
    _say(str(made), sys.stdout)
    return 0


def restore(chosen: argparse.Namespace) -> int:
    """Put a backup in the database's place."""
    from bot.config import read_settings
    from bot.ops.maintenance import restore as put_back

    _say(asyncio.run(put_back(read_settings(os.environ), chosen.backup)), sys.stdout)
    return 0


def erase(chosen: argparse.Namespace) -> int:
    """Erase a request or a person."""
    from bot.config import read_settings
    from bot.ops.maintenance import erased

    _say(asyncio.run(erased(read_settings(os.environ), number=chosen.lead, chat_id=chosen.chat)), sys.stdout)
    return 0


def export(chosen: argparse.Namespace) -> int:
    """Write all requests to a spreadsheet."""
    from bot.config import read_settings
    from bot.ops.maintenance import export_leads

    n = asyncio.run(export_leads(read_settings(os.environ), chosen.to))
    _say(f"Requests in {chosen.to}: {n}. Personal data: keep the file where only you can read it.", sys.stdout)
    return 0


def profile(chosen: argparse.Namespace) -> int:
    """Write the supervisor's profile to a file, or take it from one."""
    from bot.config import read_settings
    from bot.ops.profile_file import profile_from, profile_to

    if chosen.export:
        asyncio.run(profile_to(read_settings(os.environ), chosen.export))
        _say(f"The profile is in {chosen.export}. The photo is not: a new bot gets it in the chat.", sys.stdout)
        return 0
    try:
        n = asyncio.run(profile_from(read_settings(os.environ), chosen.source))
    except ValueError as error:
        _say(str(error), sys.stderr)
        return WRONG
    _say(f"Fields of the profile: {n}. Everyone who asks now reads them.", sys.stdout)
    return 0


def kept_aside(chosen: argparse.Namespace) -> int:
    """List what was kept aside: when, which error, which lines of code; with a number the update itself."""
    from bot.config import read_settings
    from bot.ops.maintenance import kept_aside as kept

    for line in asyncio.run(kept(read_settings(os.environ), chosen.id)):
        _say(line, sys.stdout)
    return 0


def review(chosen: argparse.Namespace) -> int:
    """Hold corrections and past requests against the rules."""
    from bot.config import read_settings
    from bot.ops.maintenance import review_lines

    told = review_lines(read_settings(os.environ), as_test_of=chosen.as_test, changed=chosen.changed)
    for line in asyncio.run(told):
        _say(line, sys.stdout)
    return 0


def check(_: argparse.Namespace) -> int:
    """Say one line for each thing that can be wrong; 0 when nothing is."""
    from bot.ops.check import check as look

    right = asyncio.run(look(os.environ, lambda found: _say(str(found), sys.stdout)))
    return 0 if right else WRONG


def set_aside(chosen: argparse.Namespace) -> int:
    """Take one damaged row out of the bot's way."""
    from bot.config import read_settings
    from bot.ops.maintenance import set_row_aside

    kept = asyncio.run(set_row_aside(read_settings(os.environ), chosen.table, chosen.id))
    _say(
        f"Row {chosen.id} of {chosen.table} is set aside. Its sealed bytes are in {kept}: delete that file in time.",
        sys.stdout,
    )
    return 0


def rotate_key(_: argparse.Namespace) -> int:
    """Change the data key."""
    from bot.config import read_settings
    from bot.ops.maintenance import rotate_key as rotate

    for line in asyncio.run(rotate(read_settings(os.environ))):
        _say(line, sys.stdout)
    return 0


def i18n(chosen: argparse.Namespace) -> int:
    """Work on the catalogues."""
    from bot.ops.catalogues import main as catalogues

    return catalogues(chosen.rest)


def _say(line: str, stream: TextIO) -> None:
    stream.write(f"{line}\n")
