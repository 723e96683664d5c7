"""Many words in little memory: a word is looked up by its hash in sorted arrays, written and read as they are.

A hash has 64 bits, so among the two hundred thousand words of the file no two have the same by chance.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from typing import BinaryIO
from zlib import crc32

from flows.dataclass import dataclass

BYTES_OF_MARKS = 2
"""Bytes for each word: six in a hundred unknown words meet a mark of another."""


def hashed(word: str) -> int:
    """Return what a word is looked up by, the same on every machine."""
    return int.from_bytes(blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of small numbers, each at its place."""

    starts: Sequence[int]
    items: Sequence[int]

    def __getitem__(self, at: int) -> Sequence[int]:
        return self.items[self.starts[at] : self.starts[at + 1]]

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Table:
    """Word -> a row of small numbers; a bit of `marks` tells fast of most other words that they are unknown."""

    marks: Sequence[int]
    hashes: Sequence[int]
    at: Sequence[int]
    rows: Rows

    def get(self, word: str) -> Sequence[int]:
        """Return the row of a word, an empty one when the word is unknown."""
        mark = crc32(word.encode("utf-8", "surrogatepass")) % (len(self.marks) * 8)
        if not self.marks[mark >> 3] & 1 << (mark & 7):
            return ()
        wanted = hashed(word)
        place = bisect_left(self.hashes, wanted)
        if place < len(self.hashes) and self.hashes[place] == wanted:
            return self.rows[self.at[place]]
        return ()

    def of_any(self, words: Iterable[str]) -> set[int]:
        """Return what the rows of any of these words hold, most of which are unknown."""
        marks, bits = self.marks, len(self.marks) * 8
        places = ((word, crc32(word.encode("utf-8", "surrogatepass")) % bits) for word in words)
        return {number for word, mark in places if marks[mark >> 3] & 1 << (mark & 7) for number in self.get(word)}


class Writer:
    """Puts arrays and plain values into one file's content."""

    def __init__(self) -> None:
        self._arrays: dict[str, array[int]] = {}
        self._values: dict[str, object] = {}

    def value(self, name: str, value: object) -> None:
        """Add what JSON can say."""
        self._values[name] = value

    def text(self, name: str, text: str) -> None:
        """Add a text that is seldom needed."""
        self.numbers(name, text.encode(), "B")

    def numbers(self, name: str, numbers: Iterable[int], kind: str = "H") -> None:
        """Add numbers; `kind`: their size, H up to 65,535, I up to four thousand million, Q for hashes."""
        self._arrays[name] = array(kind, numbers)

    def rows(self, name: str, rows: Iterable[Sequence[int]]) -> None:
        """Add rows of numbers up to 65,535."""
        starts, items = [0], array("H")
        for row in rows:
            items.extend(row)
            starts.append(len(items))
        self.numbers(f"{name}.starts", starts, "I")
        self._arrays[f"{name}.items"] = items

    def table(self, name: str, table: Mapping[str, Iterable[int]]) -> None:
        """Add words with their rows; equal rows are kept once."""
        rows: dict[tuple[int, ...], int] = {}
        found = sorted((hashed(word), rows.setdefault(tuple(sorted(row)), len(rows))) for word, row in table.items())
        marks = bytearray(BYTES_OF_MARKS * len(table) + 1)
        for word in table:
            mark = crc32(word.encode()) % (len(marks) * 8)
            marks[mark >> 3] |= 1 << (mark & 7)
        self.numbers(f"{name}.marks", marks, "B")
        self.numbers(f"{name}.hashes", (each for each, _ in found), "Q")
        self.numbers(f"{name}.at", (at for _, at in found))
        self.rows(f"{name}.rows", rows)

    def content(self) -> bytes:
        """Return the file's bytes."""
        places, body = {}, b""
        for name, numbers in self._arrays.items():
            places[name] = (numbers.typecode, len(body), len(numbers))
            body += numbers.tobytes()
        return json.dumps({"arrays": places, "values": self._values}, ensure_ascii=False).encode() + b"\n" + body


class Reader:
    """What a `Writer` wrote."""

    def __init__(self, file: BinaryIO) -> None:
        """Read a file from where it stands: the head now, the arrays from its pages when they are looked into."""
        told = json.loads(file.readline())
        self._body = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))[file.tell() :]
        self._arrays: dict[str, tuple[str, int, int]] = told["arrays"]
        self.values: dict[str, object] = told["values"]

    def numbers(self, name: str) -> Sequence[int]:
        """Return an array by its name, without copying it."""
        kind, start, length = self._arrays[name]
        part: Sequence[int] = self._body[start : start + length * array(kind).itemsize].cast(kind)  # type: ignore[call-overload]
        return part

    def text(self, name: str) -> str:
        """Return a text by its name."""
        return bytes(self.numbers(name)).decode()

    def rows(self, name: str) -> Rows:
        """Return rows by their name."""
        return Rows(self.numbers(f"{name}.starts"), self.numbers(f"{name}.items"))

    def table(self, name: str) -> Table:
        """Return words by the name of their table."""
        return Table(
            self.numbers(f"{name}.marks"),
            self.numbers(f"{name}.hashes"),
            self.numbers(f"{name}.at"),
            self.rows(f"{name}.rows"),
        )
