"""Requests as files at the desk, and from the command line beside the running bot."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.desk.reports import send
from bot.desk.reports.send import PAGE
from bot.storage import StoredLead
from bot.storage.leads import Leads
from bot.telegram import Api
from tests.driver import Screen
from tests.e2e.desk.office import Office
from tests.e2e.machine import ran_here
from tests.e2e.phone import said
from tests.soak.lists import fill

ROOT = Path(__file__).resolve().parents[3]
HOUR, DAY = 3600.0, 24 * 3600.0


def files(office: Office) -> dict[str, bytes]:
    """The files in the supervisor's chat, by name."""
    return {screen.message["document"]["file_name"]: content(screen, office) for screen in documents(office)}


def documents(office: Office) -> list[Screen]:
    """The messages of the supervisor's chat that are files."""
    return [screen for screen in office.desk.screens if "document" in screen.message]


def content(screen: Screen, office: Office) -> bytes:
    """What is in the file of a message."""
    return office.home.telegram.model.files[screen.message["document"]["file_id"]].content


def rows(file: bytes) -> list[list[str]]:
    """A .csv file as a Finnish spreadsheet reads it."""
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


async def asks(office: Office, command: str) -> None:
    """The supervisor sends a command and waits."""
    await office.desk.says(command)
    await office.home.quiet()


async def hostile(office: Office, words: str) -> None:
    """A prospect whose own words are a formula sends a request."""
    anna = await office.home.anna("en")
    await anna.answers("who.employee", "challenge.words", until="own_words")
    await anna.says(words)
    await office.home.quiet()
    if anna.has("button.done"):
        await anna.picks("button.done")
    await anna.answers(until="sent")
    await anna.is_at("sent.title", number="1")


async def test_both_files_come_and_hold_every_request(office: Office) -> None:
    await office.request("Anna", number=1)
    await office.request("Bea", number=2, language="fi")
    await asks(office, "/vie")
    table, text = sorted(files(office), reverse=True)
    assert (Path(table).suffix, Path(text).suffix) == (".xlsx", ".csv")
    shown = [[cell.value for cell in line] for line in load_workbook(io.BytesIO(files(office)[table])).worksheets[0]]
    headings, *requests = rows(files(office)[text])
    assert [line[0] for line in shown] == [headings[0], 1, 2]
    assert [line[0] for line in requests] == ["1", "2"]
    assert "Anna" in requests[0]
    assert "Bea" in shown[2]
    assert said("company.own", "fi") in requests[0]
    captions = [screen.message.get("caption", "") for screen in documents(office)]
    assert captions == ["", said("export.file.caption", "fi", count=2)]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
async def test_one_kind_of_file_alone(office: Office, ending: str) -> None:
    await office.request()
    await asks(office, f"/export {ending.upper()}")
    assert [Path(name).suffix for name in files(office)] == [f".{ending}"]
    assert documents(office)[0].message["caption"] == said("export.file.caption", "fi", count=1)


async def test_many_requests_are_written_a_few_at_a_time_while_a_message_counts_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, at_once, said_so_far, most_read = 2100, 1000, [], [0]
    edit, after = Api.edit, Leads.after

    async def seen(api: Api, chat_id: int, message_id: int, html: str, *rest: object) -> bool:
        said_so_far.append(html)
        return await edit(api, chat_id, message_id, html)

    def counted(leads: Leads, number: int, limit: int) -> list[StoredLead]:
        found = after(leads, number, limit)
        most_read[0] = max(most_read[0], len(found))
        return found

    await office.home.app.store.transaction(lambda tx: fill(tx, count))
    monkeypatch.setattr(Api, "edit", seen)
    monkeypatch.setattr(Leads, "after", counted)
    await asks(office, "/export csv")
    (file,) = files(office).values()
    assert [line[0] for line in rows(file)[1:]] == [str(number) for number in range(1, count + 1)]
    assert said_so_far == [said("export.progress", "fi", n=n, count=count) for n in (at_once, 2 * at_once)]
    assert most_read == [PAGE]
    assert not any(said_so_far[-1] in screen.text for screen in office.desk.screens)


