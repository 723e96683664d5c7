"""Statistics at the desk: a picture with its figures in words, from the daily counters alone."""

from __future__ import annotations

import builtins
import sys
from dataclasses import replace

import pytest

from bot.desk.delivery.letters import CAPTION_LIMIT
from bot.ops.maintenance import made_link
from bot.requests.profile import NO_PROFILE, keep, read
from tests.driver import Screen
from tests.e2e.desk.office import Office
from tests.e2e.phone import said

HOUR = 3600.0
DAY = 24 * HOUR


async def statistics(office: Office, command: str = "/tilastot") -> str:
    """Ask for the statistics; everything that is said in answer."""
    before = len(office.desk.screens)
    await office.desk.says(command)
    await office.home.quiet()
    return "\n".join(screen.text for screen in office.desk.screens[before:])


def line(key: str, n: int, share: str = "") -> str:
    """One figure in words, in Finnish."""
    name = said(key, "fi")
    return said("stats.line.share", "fi", name=name, n=str(n), share=share) if share else f"{name}: {n}"


def picture(screen: Screen, office: Office) -> bytes:
    """The picture of a message."""
    return office.home.telegram.model.files[screen.message["photo"][-1]["file_id"]].content


async def test_picture_comes_with_the_same_figures_in_words(office: Office) -> None:
    await office.request("Anna", number=1)
    bea = await office.home.anna("fi", first_name="Bea")
    await bea.reaches_offer()
    await office.desk.says("/tilastot")
    shown = await office.desk.reads("stats.title")
    assert picture(shown, office).startswith(b"\x89PNG")
    assert len(shown.text) <= CAPTION_LIMIT
    told = "\n".join(screen.text for screen in office.desk.screens if screen.message_id >= shown.message_id)
    assert line("stats.begun", 2) in told
    assert line("stats.suggested", 2, "100\u00a0%") in told
    assert line("stats.sent", 1, "50\u00a0%") in told
    assert line("stats.kept", 0) in told
    assert line("stats.stops.offer", 1) in told
    assert f"{said('format.individual', 'fi')}: {said('stats.by.sent', 'fi')} 1" in told
    assert "suomi: 1" in told
    assert "englanti: 1" in told


async def test_another_period_is_a_tap_away_and_old_days_stay_out(office: Office) -> None:
    await office.request()
    await office.home.passes(40 * DAY)
    await office.desk.says("/stats 4")
    await office.desk.reads("stats.empty")
    await office.desk.picks("button.stats.year")
    shown = await office.desk.reads("stats.title")
    assert line("stats.sent", 1, "100\u00a0%") in shown.text
    assert "✓ " + said("button.stats.year", "fi") in shown.buttons


async def test_nothing_counted_is_one_sentence(office: Office) -> None:
    await office.desk.says("/stats all")
    shown = await office.desk.reads("stats.empty")
    assert shown.text == said("stats.empty", "fi")
    assert not shown.buttons
    assert "photo" not in shown.message


async def test_erasing_everything_about_somebody_changes_no_figure(office: Office) -> None:
    anna = await office.request()
    before = await statistics(office)
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert (await office.home.app.store.transaction(lambda tx: tx.leads.count())) == 0
    assert await statistics(office) == before


async def test_going_back_and_changing_answers_counts_nothing_twice(office: Office) -> None:
    anna = await office.home.anna("en")
    await anna.reaches_offer()
    before = await statistics(office)
    for _ in range(3):
        await anna.picks("button.back")
    await anna.answers(until="offer")
    await anna.is_at("suggestion.title")
    assert await statistics(office) == before


async def test_starting_over_on_the_way_is_the_same_conversation(office: Office) -> None:
    anna = await office.home.anna("en")
    await anna.reaches_offer()
    before = await statistics(office)
    await anna.says("/start")
    await anna.picks("button.again")
    await anna.answers("who.group", until="challenge")
    assert await statistics(office) == before


