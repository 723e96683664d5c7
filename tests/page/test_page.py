"""The page around the phones: people, tabs, links that start the bot, losing and finding the server."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.driver import LocalTelegram
from tests.page.stage import PHONE, PIXEL, Stage, inline

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_two_phones_show_their_own_chats(stage: Stage) -> None:
    desk = await stage.add_supervisor()
    chat_id = await stage.begin("English")
    await stage.bot("sendMessage", chat_id=chat_id, text="Hello, Emma")
    await stage.bot("sendMessage", chat_id=desk, text="New lead #1")
    await expect(stage.prospect.get_by_text("Hello, Emma")).to_be_in_viewport()
    await expect(stage.supervisor.get_by_text("New lead #1")).to_be_in_viewport()
    await expect(stage.prospect.get_by_text("New lead")).to_have_count(0)
    await stage.supervisor.locator("[data-role=input]").fill("Thank you")
    await stage.supervisor.locator("[data-role=send]").click()
    await expect(stage.supervisor.locator("[data-role=message]")).to_have_count(2)
    assert (await stage.said(desk))["text"] == "Thank you"


async def test_new_prospect_speaks_the_chosen_language(stage: Stage) -> None:
    await stage.begin("Suomi")
    (update,) = await stage.updates()
    assert update["message"]["text"] == "/start"
    assert update["message"]["from"]["language_code"] == "fi"
    await stage.begin("English")
    (update,) = await stage.updates()
    assert update["message"]["from"]["language_code"] == "en"


async def test_prospects_can_be_switched_and_keep_their_drafts(stage: Stage) -> None:
    first = await stage.begin("Suomi")
    await stage.input.fill("half a sentence")
    await stage.page.get_by_role("button", name="English").click()
    await expect(stage.messages).to_have_count(0)
    second = await stage.newest_person()
    chooser = stage.page.get_by_label("Which prospect's phone")
    await expect(chooser).to_have_value(str(second))
    await stage.bot("sendMessage", chat_id=first, text="while you were away")
    await chooser.select_option(str(first))
    await expect(stage.messages).to_have_count(2)
    await expect(stage.input).to_have_value("half a sentence")


async def test_link_with_a_payload_starts_with_it(stage: Stage) -> None:
    await stage.open("?start=poster-7")
    await stage.prospect.get_by_role("button", name="START").click()
    await expect(stage.messages).to_contain_text("/start poster-7")
    (update,) = await stage.updates()
    assert update["message"]["text"] == "/start poster-7"


async def test_link_with_a_payload_that_telegram_would_not_take_starts_without(stage: Stage) -> None:
    await stage.open("?start=a%20b")
    await stage.page.get_by_role("button", name="Suomi").click()
    await stage.prospect.get_by_role("button", name="START").click()
    await expect(stage.messages.locator(".command")).to_have_text("/start")


async def test_empty_chat_shows_what_the_bot_says_about_itself_in_the_persons_language(stage: Stage) -> None:
    await stage.bot("setMyDescription", description="I help you\nto find out.")
    await stage.bot("setMyDescription", description="Autan sinua\nalkuun.", language_code="fi")
    await stage.bot("setMyProfilePhoto", photo={"type": "static", "photo": "attach://face"}, face=PIXEL)
    await stage.open()
    await stage.page.get_by_role("button", name="English").click()
    await expect(stage.prospect.locator(".description")).to_have_text("I help you\nto find out.")
    await expect(stage.prospect.locator(".empty img")).to_have_js_property("naturalWidth", 1)
    await stage.page.get_by_role("button", name="Suomi").click()
    await expect(stage.prospect.locator(".description")).to_have_text("Autan sinua\nalkuun.")
    await stage.prospect.get_by_role("button", name="START").click()
    await expect(stage.prospect.locator(".description")).to_be_hidden()


async def test_chosen_language_leads_on_to_start(stage: Stage) -> None:
    await stage.open()
    await stage.page.get_by_role("button", name="English").press("Enter")
    await expect(stage.prospect.get_by_role("button", name="START")).to_be_focused()
    await stage.page.keyboard.press("Enter")
    await expect(stage.messages).to_have_count(1)
    await expect(stage.input).to_be_focused()


async def test_prospect_who_heard_from_the_bot_meanwhile_is_marked(stage: Stage) -> None:
    first = await stage.begin("Suomi")
    second = await stage.begin("English")
    chooser = stage.page.get_by_label("Which prospect's phone")
    await expect(chooser).to_have_value(str(second))
    marked = chooser.locator("option", has_text="new")
    await stage.bot("sendMessage", chat_id=second, text="here")
    await stage.bot("sendMessage", chat_id=first, text="there")
    await expect(marked).to_have_count(1)
    await expect(marked).to_have_attribute("value", str(first))
    await chooser.select_option(str(first))
    await expect(stage.prospect.get_by_text("there")).to_be_visible()
    await expect(marked).to_have_count(0)


async def test_thirty_prospects_have_thirty_names(stage: Stage) -> None:
    await stage.open()
    names = await stage.page.evaluate(
        """async () => {
            const { makeProspect, prospectLabel } = await import(new URL("page/prospects.js", document.baseURI).href);
            const known = [];
            for (let i = 0; i < 30; i += 1) known.push(await makeProspect(i % 2 ? "fi" : "en", known));
            return known.map((person) => prospectLabel(person, false));
        }"""
    )
    assert len(set(names)) == 30


async def test_faults_of_telegram_are_chosen_on_the_phone(stage: Stage) -> None:
    chat_id = await stage.begin()
    more = stage.prospect.get_by_role("button", name="More")
    await more.click()
    async with stage.page.expect_response("**/local/faults"):
        await stage.prospect.get_by_role("menuitem", name="too many messages").click()
    await expect(stage.prospect.get_by_role("menu")).to_have_count(0)
    [fault] = stage.telegram.faults.waiting
    assert (fault.kind, fault.times) == ("429", 3)
    await more.click()
    async with stage.page.expect_response("**/local/faults"):
        await stage.prospect.get_by_role("menuitem", name="works again").click()
    await stage.bot("sendMessage", chat_id=chat_id, text="well")
    await expect(stage.prospect.get_by_text("well")).to_be_visible()


async def test_supervisor_registered_later_appears_without_reloading(stage: Stage) -> None:
    await stage.open()
    await expect(stage.supervisor).to_contain_text("No supervisor yet")
    await stage.add_supervisor()
    await expect(stage.supervisor.get_by_role("button", name="START")).to_be_visible()
    await expect(stage.page.locator("[data-part=supervisor]")).to_have_text("Kaisa Niemi")


async def test_supervisor_in_a_group_writes_there(stage: Stage) -> None:
    person = await stage.local("POST", "people", {"first_name": "Kaisa", "language_code": "fi"})
    model = stage.telegram.model
    chat_id = model.add_group("Desk", type="supergroup", members=[person["user_id"]]).chat_id
    model.supervisor = {"user_id": person["user_id"], "chat_id": chat_id}
    await stage.open()
    await expect(stage.supervisor.get_by_role("heading", name="Desk")).to_be_visible()
    await stage.bot("sendMessage", chat_id=chat_id, text="New lead #1")
    await expect(stage.supervisor.locator(".sender")).to_have_text(stage.telegram.model.bot["first_name"])
    await stage.supervisor.locator("[data-role=input]").fill("/leads")
    await stage.supervisor.locator("[data-role=input]").press("Enter")
    await expect(stage.supervisor.locator("[data-role=message]")).to_have_count(2)
    assert (await stage.said(chat_id))["from"]["id"] == person["user_id"]


async def test_forum_topics_can_be_looked_at_alone(stage: Stage) -> None:
    person = await stage.local("POST", "people", {"first_name": "Kaisa", "language_code": "fi"})
    model = stage.telegram.model
    chat_id = model.add_group("Desk", members=[person["user_id"]], forum=True, administrator=True).chat_id
    model.supervisor = {"user_id": person["user_id"], "chat_id": chat_id}
    await stage.open()
    for name in ("One", "Two"):
        topic = await stage.bot("createForumTopic", chat_id=chat_id, name=name)
        thread = topic["message_thread_id"]
        await stage.bot("sendMessage", chat_id=chat_id, message_thread_id=thread, text=f"Card {name}")
    await expect(stage.supervisor.get_by_text("Card Two")).to_be_visible()
    await stage.supervisor.get_by_role("button", name="One", exact=True).click()
    await expect(stage.supervisor.get_by_text("Card One")).to_be_visible()
    await expect(stage.supervisor.get_by_text("Card Two")).to_have_count(0)
    await stage.supervisor.locator("[data-role=input]").fill("@bot in here")
    await stage.supervisor.locator("[data-role=input]").press("Enter")
    await expect(stage.supervisor.get_by_text("in here")).to_be_visible()
    assert (await stage.said(chat_id))["message_thread_id"] == thread - 2


@pytest.mark.parametrize("context", [PHONE], indirect=True)
async def test_narrow_window_shows_the_phones_behind_tabs(stage: Stage) -> None:
    desk = await stage.add_supervisor()
    chat_id = await stage.begin()
    await stage.bot("sendMessage", chat_id=chat_id, text="Hello")
    tab = stage.page.get_by_role("tab", name="Supervisor")
    await expect(stage.supervisor).to_be_hidden()
    await stage.bot("sendMessage", chat_id=desk, text="New lead #1")
    await expect(tab).to_have_attribute("data-news", "")
    await stage.page.get_by_role("tab", name="Prospect").press("ArrowRight")
    await expect(tab).to_have_attribute("aria-selected", "true")
    await expect(tab).not_to_have_attribute("data-news", "")
    await expect(stage.supervisor.get_by_text("New lead #1")).to_be_in_viewport()
    await expect(stage.prospect).to_be_hidden()
    width = await stage.page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE[0]


@pytest.mark.parametrize("context", [PHONE], indirect=True)
async def test_touch_targets_are_large_enough(stage: Stage) -> None:
    chat_id = await stage.begin()
    markup = inline([{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}])
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Well?", reply_markup=markup)
    await expect(stage.message(sent)).to_be_visible()
    sizes = await stage.page.locator("button:visible:not(.command), select:visible").evaluate_all(
        "all => all.map(e => [e.textContent || e.title, e.offsetWidth, e.offsetHeight])"
    )
    assert sizes
    assert [size for size in sizes if min(size[1:]) < 44] == []


async def test_wide_window_has_no_tabs(stage: Stage) -> None:
    await stage.open()
    await expect(stage.page.get_by_role("tablist")).to_be_hidden()
    await expect(stage.prospect).to_be_visible()
    await expect(stage.supervisor).to_be_visible()


async def test_page_language_can_be_changed(stage: Stage) -> None:
    await stage.open()
    await expect(stage.page.get_by_role("heading", name="Local Telegram")).to_be_visible()
    await stage.page.get_by_role("button", name="FI", exact=True).click()
    await expect(stage.page.get_by_role("heading", name="Paikallinen Telegram")).to_be_visible()
    await expect(stage.page.locator("html")).to_have_attribute("lang", "fi")
    await stage.page.get_by_role("button", name="Suomi").click()
    await expect(stage.prospect.get_by_role("button", name="ALOITA")).to_be_visible()


async def test_page_words_are_complete_in_both_languages(stage: Stage) -> None:
    await stage.open()
    missing = await stage.page.evaluate(
        """async () => {
            const source = await (await fetch("page/words.js")).text();
            const keys = (from, to) => source.slice(source.indexOf(from), source.indexOf(to)).match(/^    \\w+(?=:)/gm);
            const [en, fi] = [keys("  en: {", "  fi: {"), keys("  fi: {", "const KEY")];
            return [en.filter(k => !fi.includes(k)), fi.filter(k => !en.includes(k)), en.length > 40];
        }"""
    )
    assert missing == [[], [], True]


async def test_blocked_bot_can_be_let_in_again(stage: Stage) -> None:
    chat_id = await stage.begin()
    await stage.prospect.get_by_role("button", name="More").click()
    await stage.prospect.get_by_role("menuitem", name="Block the bot").click()
    await expect(stage.input).to_be_hidden()
    (update,) = await stage.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await stage.prospect.get_by_role("button", name="Unblock the bot").click()
    await expect(stage.input).to_be_visible()
    assert (await stage.local("GET", f"chats/{chat_id}"))["blocked"] is False


async def test_what_was_missed_while_away_is_shown_after(stage: Stage) -> None:
    chat_id = await stage.begin()
    state = stage.prospect.locator("header [role=status]")
    await stage.telegram.stop()
    await expect(state).to_have_text("connecting")
    await stage.input.fill("not lost")
    await stage.input.press("Enter")
    await expect(stage.prospect.get_by_text("That did not go through: no connection")).to_be_visible()
    await expect(stage.input).to_have_value("not lost")
    await stage.telegram.start()
    await stage.bot("sendMessage", chat_id=chat_id, text="meanwhile")
    await expect(stage.prospect.get_by_text("meanwhile")).to_be_visible()
    await expect(state).to_have_text("bot")


async def test_new_server_at_the_same_address_starts_again(stage: Stage) -> None:
    await stage.begin()
    await stage.telegram.stop()
    async with LocalTelegram(port=stage.telegram.port, token=stage.telegram.token):
        await expect(stage.prospect).to_contain_text("Whose phone is this?")
        await stage.page.get_by_role("button", name="English").click()
        await stage.prospect.get_by_role("button", name="START").click()
        await expect(stage.messages).to_contain_text("/start")


async def test_page_asks_nothing_of_other_hosts(stage: Stage) -> None:
    asked: list[str] = []
    stage.page.on("request", lambda request: asked.append(request.url))
    await stage.begin()
    assert asked
    assert [url for url in asked if not re.match(rf"{stage.telegram.url}/|data:", url)] == []
