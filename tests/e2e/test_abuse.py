"""People who try what they should not: replayed and foreign buttons, the supervisor's commands, guessed numbers."""

from __future__ import annotations

import pytest

from bot.desk.handlers.commands import BY_NAME
from bot.desk.pairing import link, new_code
from bot.desk.service import Desk
from bot.requests.limits import MOST_WAITING
from bot.requests.supervisor_chat import supervisor_chat
from bot.requests.transitions import Act
from tests.e2e.house import House
from tests.e2e.phone import Phone, said

SECRET = "Kaisla-Kuisma"
ACTS = ("all", "take", "handled", "not_fit", "reopen", "reply", "card", "remind", "quick", "other", "page_new", "erase")
DATA_OF_THE_DESK = [
    *(f"k:{act}:1" for act in ACTS),
    *(f"k:all:{number}" for number in (2, 999999999999, -1, "1'--", "1:1", "٣", "")),
]


async def has_sent(home: House) -> None:
    anna = await home.anna("fi", first_name=SECRET)
    await anna.leaves_request()
    await home.desk.reads("card.new", number="1")


async def test_desks_buttons_in_a_strangers_hand_do_nothing(home: House) -> None:
    await has_sent(home)
    eve = await home.anna("en", first_name="Eve", username="eve")
    await eve.says("/start")
    await home.quiet()
    desk_before, lead = home.desk.printed(), await home.app.store.transaction(lambda tx: tx.leads.load(1))
    shown = {screen.text for screen in eve.screens}
    for data in DATA_OF_THE_DESK:
        home.telegram.deeds.tap(eve.chat_id, eve.user_id, eve.living.message_id, data)
        await home.quiet()
        assert {screen.text for screen in eve.screens} == shown, data
        assert home.desk.printed() == desk_before, data
        assert await home.app.store.transaction(lambda tx: tx.leads.load(1)) == lead, data
    await eve.answers(until="who")
    await eve.is_at("who.ask")


@pytest.mark.parametrize("whose", ["prospect", "supervisor"])
async def test_tap_in_a_private_chat_counts_only_from_the_person_whose_it_is(home: House, whose: str) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.quiet()
    eve = await home.anna("en", first_name="Eve", username="eve")
    of = anna if whose == "prospect" else home.desk
    before = anna.printed(), home.desk.printed()
    for button in (each for row in of.living.message["reply_markup"]["inline_keyboard"] for each in row):
        chat = {"id": of.chat_id, "type": "private", "first_name": "Eve"}
        sender = {"id": eve.user_id, "is_bot": False, "first_name": "Eve"}
        message = {**of.living.message, "chat": chat}
        query = {"id": "1", "from": sender, "chat_instance": "1", "message": message, "data": button["callback_data"]}
        home.telegram.updates.add("callback_query", query, about=of.chat_id)
        await home.quiet()
        assert (anna.printed(), home.desk.printed()) == before


COMMANDS = [*(f"/{name}" for name in BY_NAME), *(f"/{name} 1" for name in BY_NAME), "/lead 1", "/start lead_1"]


async def test_supervisors_commands_tell_a_stranger_nothing(home: House) -> None:
    await has_sent(home)
    eve = await home.anna("en", first_name="Eve", username="eve")
    await eve.says("/start")
    await home.quiet()
    desk_before, lead = home.desk.printed(), await home.app.store.transaction(lambda tx: tx.leads.load(1))
    settings = await home.app.store.transaction(lambda tx: tx.settings.get("supervisor_chat"))
    for command in COMMANDS:
        await eve.says(command)
        await home.quiet()
        assert SECRET not in eve.printed(), command
        assert not home.calls("sendDocument", eve.chat_id), command
        assert home.desk.printed() == desk_before, command
        assert await home.app.store.transaction(lambda tx: tx.leads.load(1)) == lead, command
    assert await home.app.store.transaction(supervisor_chat) == settings == home.desk.chat_id


async def test_reply_to_a_guessed_message_reaches_nobody(home: House) -> None:
    await has_sent(home)
    card = await home.desk.reads("card.new", number="1")
    eve = await home.anna("en", first_name="Eve", username="eve")
    await eve.says("/start")
    await eve.says("Minä olen ohjaaja", reply_to=card.message_id)
    await home.quiet()
    assert "Minä olen ohjaaja" not in home.desk.printed()


