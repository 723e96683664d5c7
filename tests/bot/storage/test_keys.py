"""The vault and where its key comes from."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from bot.errors import DataKeyError
from bot.storage import KeySource, Store, Vault
from bot.storage.keys import load_key, parse_keys

from .conftest import KEY, a_chat

OLD, NEW = bytes(range(32)), bytes(range(1, 33))


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def test_sealed_value_opens_for_its_own_row_and_nowhere_else() -> None:
    vault = Vault({"a": OLD}, "a")
    value = {"name": "Äijä \U0001f600 \ud800", "n": [1, 2.5, None, True]}
    blob = vault.seal("chats", 7, value)
    assert vault.unseal("chats", 7, blob) == value
    for table, row_id in (("chats", 8), ("leads", 7)):
        with pytest.raises(DataKeyError, match="wrong key, or the row was changed"):
            vault.unseal(table, row_id, blob)


def test_same_value_sealed_twice_differs_and_says_nothing() -> None:
    vault = Vault({"a": OLD}, "a")
    first, second = vault.seal("chats", 7, {"name": "Anna"}), vault.seal("chats", 7, {"name": "Anna"})
    assert first != second
    assert first[:3] == bytes([1, 1]) + b"a"
    assert b"Anna" not in first
    assert len({first[3:15], second[3:15]}) == 2


@pytest.mark.parametrize("position", [0, 1, 2, 10, -1])
def test_changed_blob_is_a_clear_error_without_the_data(position: int) -> None:
    vault = Vault({"a": OLD}, "a")
    blob = bytearray(vault.seal("chats", 7, {"name": "Anna"}))
    blob[position] ^= 1
    with pytest.raises(DataKeyError) as caught:
        vault.unseal("chats", 7, bytes(blob))
    assert "Anna" not in str(caught.value)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01\x01a", b"\x01\xff" + b"a" * 20])
def test_blob_cut_short_is_a_clear_error(blob: bytes) -> None:
    with pytest.raises(DataKeyError, match="row 7 of chats"):
        Vault({"a": OLD}, "a").unseal("chats", 7, blob)


def test_unknown_key_is_named_and_no_key_is_shown() -> None:
    blob = Vault({"old": OLD}, "old").seal("chats", 7, "x")
    vault = Vault({"new": NEW}, "new")
    with pytest.raises(DataKeyError, match=r"data key 'old'.*\(new\)"):
        vault.unseal("chats", 7, blob)
    assert repr(vault) == "Vault(keys=['new'], current='new')"


def test_wrong_key_under_the_same_name_is_a_clear_error() -> None:
    blob = Vault({"a": OLD}, "a").seal("chats", 7, "x")
    with pytest.raises(DataKeyError, match="wrong key"):
        Vault({"a": NEW}, "a").unseal("chats", 7, blob)


@pytest.mark.parametrize("text", [OLD.hex(), OLD.hex().upper(), _text(OLD), _text(OLD).rstrip("="), f" {OLD.hex()}\n"])
def test_key_is_read_in_every_spelling(text: str) -> None:
    blob = parse_keys(_text(OLD), "DATA_KEY").seal("chats", 7, "x")
    assert parse_keys(text, "DATA_KEY").unseal("chats", 7, blob) == "x"


def test_standard_base64_is_read_as_well() -> None:
    key = b"\xfb\xff" * 16
    blob = parse_keys(base64.b64encode(key).decode(), "DATA_KEY").seal("chats", 7, "x")
    assert parse_keys(key.hex(), "DATA_KEY").unseal("chats", 7, blob) == "x"


def test_several_keys_seal_with_the_first_and_open_with_all() -> None:
    before = parse_keys(OLD.hex(), "DATA_KEY").seal("chats", 7, "x")
    vault = parse_keys(f"2027:{NEW.hex()}, 2026:{OLD.hex()}", "DATA_KEY")
    assert vault.current == "2027"
    assert vault.unseal("chats", 7, before) == "x"
    assert parse_keys(NEW.hex(), "DATA_KEY").current not in ("2027", "2026")
    with pytest.raises(DataKeyError):
        parse_keys(OLD.hex(), "DATA_KEY").unseal("chats", 7, vault.seal("chats", 7, "x"))


@pytest.mark.parametrize(
    "text", ["", " , ", "secret-words", OLD.hex()[:-2], f"a:{OLD.hex()},a:{NEW.hex()}", f"ä:{OLD.hex()}"]
)
def test_malformed_key_is_said_so_without_showing_it(text: str) -> None:
    with pytest.raises(DataKeyError, match="DATA_KEY") as caught:
        parse_keys(text, "DATA_KEY")
    assert "secret" not in str(caught.value)
    assert OLD.hex()[:20] not in str(caught.value)


def test_first_run_makes_a_private_key_file_that_the_next_run_reads(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "data.key"
    first, made = load_key("", file, False)
    assert made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    second, made_again = load_key("", file, True)
    assert not made_again
    assert second.unseal("chats", 7, first.seal("chats", 7, "x")) == "x"
    assert [entry.name for entry in file.parent.iterdir()] == ["data.key"]


def test_two_first_runs_make_two_keys(tmp_path: Path) -> None:
    assert load_key("", tmp_path / "a", False)[0].current != load_key("", tmp_path / "b", False)[0].current


def test_missing_key_file_beside_sealed_rows_makes_none_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataKeyError, match="put the file back from its backup, or set DATA_KEY"):
        load_key("", tmp_path / "data.key", True)
    assert not (tmp_path / "data.key").exists()


def test_given_key_makes_no_file(tmp_path: Path) -> None:
    _, made = load_key(KEY, tmp_path / "data.key", False)
    assert not made
    assert not (tmp_path / "data.key").exists()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"not a key"])
def test_useless_key_file_is_left_alone_and_said_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "data.key"
    file.write_bytes(content)
    with pytest.raises(DataKeyError, match=r"data\.key"):
        load_key("", file, False)
    assert file.read_bytes() == content


def test_key_file_that_others_can_read_is_warned_about(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "data.key"
    load_key("", file, False)
    assert not caplog.records
    file.chmod(0o644)
    load_key("", file, False)
    assert "can be read by other users" in caplog.text


def test_no_key_at_all_is_said_so() -> None:
    with pytest.raises(DataKeyError, match="set DATA_KEY"):
        load_key("", None, False)


def test_key_source_never_shows_its_key() -> None:
    assert KEY not in repr(KeySource(data_key=KEY))


async def test_wrong_key_is_refused_on_opening_even_before_anything_personal(path: Path) -> None:
    async with await Store.open(path, keys=KeySource(data_key=KEY)):
        pass
    with pytest.raises(DataKeyError, match="does not fit this database"):
        await Store.open(path, keys=KeySource(data_key="00" * 32))
    async with await Store.open(path, keys=KeySource(data_key=KEY)) as store:
        assert store.key_made is None


async def test_first_opening_tells_which_key_file_it_made(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys" / "data.key"
    async with await Store.open(path, keys=KeySource(file=file)) as store:
        assert store.key_made == file
        await store.transaction(lambda tx: tx.chats.save(a_chat()))
    async with await Store.open(path, keys=KeySource(file=file)) as store:
        assert store.key_made is None
        assert await store.transaction(lambda tx: tx.chats.load(7)) == a_chat()


async def test_lost_key_file_is_made_again_only_while_nothing_is_sealed(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys" / "data.key"
    async with await Store.open(path, keys=KeySource(file=file)):
        file.unlink()
    async with await Store.open(path, keys=KeySource(file=file)) as store:
        assert store.key_made == file
        await store.transaction(lambda tx: tx.chats.save(a_chat()))
    file.unlink()
    with pytest.raises(DataKeyError, match="is missing, but the database holds encrypted rows"):
        await Store.open(path, keys=KeySource(file=file))
    assert not file.exists()