async def test_source_of_a_link_is_told(office: Office) -> None:
    await made_link(office.home.settings, "kortti-2026", "fi")
    anna = await office.home.anna("en")
    await anna.says("/start fi_kortti-2026")
    assert f"kortti-2026: {said('stats.by.begun', 'fi')} 1" in await statistics(office)


async def test_client_counts_for_where_they_came_from_and_for_the_form(office: Office) -> None:
    await made_link(office.home.settings, "kortti-2026", "fi")
    anna = await office.home.anna("fi")
    await anna.says("/start fi_kortti-2026")
    await anna.answers("who.group", until="sent")
    form = said(f"format.{(await office.lead()).format}", "fi")
    await office.acts("button.lead.handled", "outcome.client")
    told = await statistics(office)
    begun, sent, clients = (said(f"stats.by.{name}", "fi") for name in ("begun", "sent", "clients"))
    assert f"kortti-2026: {begun} 1, {sent} 1, {clients} 1" in told
    assert f"{form}: {sent} 1, {clients} 1" in told

    await office.acts("button.lead.more", "outcome.later")
    await anna.says("/delete")
    await anna.picks("button.erase")
    await office.home.quiet()
    assert f"kortti-2026: {begun} 1, {sent} 1\n" in await statistics(office) + "\n"


async def test_first_answer_counts_once_from_the_supervisors_own_reply(office: Office) -> None:
    await office.is_monday()
    await office.request("Anna", number=1)
    await office.request("Bea", number=2)
    await office.acts("button.lead.take", number=1)
    assert said("stats.answer", "fi", n="1", within="").rstrip() not in await statistics(office)
    await office.home.passes(2 * HOUR)
    await office.replies("Hei!", number=1)
    await office.acts("button.lead.handled", "button.lead.reopen", number=1)
    await office.replies("Vielä yksi asia.", number=1)
    assert said("stats.answer", "fi", n="1", within=said("answer.within.hours", "fi")) in await statistics(office)


async def test_figures_are_those_of_an_example_computed_by_hand(office: Office) -> None:
    """Five come, three by a card, four send; answers come after 3, 9 and 24 working hours."""
    await office.is_monday()
    await made_link(office.home.settings, "kortti-2026", "fi")
    card, phone = " fi_kortti-2026", {"phone": "040 123 4567"}
    await (await office.home.anna("fi", first_name="Eve")).says(f"/start{card}")
    came: tuple[tuple[str, str, tuple[str, ...], dict[str, str]], ...] = (
        ("Anna", card, (), {}),
        ("Bea", card, ("who.group",), {}),
        ("Cia", "", ("way.phone",), phone),
        ("Dan", "", (), {}),
    )
    for number, (name, source, keys, words) in enumerate(came, start=1):
        prospect = await office.home.anna("fi", first_name=name)
        await prospect.says(f"/start{source}")
        await prospect.answers(*keys, until="sent", **words)
        await office.card(number)
    forms = [said(f"format.{(await office.lead(number)).format}", "fi") for number in (1, 2)]
    await office.home.passes(3 * HOUR)
    await office.replies("Hei Anna!", number=1)
    await office.is_at(office.hours.after(office.home.clock(), 6))
    await office.replies("Hei Bea!", number=2)
    await office.is_at(office.hours.after(office.home.clock(), 15) - 60)
    await office.acts("button.lead.called", number=3)
    await office.replies("Vielä yksi asia.", number=1)
    for number, outcome in ((1, "outcome.client"), (2, "outcome.later"), (3, "outcome.client")):
        await office.acts("button.lead.handled", outcome, number=number)
    await office.acts("button.lead.not_fit", number=4)
    await office.desk.picks("button.quick.quietly")
    for key in ("outcome.unknown", "outcome.client"):  # what is changed twice counts once
        await office.acts(key, number=1)
    told = await statistics(office)
    begun, sent, clients = (said(f"stats.by.{name}", "fi") for name in ("begun", "sent", "clients"))
    expected = [
        line("stats.begun", 5),
        line("stats.suggested", 4, "80\u00a0%"),
        line("stats.sent", 4, "80\u00a0%"),
        said("stats.answer", "fi", n="3", within=said("answer.within.days", "fi", n=2)),
        f"{forms[0]}: {sent} 3, {clients} 2",
        f"{forms[1]}: {sent} 1",
        f"kortti-2026: {begun} 3, {sent} 2, {clients} 1",
        f"{said('stats.sources.none', 'fi')}: {begun} 2, {sent} 2, {clients} 1",
        line("outcome.client", 2),
        line("outcome.later", 1),
        line("outcome.not_fit", 1),
    ]
    assert [each for each in expected if each not in told.splitlines()] == [], told


