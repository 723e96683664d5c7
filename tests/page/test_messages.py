"""What the bot and the people send, as the page shows it."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.page.stage import PIXEL, Stage, inline

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_formatted_text_is_shown_with_its_formats(stage: Stage) -> None:
    chat_id = await stage.begin()
    html = (
        "👋 <b>bold <i>both</i></b> <u>under</u> <s>gone</s> <code>code</code>\n"
        '<a href="https://example.org/">link</a> <tg-spoiler>secret</tg-spoiler>\n'
        "<blockquote>quoted</blockquote>\n<blockquote expandable>long quote</blockquote>\n"
        '<pre><code class="language-python">x = 1</code></pre>'
    )
    sent = await stage.bot("sendMessage", chat_id=chat_id, text=html, parse_mode="HTML")
    text = stage.message(sent).locator(".text")
    await expect(text.locator("b")).to_have_text("bold both")
    await expect(text.locator("b i")).to_have_text("both")
    await expect(text.locator("u")).to_have_text("under")
    await expect(text.locator("s")).to_have_text("gone")
    await expect(text.locator("code").first).to_have_text("code")
    await expect(text.get_by_role("link", name="link")).to_have_attribute("href", "https://example.org/")
    await expect(text.locator("blockquote").first).to_have_text("quoted")
    await expect(text.locator("pre")).to_have_attribute("data-language", "python")
    await text.get_by_role("button", name="Show all").click()
    await expect(text.locator("blockquote.expandable")).to_have_class("expandable open")
    await text.get_by_role("button", name="Hidden text").press("Enter")
    await expect(text.locator(".spoiler")).to_have_class("spoiler shown")


async def test_offsets_after_an_emoji_count_utf_16_units(stage: Stage) -> None:
    chat_id = await stage.begin()
    entities = [
        {"type": "bold", "offset": 6, "length": 4},
        {"type": "italic", "offset": 8, "length": 6},
    ]
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="🧑‍🌾 abcd efgh", entities=entities)
    text = stage.message(sent).locator(".text")
    await expect(text.locator("b")).to_have_text("abcd")
    # An overlap is cut at the edge of the outer one: no letter is lost or doubled.
    await expect(text).to_contain_text("🧑‍🌾 abcd efgh")


async def test_markup_in_a_text_is_shown_as_text(stage: Stage) -> None:
    chat_id = await stage.begin()
    attack = '<img src="x" onerror="document.title=1"><b>no</b>'
    await stage.input.fill(attack)
    await stage.input.press("Enter")
    mine = stage.message(await stage.said(chat_id))
    await expect(mine).to_contain_text(attack)
    sent = await stage.bot(
        "sendMessage", chat_id=chat_id, text=attack, reply_markup=inline([{"text": attack, "callback_data": "x"}])
    )
    theirs = stage.message(sent)
    await expect(theirs.locator(".text")).to_contain_text(attack)
    await expect(theirs.get_by_role("button", name=attack)).to_be_visible()
    await expect(stage.prospect.locator("img, .text b")).to_have_count(0)


async def test_link_with_a_script_is_no_link(stage: Stage) -> None:
    chat_id = await stage.begin()
    entities = [{"type": "text_link", "offset": 0, "length": 5, "url": "javascript:alert(1)"}]
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="click", entities=entities)
    await expect(stage.message(sent)).to_contain_text("click")
    await expect(stage.message(sent).locator("a")).to_have_count(0)


async def test_edited_message_changes_in_place(stage: Stage) -> None:
    chat_id = await stage.begin()
    buttons = inline([{"text": "Group", "callback_data": "a"}])
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Who?", reply_markup=buttons)
    await stage.bot("sendMessage", chat_id=chat_id, text="below")
    await stage.message(sent).get_by_role("button", name="Group").focus()
    await stage.bot(
        "editMessageText",
        chat_id=chat_id,
        message_id=sent["message_id"],
        text="What challenge?",
        reply_markup=inline([{"text": "Back", "callback_data": "b"}]),
    )
    await expect(stage.message(sent)).to_contain_text("What challenge?")
    await expect(stage.message(sent).locator("[data-role=edited]")).to_have_text("edited")
    # Who uses a keyboard is not thrown out of the message by its edit.
    await expect(stage.message(sent).get_by_role("button", name="Back")).to_be_focused()
    await expect(stage.messages.nth(1)).to_contain_text("What challenge?")
    await expect(stage.messages.nth(2)).to_contain_text("below")


async def test_deleted_message_is_gone(stage: Stage) -> None:
    chat_id = await stage.begin()
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="soon gone")
    await expect(stage.message(sent)).to_be_visible()
    await stage.bot("deleteMessage", chat_id=chat_id, message_id=sent["message_id"])
    await expect(stage.message(sent)).to_have_count(0)


async def test_photo_is_shown_with_its_caption(stage: Stage) -> None:
    chat_id = await stage.begin()
    sent = await stage.bot("sendPhoto", chat_id=chat_id, photo=PIXEL, caption="Month <b>one</b>", parse_mode="HTML")
    picture = stage.message(sent).get_by_role("img", name="Month one")
    await expect(picture).to_be_visible()
    await expect(stage.message(sent).locator("b")).to_have_text("one")
    await expect(picture).to_have_js_property("naturalWidth", 1)


async def test_document_can_be_downloaded(stage: Stage) -> None:
    chat_id = await stage.begin()
    sent = await stage.bot("sendDocument", chat_id=chat_id, document="työ;1\n".encode())
    async with stage.page.expect_download() as started:
        await stage.message(sent).get_by_role("link", name="leads.csv").click()
    download = await started.value
    assert download.suggested_filename == "leads.csv"
    assert (await download.path()).read_text() == "työ;1\n"


async def test_reply_by_the_context_menu_quotes_the_message(stage: Stage) -> None:
    chat_id = await stage.begin()
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="Which town?")
    await stage.message(sent).locator(".bubble").click(button="right")
    await stage.prospect.get_by_role("menuitem", name="Reply").click()
    await stage.input.fill("Kempele")
    await stage.prospect.locator("[data-role=send]").click()
    await expect(stage.messages).to_have_count(3)
    said = await stage.said(chat_id)
    assert said["reply_to_message"]["message_id"] == sent["message_id"]
    await expect(stage.message(said).get_by_role("button", name="Reply to: Which town?")).to_be_visible()
    await expect(stage.prospect.get_by_text("Cancel the reply")).to_have_count(0)


async def test_quotation_follows_the_message_it_quotes(stage: Stage) -> None:
    chat_id = await stage.begin()
    sent = await stage.bot("sendMessage", chat_id=chat_id, text="New request no. 6: " + "a long story " * 30)
    reply = {"message_id": sent["message_id"]}
    answer = await stage.bot("sendMessage", chat_id=chat_id, text="answer", reply_parameters=reply)
    quotation = stage.message(answer).locator(".quotation")
    name = str(await quotation.get_attribute("aria-label"))
    assert name.startswith("Reply to: New request no. 6: a long story")
    assert name.endswith("…")
    assert len(name) < 75
    await stage.bot("editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="No. 6 is erased.")
    await expect(quotation).to_contain_text("No. 6 is erased.")
    await stage.bot("deleteMessage", chat_id=chat_id, message_id=sent["message_id"])
    await expect(quotation).to_contain_text("Deleted message")


async def test_phone_numbers_are_links_and_other_digits_are_not(stage: Stage) -> None:
    chat_id = await stage.begin()
    text = "09 2525 0111, +358401234567 or 040-123 4567. 1.12.2026 klo 9-15, 2026-11-29, 0113, 12,50, 0400,5"
    sent = await stage.bot("sendMessage", chat_id=chat_id, text=text)
    links = stage.message(sent).locator("a")
    await expect(links).to_have_text(["09 2525 0111", "+358401234567", "040-123 4567"])
    await expect(links.first).to_have_attribute("href", "tel:0925250111")
    card = await stage.bot("sendContact", chat_id=chat_id, phone_number="+358401234567", first_name="Anna")
    await expect(stage.message(card).locator("a")).to_have_attribute("href", "tel:+358401234567")
    code = await stage.bot("sendMessage", chat_id=chat_id, text="<code>0401234567</code>", parse_mode="HTML")
    await expect(stage.message(code).locator("a")).to_have_count(0)
    await expect(stage.message(code)).to_contain_text("0401234567")


async def test_forced_reply_opens_the_reply_to_its_own_message(stage: Stage) -> None:
    chat_id = await stage.begin()
    force = {"force_reply": True, "input_field_placeholder": "Your answer"}
    asked = await stage.bot("sendMessage", chat_id=chat_id, text="Which day?", reply_markup=force)
    await stage.bot("sendMessage", chat_id=chat_id, text="something else")
    about = stage.prospect.locator(".about")
    await expect(about).to_contain_text("Which day?")
    await stage.page.reload()
    await expect(about).to_contain_text("Which day?")
    await expect(stage.input).to_have_attribute("placeholder", "Your answer")
    await stage.input.fill("Tuesday")
    await stage.input.press("Enter")
    await expect(stage.messages).to_have_count(4)
    await expect(about).to_be_hidden()
    assert (await stage.said(chat_id))["reply_to_message"]["message_id"] == asked["message_id"]


async def test_own_message_can_be_edited(stage: Stage) -> None:
    chat_id = await stage.begin()
    await stage.input.fill("Kempelee")
    await stage.input.press("Enter")
    await expect(stage.messages).to_have_count(2)
    await stage.messages.last.get_by_role("button", name="Message actions").press("Enter")
    await stage.prospect.get_by_role("menuitem", name="Edit").press("Enter")
    await expect(stage.input).to_have_value("Kempelee")
    await stage.input.fill("Kempele")
    await stage.input.press("Enter")
    await expect(stage.messages.last.locator(".text")).to_contain_text("Kempele")
    await expect(stage.messages.last.locator("[data-role=edited]")).to_be_visible()
    assert (await stage.said(chat_id))["text"] == "Kempele"


async def test_reaction_is_shown_also_after_the_page_is_loaded_again(stage: Stage) -> None:
    chat_id = await stage.begin()
    said = await stage.said(chat_id)
    reaction = [{"type": "emoji", "emoji": "👍"}]
    await stage.bot("setMessageReaction", chat_id=chat_id, message_id=said["message_id"], reaction=reaction)
    await expect(stage.message(said).locator("[data-role=reaction]")).to_have_text("👍")
    await stage.page.reload()
    await expect(stage.message(said).locator("[data-role=reaction]")).to_have_text("👍")


async def test_typing_is_shown_until_the_message_comes(stage: Stage) -> None:
    chat_id = await stage.begin()
    state = stage.prospect.locator("header [role=status]")
    await stage.bot("sendChatAction", chat_id=chat_id, action="typing")
    await expect(state).to_have_text("is typing")
    await stage.bot("sendMessage", chat_id=chat_id, text="Done")
    await expect(state).to_have_text("bot")


async def test_reader_of_old_messages_is_not_moved_by_new_ones(stage: Stage) -> None:
    chat_id = await stage.begin()
    first = await stage.bot("sendMessage", chat_id=chat_id, text="first")
    for number in range(20):
        last = await stage.bot("sendMessage", chat_id=chat_id, text=f"message {number}\nwith two lines")
    scroller = stage.prospect.get_by_role("log")
    await expect(stage.message(last)).to_be_in_viewport()
    await scroller.evaluate("element => element.scrollTo(0, 0)")
    await expect(stage.message(first)).to_be_in_viewport()
    late = await stage.bot("sendMessage", chat_id=chat_id, text="late")
    more = stage.prospect.get_by_role("button", name="New messages")
    await expect(more).to_be_visible()
    await expect(stage.message(first)).to_be_in_viewport()
    await expect(stage.message(late)).not_to_be_in_viewport()
    await more.click()
    await expect(stage.message(late)).to_be_in_viewport()
    await expect(more).to_be_hidden()


async def test_edit_above_what_is_read_moves_nothing(stage: Stage) -> None:
    chat_id = await stage.begin()
    first = await stage.bot("sendMessage", chat_id=chat_id, text="first")
    sent = [await stage.bot("sendMessage", chat_id=chat_id, text=f"message {n}\ntwo\nthree") for n in range(20)]
    await expect(stage.message(sent[-1])).to_be_in_viewport()
    await stage.prospect.get_by_role("log").evaluate("element => element.scrollTo(0, 500)")
    await expect(stage.message(sent[-1])).not_to_be_in_viewport()
    read = stage.message(sent[9])
    before = await read.evaluate("element => element.getBoundingClientRect().top")
    await stage.bot(
        "editMessageText", chat_id=chat_id, message_id=first["message_id"], text="\n".join(["first, longer"] * 8)
    )
    await expect(stage.message(first)).to_contain_text("longer")
    after = await read.evaluate("element => element.getBoundingClientRect().top")
    assert abs(after - before) < 1  # the browser scrolls by whole pixels
