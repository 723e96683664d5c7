"""Reading .env: names and values, and which lines cannot be understood."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream  # dotenv_values only logs a malformed line; here it is a fault


def read_env_file(path: Path) -> tuple[dict[str, str], list[str]]:
    """Return the variables of a .env file and its faults, one line each; a file that is not there is empty.

    Values are taken as they stand: no ``${…}`` is expanded, because a secret may hold any character.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, []
    except UnicodeDecodeError:
        return {}, [f"{path.name}: not readable as UTF-8. Save it as plain UTF-8 text."]
    except OSError as error:
        return {}, [f"{path.name}: {error.strerror}."]
    values: dict[str, str] = {}
    faults = []
    for binding in parse_stream(StringIO(text)):
        if binding.error:
            faults.append(
                f"{path.name}, line {binding.original.line}: not understood. Example: TIMEZONE=Europe/Helsinki"
            )
        elif binding.key:
            values[binding.key] = binding.value or ""
    return values, faults
