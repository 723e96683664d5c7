"""The house: imports go down only, the top level stays small, files stay short, nothing of one machine gets in."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

TOP_LEVEL = {
    *("bot", "flows", "locales", "tests", "docs"),
    *("pyproject.toml", "README.md", "Makefile", "requirements.txt"),
}
MOST_LINES = 600
MAY_BE_LONGER = {
    "flows/intake.py",  # the flow reads top to bottom in one file
    "tests/bot/test_screens_prospect.py",  # every screen of the prospect, walked in one go
}
CODE = {".py", ".js", ".css", ".html", ".sql"}

MOST_IMPORTS = 17
"""Modules of ours that one file may import. A dozen is enough for most; four in five keep to that."""

PUT_TOGETHER = {
    "bot.app": "puts the whole bot together",
    "bot.router": "both sides, and what belongs to neither",
    "bot.outbox.deliver": "what sends each kind of row, of both sides",
    "bot.desk.delivery.sending": "what sends each kind of row of the desk",
    "bot.desk.delivery.prompts": "one screen for each slip of the desk",
    "bot.desk.dispatch": "every event of the desk leads to its room",
    "bot.desk.handlers.taps": "every button of the desk leads to its room",
    "bot.prospect.handlers.taps": "every button of a prospect leads to its feature",
    "bot.prospect.handlers.messages": "every question reads what is typed in its own way",
    "bot.prospect.views.screens": "one screen for each state and question",
    "bot.prospect.service": "each effect of a decision carried out",
}
"""Files that import more, and why: each is a table that leads to many rooms."""

# Room -> rooms it may import, itself apart; each line stands on the ones above it (docs/architecture.md, "Rooms").
# A room is a module or a package; "flows" is one room.
ROOMS: dict[str, tuple[str, ...]] = {
    "flows": (),
    "bot.errors": ("flows.text",),
    "bot.events": ("flows.text",),
    "bot.codec": ("flows.text",),
    "bot.hours": (),
    "bot.links": (),
    "bot.env_file": (),
    "bot.ui": ("flows",),
    "bot.nlu": ("flows", "bot.ui.i18n", "bot.errors"),
    "bot.storage": ("flows", "bot.errors", "bot.codec"),
    "bot.logs": ("bot.errors",),
    "bot.config_checks": ("bot.errors", "bot.storage"),
    "bot.config": ("bot.errors", "bot.ui.i18n", "bot.env_file", "bot.config_checks", "bot.hours"),
    "bot.telegram": ("bot.errors", "bot.events", "bot.storage", "bot.ui.screens"),
    "bot.outbox": (),
    "bot.outbox.kinds": ("flows.text", "bot.ui.callbacks"),
    "bot.outbox.dispatcher": ("bot.storage", "bot.errors", "bot.telegram.limits"),
    "bot.requests": (
        "flows",
        "bot.codec",
        "bot.events",
        "bot.hours",
        "bot.storage",
        "bot.ui",
        "bot.nlu.contact_details",
        "bot.nlu.understand",
        "bot.nlu.text",
        "bot.telegram.emptying",
        "bot.outbox.kinds",
    ),
}
SHARED = tuple(ROOMS)
# The two sides know nothing of each other: what both need is in bot.requests.
ROOMS["bot.prospect"] = SHARED
ROOMS["bot.desk"] = SHARED
for above in ("bot.outbox.deliver", "bot.router", "bot.ops", "bot.app"):
    ROOMS[above] = tuple(ROOMS)
# The local Telegram is a stranger to the bot, reached over HTTP; only the demonstration starts it.
ROOMS["bot.local_telegram"] = ()
ROOMS["bot.ops"] = (*ROOMS["bot.ops"], "bot.app", "bot.local_telegram")
ROOMS["bot.cli"] = tuple(ROOMS)
ROOMS["bot.__main__"] = ("bot.cli",)

EVERYWHERE = "flows.dataclass"
"""Stands for the standard library's: anything but the local Telegram may import it, and it is not counted."""

TELEGRAM_SPOKEN_IN = ("bot.telegram.library",)
SQL_SPOKEN_IN = ("bot.storage",)


def module_name(path: Path) -> str:
    """Return the dotted name of a file: "bot.storage.vault", of a package its folder's."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """Return the room a module is in; "" for one that has no place in the table."""
    rooms = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return max(rooms, key=len, default="")


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and full name of everything a file imports, inside functions too."""
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)


def may_import(module: str, imported: str) -> bool:
    """Say whether the table lets one module of the project import another."""
    room, other = room_of(module), room_of(imported)
    if imported.startswith(EVERYWHERE) and room != "bot.local_telegram":
        return True
    if other == room or (
        imported.rpartition(".")[0] == "bot" and not other
    ):  # "from bot import x" names a room or a value
        return True
    return any(imported == one or imported.startswith(f"{one}.") for one in ROOMS[room])