async def test_replayed_taps_change_nothing_the_second_time(home: House) -> None:
    anna = await home.anna("fi")
    await anna.says("/start")
    seen: list[tuple[int, str]] = []
    for key in ("welcome.begin", "who.employee", "challenge.coping", "button.done"):
        screen = await anna.picks(key)
        button = screen.button(anna.words(key)) or screen.button("✓ " + anna.words(key))
        assert button
        seen.append((screen.message_id, button["callback_data"]))
    await anna.is_at("company.ask")
    for message_id, data in seen * 2:
        home.telegram.deeds.tap(anna.chat_id, anna.user_id, message_id, data)
    await home.quiet()
    await anna.is_at("company.ask")
    await anna.answers(until="offer")
    await anna.is_at("suggestion.title")


async def test_one_persons_flood_keeps_nobody_waiting(home: House) -> None:
    eve, anna = await home.anna("en", first_name="Eve", username="eve"), await home.anna("fi")
    await eve.says("/start")
    await home.quiet()
    for number in range(150):
        home.telegram.deeds.send(eve.chat_id, eve.user_id, {"text": f"{number} " + "x" * 4000})
    home.telegram.deeds.send(anna.chat_id, anna.user_id, {"text": "/start"})
    await anna.sees(said("privacy.short", "fi")[:20])
    await home.quiet()
    # Screens of one chat are one row, so a flood is not answered message by message.
    assert len(home.calls("sendMessage", eve.chat_id)) < 20


@pytest.mark.parametrize(
    "name",
    [
        "<b>Anna</b>",
        "\u202eannA",
        "A\u200bn\u200bn\u200ba",
        "An\nna\n\nSent: x",
        "\u2066\u2069",
        "🙂" * 64,
        "A" * 64,
        "&amp;",
    ],
)
async def test_mean_first_names_are_one_plain_line_on_the_card(home: House, name: str) -> None:
    anna = await home.anna("fi", first_name=name, username="")
    await anna.leaves_request()
    card = await home.desk.reads("card.new", number="1")
    line = card.text.splitlines()[1]
    seen = " ".join("".join(c for c in name.replace("\n", " ") if c.isprintable()).split())
    assert line == (seen or said("card.no_name", "fi")) or (line.endswith("…") and seen.startswith(line[:-1]))
    assert not [c for c in card.text if not c.isprintable() and c not in "\n\u00a0"]


async def test_longest_message_telegram_allows_arrives_whole(home: House) -> None:
    words = "".join(chr(ord("a") + n % 26) for n in range(4096))
    anna = await home.anna("fi")
    await anna.reaches_review()
    await anna.says(words)
    await anna.picks("review.send")
    await home.desk.picks("button.lead.more", "button.all")
    await home.quiet()
    assert words in "".join(screen.text.split("\n")[-1] for screen in home.desk.screens[1:])


async def leaves_all_that_may_wait(anna: Phone) -> None:
    await anna.leaves_request()
    for number in range(2, MOST_WAITING + 1):
        await anna.picks("button.new")
        await anna.answers(until="sent")
        await anna.is_at("sent.title", number=str(number))


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_person_with_many_unanswered_requests_is_told_what_to_do_instead(home: House, language: str) -> None:
    anna = await home.anna(language)
    await leaves_all_that_may_wait(anna)
    await anna.picks("button.new")
    await anna.is_at("notice.most_waiting", limit=MOST_WAITING)
    await anna.says("Vielä tämä")
    await home.desk.reads_words("Vielä tämä")
    assert len(home.cards) == MOST_WAITING

    bea = await home.anna("fi", first_name="Bea", username="")
    await bea.leaves_request(MOST_WAITING + 1)
    await home.desk.reads("card.new", number=str(MOST_WAITING + 1))

    await home.desk.reads_words("Anna")
    await home.app.store.transaction(lambda tx: Desk(home.settings.working_hours).act(tx, 1, Act.ANSWERED))
    await anna.picks("button.new")
    await anna.answers(until="sent")
    await anna.is_at("sent.title", number=str(MOST_WAITING + 2))


@pytest.mark.parametrize("language", ["fi", "en"])
async def test_request_beyond_the_most_that_may_wait_is_kept_and_sent_when_one_is_answered(
    home: House, language: str
) -> None:
    anna = await home.anna(language)
    await leaves_all_that_may_wait(anna)
    await home.app.store.transaction(lambda tx: tx.chats.erase(anna.chat_id))  # as long after
    await anna.reaches_review()
    await anna.picks("review.send")
    await anna.is_at("notice.not_sent_yet", limit=MOST_WAITING)
    await anna.is_at("review.ask")
    assert len(home.cards) == MOST_WAITING

    await home.app.store.transaction(lambda tx: Desk(home.settings.working_hours).act(tx, 1, Act.HANDLED))
    await anna.picks("review.send")
    await anna.is_at("sent.title", number=str(MOST_WAITING + 1))
    await home.desk.reads("card.new", number=str(MOST_WAITING + 1))


FILES = 2
"""What is stored comes as a text and once more for other programs."""