async def test_what_is_too_large_for_one_file_comes_in_several(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.home.app.store.transaction(lambda tx: fill(tx, 3 * PAGE))
    monkeypatch.setattr(send, "MOST_BYTES", 1000)
    await asks(office, "/export csv")
    found = [[line[0] for line in rows(content(screen, office))[1:]] for screen in documents(office)]
    assert [len(each) for each in found] == [PAGE] * 3
    assert [number for each in found for number in each] == [str(number) for number in range(1, 3 * PAGE + 1)]
    names = [Path(name).stem.rsplit("-", 1)[1] for name in files(office)]
    assert names == ["1", "2", "3"]
    captions = [screen.message.get("caption", "") for screen in documents(office)]
    assert captions == ["", "", said("export.file.caption", "fi", count=3 * PAGE)]


async def test_words_of_a_stranger_are_no_formula(office: Office) -> None:
    await hostile(office, '=HYPERLINK("http://evil.example","Click")')
    await asks(office, "/export")
    found = {Path(name).suffix: file for name, file in files(office).items()}
    written = [cell for line in rows(found[".csv"]) for cell in line if "HYPERLINK" in cell]
    assert [cell[:2] for cell in written] == ["'="]
    cells = [cell for line in load_workbook(io.BytesIO(found[".xlsx"])).worksheets[0] for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.data_type for cell in cells if "HYPERLINK" in str(cell.value)] == ["s"]


async def test_of_an_erased_request_nothing_personal_is_left(office: Office) -> None:
    anna = await office.request()
    await anna.says("/delete")
    await anna.picks("button.erase")
    await asks(office, "/export csv")
    (file,) = files(office).values()
    assert rows(file)[1][0] == "1"
    assert len([cell for cell in rows(file)[1] if cell]) == 3
    assert "Anna" not in file.decode()


async def test_files_with_personal_data_leave_the_chat_after_a_day(office: Office) -> None:
    await office.request()
    await asks(office, "/export")
    await asks(office, "/print 1")
    await office.home.passes(DAY - HOUR)
    assert len(documents(office)) == 3
    await office.home.passes(2 * HOUR)
    assert not documents(office)


async def test_file_that_could_not_be_deleted_in_time_is_emptied(office: Office) -> None:
    await office.request()
    await office.desk.says("/vie csv")
    await office.home.quiet()
    assert "Anna" in str(files(office))
    await office.home.stops()
    office.home.clock.passes(3 * 24 * HOUR)
    await office.home.starts()
    await office.home.quiet()
    assert "Anna" not in str(files(office))
    assert [screen.message["caption"] for screen in documents(office)] == [office.desk.words("export.removed")]


async def test_without_requests_there_is_no_file(office: Office) -> None:
    await asks(office, "/export")
    await office.desk.reads("export.none")
    assert not documents(office)


async def test_one_request_comes_as_text_and_goes_with_the_person(office: Office) -> None:
    anna = await office.request()
    await asks(office, "/tulosta 1")
    ((name, file),) = files(office).items()
    assert name.endswith("-1.txt")
    text = file.decode("utf-8")
    assert "Anna" in text
    assert said("format.individual", "fi") in text
    assert said("because.own", "fi").split()[0] in text
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert not documents(office)
    await asks(office, "/print 1")
    await office.desk.reads("desk.no_such_lead", number="1")


@pytest.mark.parametrize("arguments", ["pdf", "xlsx csv", "x" * 3900, "../../etc/passwd", "<b>", "%s {n}", "'; --"])
async def test_no_kind_of_file_is_answered_with_the_use(office: Office, arguments: str) -> None:
    await office.request()
    await asks(office, f"/export {arguments}")
    await office.desk.reads("export.use")
    assert not documents(office)


@pytest.mark.parametrize("arguments", ["", "x", "-1", "9" * 30, "1; --", "²", "<b>1</b>", "x" * 3900])
async def test_no_number_is_answered_with_the_open_requests(office: Office, arguments: str) -> None:
    await office.request()
    await asks(office, f"/print {arguments}")
    await office.desk.reads("desk.which")
    assert not documents(office)


@pytest.mark.parametrize("number", ["0", "2", "999999999"])
async def test_number_of_no_request_is_told(office: Office, number: str) -> None:
    await office.request()
    await asks(office, f"/print {number}")
    await office.desk.reads("desk.no_such_lead", number=number)


@pytest.mark.parametrize("name", ["leads.xlsx", "leads.csv"])
async def test_command_line_writes_the_same_beside_the_running_bot(office: Office, tmp_path: Path, name: str) -> None:
    await office.request()
    await asks(office, f"/export {Path(name).suffix.removeprefix('.')}")
    (sent,) = files(office).values()
    destination = tmp_path / name
    code, _, err = await ran_here(office.home.environment, "export", "--to", str(destination))
    assert (code, err) == (0, "")
    assert destination.stat().st_mode & 0o077 == 0
    if name.endswith("csv"):
        assert destination.read_bytes() == sent
    else:
        pages = [load_workbook(io.BytesIO(file)).worksheets[0] for file in (sent, destination.read_bytes())]
        assert len({tuple(cell.value for line in page for cell in line) for page in pages}) == 1
    code, _, err = await ran_here(office.home.environment, "export", "--to", str(destination))
    assert code == 2
    assert "exists already" in err


async def test_command_line_refuses_what_it_cannot_write(office: Office, tmp_path: Path) -> None:
    await office.request()
    for destination, reason in (("leads.pdf", "ends in .xlsx or .csv"), ("none/leads.csv", "cannot be written")):
        code, _, err = await ran_here(office.home.environment, "export", "--to", str(tmp_path / destination))
        assert code == 2
        assert reason in err
        assert "Traceback" not in err