@cache
def project_files() -> tuple[Path, ...]:
    """Return every file of the project; git knows which those are, otherwise (an unpacked archive) all are."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split("\0")
        paths = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):
        paths = [path for top in TOP_LEVEL for path in (ROOT / top, *(ROOT / top).rglob("*"))]
    made = {"__pycache__", "node_modules"}
    return tuple(path for path in paths if path.is_file() and made.isdisjoint(path.parts))


def sources() -> list[Path]:
    """Return the Python files of the bot and of the flow."""
    return [
        path for path in project_files() if path.suffix == ".py" and path.parts[len(ROOT.parts)] in ("bot", "flows")
    ]


def test_every_module_is_in_a_room_of_the_table() -> None:
    homeless = [name for name in map(module_name, sources()) if not room_of(name) and name != "bot"]

    assert not homeless, f"give {homeless} a room here and in docs/architecture.md"


def test_imports_go_down_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {module_name(path)} may not import {imported}"
        for path in sources()
        if room_of(module_name(path))
        for line, imported in imports_of(path)
        if imported.partition(".")[0] in ("bot", "flows") and not may_import(module_name(path), imported)
    ]

    assert not wrong, "\n".join(wrong)


def own_imports() -> dict[str, set[str]]:
    """Return every module of ours with the ones of ours that it imports, for types alone or not."""
    modules = {module_name(path): path for path in sources()}
    found = {}
    for module, path in modules.items():
        names = {name if name in modules else name.rpartition(".")[0] for _, name in imports_of(path)}
        found[module] = names & modules.keys() - {module, EVERYWHERE}
    return found


def test_no_module_imports_itself_through_others() -> None:
    try:
        tuple(TopologicalSorter(own_imports()).static_order())
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' > '.join(reversed(error.args[1]))}; move what both need below them")


def test_modules_import_few_of_ours() -> None:
    imports = {module: len(found) for module, found in own_imports().items() if module not in PUT_TOGETHER}
    many = {module: n for module, n in imports.items() if n > MOST_IMPORTS}

    assert not many, f"over {MOST_IMPORTS}: {many}; move what one of its functions needs, and it, to a module below"


@pytest.mark.parametrize(
    ("module", "imported", "allowed"),
    [
        ("flows.engine", "flows.text", True),
        ("flows.engine", "bot.ui.i18n", False),
        ("bot.errors", "flows.text.Text", True),
        ("bot.errors", "flows.engine", False),
        ("bot.hours", "flows.dataclass.dataclass", True),
        ("bot.local_telegram.model", "flows.dataclass.dataclass", False),
        ("bot.storage.vault", "bot.outbox.dispatcher", False),
        ("bot.desk.delivery.cards", "bot.outbox.dispatcher", True),
        ("bot.outbox.dispatcher", "bot.desk.delivery.cards", False),
        ("bot.outbox.deliver", "bot.desk.delivery.cards", True),
        ("bot.prospect.handlers.messages", "bot.requests.card", True),
        ("bot.prospect.handlers.messages", "bot.desk.lists.pages", False),
        ("bot.requests.card", "bot.prospect.handlers.messages", False),
        ("bot.nlu.understand", "bot.prospect.state", False),
        ("bot.local_telegram.server", "bot.errors", False),
        ("bot.app", "bot.local_telegram", False),
        ("bot.cli", "bot.local_telegram", True),
    ],
)
def test_table_allows_down_and_refuses_up(module: str, imported: str, allowed: bool) -> None:
    assert may_import(module, imported) is allowed


@pytest.mark.parametrize(
    ("package", "rooms"),
    [("telegram", TELEGRAM_SPOKEN_IN), ("aiosqlite", SQL_SPOKEN_IN), ("sqlite3", (*SQL_SPOKEN_IN, "bot.logs"))],
)
def test_outside_library_is_imported_only_where_it_is_spoken(package: str, rooms: tuple[str, ...]) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        if not {module_name(path), room_of(module_name(path))} & set(rooms)
        for line, imported in imports_of(path)
        if imported.partition(".")[0] == package
    ]

    assert not wrong, f"{package} belongs into {rooms}: {wrong}"


def test_flows_use_the_standard_library_only() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {imported}"
        for path in sources()
        if module_name(path).startswith("flows")
        for line, imported in imports_of(path)
        if imported.partition(".")[0] not in {*sys.stdlib_module_names, "flows"}
    ]

    assert not wrong, "\n".join(wrong)


def test_top_level_holds_only_what_belongs_there() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in project_files()}

    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_files_stay_short() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in project_files()
        if path.suffix in CODE
        and str(path.relative_to(ROOT)) not in MAY_BE_LONGER
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }

    assert not long, f"over {MOST_LINES} lines: {long}"


def test_nothing_of_one_machine_is_in_any_file() -> None:
    # put together here, so that this file does not hold what it looks for
    words = [f"/{folder}/" for folder in ("work", "root", "tmp")] + ["extra-" + "index", "index-" + "url"]
    pattern = re.compile(rf"(?<![\w./])(?:{'|'.join(map(re.escape, words))})")
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]

    assert not found, found