async def test_how_soon_answers_come_is_told_from_ten_on_unless_away_or_in_a_crisis(office: Office) -> None:
    await office.is_monday()
    anna = await office.request("Anna", number=1)
    await anna.is_at("sent.next")
    within = said("answer.within.days", "en", n=2)
    await office.home.app.store.transaction(lambda tx: tx.counters.add("answered.2", 10))
    bea = await office.request("Bea", number=2)
    await bea.is_at("sent.next.within", within=within)
    await office.home.app.store.transaction(lambda tx: keep(tx, replace(read(tx), words={"answers": {"en": "soon"}})))
    await bea.picks("button.privacy", "button.flow")
    await bea.is_at("sent.next.usually", words="soon")
    await office.home.app.store.transaction(lambda tx: keep(tx, NO_PROFILE))
    cia = await office.home.anna("en", first_name="Cia")
    await cia.says("/start")
    await cia.answers("challenge.crisis", until="sent")
    assert within not in await cia.living_now()
    await office.home.restarts()
    await office.desk.says("/poissa 31.12.")
    dan = await office.request("Dan", number=4)
    assert within not in await dan.living_now()


async def test_source_that_somebody_made_up_is_not_counted(office: Office) -> None:
    eve = await office.home.anna("en", first_name="Eve")
    for n in range(5):
        await eve.says(f"/start Matti-Meikalainen-{n}")
        await eve.answers("who.group", until="challenge")
        await eve.says("/delete")
        await eve.picks("button.erase")

    names = await office.home.app.store.transaction(
        lambda tx: {each.name for each in tx.counters.between("2000", "3000")}
    )
    assert not any("Matti" in name for name in names)
    assert "started" in names


async def test_without_the_package_for_pictures_the_figures_come_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.request()
    for name in [name for name in sys.modules if name.split(".")[0] == "PIL"]:
        monkeypatch.delitem(sys.modules, name)
    ordinary = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.split(".")[0] == "PIL":
            raise ImportError(name)
        return ordinary(name, *rest)  # type: ignore[arg-type] # handed on as it came

    monkeypatch.setattr(builtins, "__import__", without)
    await office.desk.says("/stats")
    shown = await office.desk.reads("stats.no_picture", package="pillow")
    assert line("stats.sent", 1, "100\u00a0%") in shown.text
    assert said("button.stats.4w", "fi") in shown.buttons


@pytest.mark.parametrize(
    "arguments", ["5", "-4", "x" * 3900, "<b>4</b>", "4; DROP TABLE counters", "²", "٤", "%s", "{n}"]
)
async def test_arguments_that_name_no_period_show_the_usual_one_and_the_others(office: Office, arguments: str) -> None:
    await office.desk.says(f"/stats {arguments}")
    shown = await office.desk.finds(said("button.stats.4w", "fi"))
    assert f"✓ {said('button.stats.12w', 'fi')}" in shown.buttons


@pytest.mark.parametrize("command", ["/stats", "/tilastot", "/export", "/vie", "/print 1", "/tulosta 1"])
async def test_for_everybody_else_they_are_unknown_commands(office: Office, command: str) -> None:
    anna = await office.request()
    await anna.says(command)
    await anna.reads("notice.unknown_command")
    await office.home.quiet()
    assert not office.home.calls("sendPhoto")
    assert not office.home.calls("sendDocument")