async def test_file_asked_for_sixty_times_comes_once_a_minute_and_the_last_asking_is_heard(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    for _ in range(60):
        await home.passes(1)
        await anna.says("/mydata")
    await anna.is_at("notice.file_again")
    asked_last = len(home.calls("sendDocument", anna.chat_id))
    assert asked_last <= 2 * FILES
    await home.passes(60)
    assert len(home.calls("sendDocument", anna.chat_id)) == asked_last + FILES


async def test_stranger_who_asks_sixty_times_is_answered_once_in_a_while(home: House) -> None:
    eve = await home.anna("en", first_name="Eve", username="eve")
    for _ in range(60):
        await eve.says("/mydata")
        await home.passes(1)
    assert 1 <= len(home.calls("sendMessage", eve.chat_id)) <= 7
    await home.passes(60)
    await eve.reads("notice.nothing")


async def test_brief_asked_for_again_and_again_comes_once_in_a_while(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    title = anna.words("brief.title")
    for _ in range(5):
        await anna.picks("button.brief")
        await anna.taps_words("Suomi")
        await home.passes(1)
    assert sum(title in screen.text for screen in anna.screens) == 1
    await home.passes(10)
    assert sum(title in screen.text for screen in anna.screens) == 2


async def test_request_corrected_again_and_again_is_told_of_once_in_a_while(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await home.desk.reads("card.new", number="1")
    for n in range(6):
        await anna.picks(
            "button.correct", "place.name", "place.any" if n % 2 else "place.remote", "button.correct.send"
        )
        await anna.is_at("sent.title", number="1")
        await home.passes(1)
    told = home.desk.words("desk.corrected", number="1")
    assert sum(told in screen.text for screen in home.desk.screens) == 1
    await home.passes(600)
    assert sum(told in screen.text for screen in home.desk.screens) == 2


@pytest.mark.parametrize("by", ["writer", "desk"])
async def test_edit_of_a_message_from_before_an_erasure_stores_and_tells_nothing(home: House, by: str) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    written = await anna.says("Ensin näin")
    await home.desk.reads_words("Ensin näin")
    if by == "writer":
        await anna.says("/delete")
        await anna.picks("button.erase")
    else:
        await home.desk.says("/poista 1")
        await home.desk.picks("button.desk.erase")
    await home.quiet()
    before = len(anna.messages)
    await anna.edits(written, "Sittenkin salaisuus")
    await home.quiet()
    assert len(anna.messages) == before
    assert "salaisuus" not in home.desk.printed()
    assert await home.app.store.transaction(lambda tx: tx.chats.load(anna.chat_id)) is None
    await anna.edits(written, "En jaksa enää elää")
    assert "112" in await anna.living_now()


async def test_group_is_told_nothing_of_what_its_members_have_sent(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    group = await home.telegram.group("Työporukka", [anna], administrator=True)
    here = Phone(group.of(anna), home.quiet, "fi")
    for words in ("/mydata", "/omattiedot", "/delete", "/privacy", "/liidit", "hei"):
        await here.says(words)
    await home.quiet()
    assert [each for each in here.messages if each["from"]["is_bot"]] == []


async def test_button_of_an_earlier_life_erases_nothing(home: House) -> None:
    anna = await home.anna("fi")
    await anna.leaves_request()
    await anna.says("/delete")
    asked = await anna.is_at("erase.ask")
    data = next(each for row in asked.message["reply_markup"]["inline_keyboard"] for each in row)["callback_data"]
    await anna.picks("button.erase")
    await anna.reads("notice.erased")
    await anna.leaves_request(2)
    home.telegram.model.wait_query("77", anna.user_id, anna.chat_id, asked.message_id)
    query = {
        "id": "77",
        "from": home.telegram.model.people[anna.user_id].as_user(),
        "message": asked.message,
        "chat_instance": "1",
        "data": data,
    }
    home.telegram.updates.add("callback_query", query, about=anna.user_id)
    await home.quiet()
    assert await home.app.store.transaction(lambda tx: [each.status for each in tx.leads.listed()]) == ["new"]


async def test_link_that_pairs_is_taken_once_when_two_open_it_at_the_same_moment(home: House) -> None:
    eve = await home.anna("fi", first_name="Eve", username="eve")
    bea = await home.anna("fi", first_name="Bea", username="bea")
    start = "/start " + link("any", await home.app.store.transaction(new_code)).partition("start=")[2]
    for each in (eve, bea):
        home.telegram.deeds.send(each.chat_id, each.user_id, {"text": start})
    await home.quiet()
    assert await home.app.store.transaction(supervisor_chat) == eve.chat_id
    assert bea.words("desk.welcome") not in bea.printed()
