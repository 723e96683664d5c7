"""What is written for people who look for something: every file and command that is named exists."""

from __future__ import annotations

import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"(?<![\w/.-])(?:bot|flows|tests|locales|docs)/[\w./*-]*\w")
SOMEBODY_ADDS = "sv"
"""The language by which it is told how to add one."""

DOCUMENTS = sorted(
    str(path.relative_to(ROOT)) for place in ("*.md", "docs/*.md", "bot/*/README.md") for path in ROOT.glob(place)
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8").replace("<language>", "fi")
    named = {name for name in NAMED.findall(text) if SOMEBODY_ADDS not in re.split(r"\W", name)}
    missing = sorted(name for name in named if not any(ROOT.glob(name)))

    assert not missing, f"{document} names what does not exist: {', '.join(missing)}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_a_document_names_exists(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"[\w-]+", capsys.readouterr().out.partition("{")[2].partition("}")[0]))
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))

    assert set(re.findall(r"(?:-m bot|`bot|\btyonohjaus) ([a-z][\w-]*)", text)) <= commands
    assert set(re.findall(r"(?:`|    )make (\w+)", text)) <= targets
    assert [name for name in re.findall(r"-m (tests[\w.]*\w)", text) if find_spec(name) is None] == []


def test_every_library_taken_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    taken = [*project["dependencies"], *project["optional-dependencies"]["desk"]]
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").casefold()

    assert [each for each in taken if re.split("[><=]", each)[0].casefold() not in told] == []


ROUNDABOUT = re.compile(r"\b(whoever|whomsoever|anew|owes?|owed|owing|one's own|shall)\b", re.IGNORECASE)
"""Words to say more plainly."""


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what is written for people in a file, line by line: of code its comments and docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    begins = True  # a string that begins a line of code is a docstring
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and begins):
            yield from enumerate(token.string.splitlines(), token.start[0])
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            begins = token.type in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)


def test_code_and_documents_are_written_plainly() -> None:
    code = (path for room in ("bot", "flows", "tests") for path in (ROOT / room).rglob("*.py"))
    found = [
        f"{path.relative_to(ROOT)}:{number}: {word.group()}"
        for path in (*code, *(ROOT / document for document in DOCUMENTS))
        for number, line in prose(path)
        for word in ROUNDABOUT.finditer(line)
    ]

    assert not found, "say it more plainly:\n" + "\n".join(found)
