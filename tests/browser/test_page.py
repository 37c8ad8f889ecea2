"""The chat page: narrow screens, Khmer, unread messages, faults, the keyboard, files and links."""

import subprocess
from typing import Any, cast

import pytest
from playwright.async_api import Browser, Locator, Route, expect

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.server import SandboxServer
from tests.browser.screen import TELEPHONE, Screen, open_screen
from tests.sandbox.conftest import Api
from tests.support.stage import Player, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

on_a_telephone = pytest.mark.parametrize("window", [{"viewport": TELEPHONE, "has_touch": True}], ids=["telephone"])


async def somebody(sandbox: SandboxClient, name: str) -> SandboxPerson:
    person = await sandbox.person(name)
    await person.starts()
    return person


# Khmer


async def fonts_of(screen: Screen, drawn: Locator) -> dict[str, int]:
    """The fonts that draw an element's text, and how many glyphs each draws."""
    await drawn.evaluate("node => node.setAttribute('data-asked', '')")
    session = await screen.page.context.new_cdp_session(screen.page)
    await session.send("DOM.enable")
    await session.send("CSS.enable")
    root = await session.send("DOM.getDocument")
    facts: dict[str, Any] = {"nodeId": root["root"]["nodeId"], "selector": "[data-asked]"}
    node = await session.send("DOM.querySelector", facts)
    found = await session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})
    return {font["familyName"]: font["glyphCount"] for font in found["fonts"]}


async def test_khmer_is_drawn_with_its_own_font_and_its_letters_are_joined(
    screen: Screen, health: Stage, dara: Player
) -> None:
    if not subprocess.run(["fc-list", ":lang=km"], check=True, capture_output=True).stdout:  # noqa: ASYNC221, S607
        pytest.skip("there is no Khmer font to draw with: apt-get install fonts-khmeros")
    await health.member("Bopha", "government", "MEF", language="km")
    bopha = health.people["Bopha"]
    await screen.shows(bopha.person.id)
    await screen.says("Bopha", "/meetings", "ស្ត្រី")
    words = screen.pane("Bopha").locator(".msg.out .words").last
    await words.locator("time").evaluate("node => node.remove()")
    [(font, glyphs)] = (await fonts_of(screen, words)).items()
    assert "Khmer" in font
    # Written with six characters, two of which put the next one below and one of which goes before all of them.
    assert glyphs < len("ស្ត្រី")
    answer = screen.message("Bopha", "កិច្ចប្រជុំ").locator(".words")
    await expect(answer).to_have_attribute("lang", "km")
    heights = "node => parseFloat(getComputedStyle(node).lineHeight) / parseFloat(getComputedStyle(node).fontSize)"
    assert await answer.evaluate(heights) >= 1.6


# On a telephone


@on_a_telephone
async def test_at_phone_width_the_list_and_the_chat_take_turns(
    screen: Screen, health: Stage, dara: Player, sokha: Player
) -> None:
    await screen.shows()
    people, back = screen.page.get_by_role("navigation"), screen.page.get_by_role("button", name="Back to the list")
    await people.get_by_role("button", name="Sokha").tap()
    await expect(people).to_be_hidden()
    await screen.says("Sokha", "/help")
    await screen.sees("Sokha", "/meetings")
    width = await screen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width == [TELEPHONE["width"]] * 2
    await back.tap()
    await expect(people).to_be_visible()
    await sokha.says("/me")
    await expect(people.get_by_role("button", name="Sokha")).to_contain_text("1")
    await people.get_by_role("button", name="Sokha").tap()
    await back.tap()
    await expect(people.get_by_label("1 unread")).to_have_count(0)


# Several phones beside each other


@pytest.mark.parametrize(
    "window", [{"viewport": {"width": 1280, "height": 800}, "has_touch": True, "is_mobile": True}], ids=["tablet"]
)
async def test_a_second_phone_is_opened_beside_where_nothing_can_hover(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    await somebody(sandbox, "Sokha")
    await somebody(sandbox, "Dara")
    await view.shows()
    assert await view.page.evaluate("matchMedia('(hover: none)').matches")
    await expect(view.page.get_by_role("main")).to_contain_text("with the button that shows at the end of their row")
    people = view.page.get_by_role("navigation")
    await people.get_by_role("button", name="Sokha").first.tap()
    await expect(view.pane("Sokha")).to_be_visible()
    await people.get_by_role("button", name="Open Dara beside").tap()
    await expect(view.pane("Dara")).to_be_visible()
    await expect(view.pane("Sokha")).to_be_visible()


async def too_wide(screen: Screen) -> list[str]:
    """The parts of the page that can be moved sideways, and by how many pixels."""
    return cast(
        list[str],
        await screen.page.locator("html, body, #panes, .pane, .message-list, .composer, .side-list").evaluate_all(
            """nodes => nodes.filter((node) => node.scrollWidth > node.clientWidth)
                .map((node) => `${node.tagName}.${node.className}: ${node.scrollWidth - node.clientWidth}`)"""
        ),
    )


@pytest.mark.parametrize("width", [1100, 900, 700])
async def test_two_phones_shrink_to_fit(bare: Api, sandbox: SandboxClient, view: Screen, width: int) -> None:
    sokha, dara = await somebody(sandbox, "Sokha"), await somebody(sandbox, "Dara")
    await bare("setMyCommands", commands=[{"command": "meetings", "description": "Meetings ahead"}])
    keys = [[{"text": label, "callback_data": label} for label in ("I will come", "I cannot come")]]
    for person in (sokha, dara):
        await bare("sendPoll", chat_id=person.id, question="When?", options=[{"text": "Monday"}, {"text": "Tuesday"}])
        await bare("sendMessage", chat_id=person.id, text="https://a.example/" + "x" * 90)
        await bare("sendMessage", chat_id=person.id, text="Well?", reply_markup={"inline_keyboard": keys})
        await bare("sendMessage", chat_id=person.id, text="Choose", reply_markup={"keyboard": [["Yes", "No"]]})
        await person.sends_file("a-budget-with-a-long-name-that-has-no-spaces.pdf", b"%PDF")
    await view.page.set_viewport_size({"width": width, "height": 800})
    await view.shows(sokha.id, dara.id)
    for name in ("Sokha", "Dara"):
        await view.sees(name, "a-budget")
        for label in (f"Close {name}", "Person and chat", "Send", "Attach"):
            button = view.pane(name).get_by_role("button", name=label, exact=True)
            await expect(button).to_be_in_viewport(ratio=1)
        box = await view.pane(name).get_by_role("textbox").bounding_box()
        assert box is not None
        assert box["width"] >= 60
    assert await too_wide(view) == []


async def test_two_phones_take_turns_below_700_pixels(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await somebody(sandbox, "Sokha"), await somebody(sandbox, "Dara")
    await view.page.set_viewport_size({"width": 699, "height": 800})
    await view.shows(sokha.id, dara.id)
    await expect(view.page.locator(".pane:visible")).to_have_count(1)
    assert await too_wide(view) == []


async def test_the_page_follows_its_address(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara, kenji = [await somebody(sandbox, name) for name in ("Sokha", "Dara", "Kenji")]
    await view.shows(sokha.id, dara.id)
    await view.pane("Dara").get_by_role("textbox").fill("Half a sen")
    await view.page.evaluate("hash => { location.hash = hash }", f"{dara.id},{kenji.id}")
    await expect(view.pane("Kenji").get_by_text("/start")).to_be_visible()
    await expect(view.pane("Sokha")).to_have_count(0)
    await expect(view.page.locator(".pane")).to_have_count(2)
    await expect(view.page.locator(".pane").first).to_have_accessible_name("Dara: TWG assistant")
    await expect(view.pane("Dara").get_by_role("textbox")).to_have_value("Half a sen")
    await view.page.evaluate("location.hash = '#'")
    await expect(view.page.get_by_role("heading", name="Choose whose phone to look at")).to_be_visible()


# Unread messages, answers, faults


async def test_what_nobody_looks_at_is_counted(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha, dara = await somebody(sandbox, "Sokha"), await somebody(sandbox, "Dara")
    await view.shows(dara.id)
    for number in range(3):
        await bare("sendMessage", chat_id=sokha.id, text=f"Message {number}")
    await bare("sendMessage", chat_id=dara.id, text="Seen at once")
    await view.sees("Dara", "Seen at once")
    people = view.page.get_by_role("navigation")
    await expect(people.get_by_label("3 unread")).to_be_visible()
    await expect(people.locator(".badge")).to_have_count(1)
    await people.get_by_role("button", name="Sokha").first.click()
    await view.sees("Sokha", "Message 2")
    await expect(people.locator(".badge")).to_have_count(0)


async def test_answers_to_buttons_show_as_toast_and_as_box(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha = await somebody(sandbox, "Sokha")
    keys = [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]
    await bare("sendMessage", chat_id=sokha.id, text="Well?", reply_markup={"inline_keyboard": keys})
    await view.shows(sokha.id)
    await view.taps("Sokha", "Yes")
    await expect(view.pane("Sokha").locator("[aria-busy=true]")).to_have_text("Yes")
    first = next(iter(bare.server.world.taps))
    await bare("answerCallbackQuery", callback_query_id=first, text="Noted")
    await expect(view.pane("Sokha").get_by_role("status")).to_have_text("Noted")
    await expect(view.pane("Sokha").locator("[aria-busy=true]")).to_have_count(0)
    await view.taps("Sokha", "No")
    second = list(bare.server.world.taps)[-1]
    await bare("answerCallbackQuery", callback_query_id=second, text="A pity", show_alert=True)
    await expect(view.page.get_by_role("dialog")).to_contain_text("A pity")
    await view.page.keyboard.press("Escape")
    await expect(view.page.get_by_role("dialog")).to_have_count(0)


async def test_who_taps_a_button_that_just_changed_is_told_and_sees_the_new_ones(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    def offering(label: str) -> dict[str, Any]:
        return {"inline_keyboard": [[{"text": label, "callback_data": label}]]}

    sokha = await somebody(sandbox, "Sokha")
    asked = await bare("sendMessage", chat_id=sokha.id, text="Shall we?", reply_markup=offering("Today"))
    await view.shows(sokha.id)
    old = view.pane("Sokha").get_by_role("button", name="Today")
    await expect(old).to_be_visible()

    async def hold(_: Route) -> None:
        """Answer only once this rule is taken away."""

    await view.page.route("**/messages?*", hold)
    where = {"chat_id": sokha.id, "message_id": asked["message_id"]}
    await bare("editMessageReplyMarkup", **where, reply_markup=offering("Tomorrow"))
    await old.click()
    await expect(view.page.get_by_text("no button 'Today' on the screen")).to_be_visible()
    await view.page.unroute("**/messages?*")
    await view.taps("Sokha", "Tomorrow")
    assert [tap.label for tap in bare.server.world.taps.values()] == ["Tomorrow"]
    # The browser itself writes down the refusal; nothing was left uncaught.
    assert view.complaints == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]
    view.complaints.clear()


async def test_changes_of_a_message_are_marked_and_deletions_are_gone(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha = await somebody(sandbox, "Sokha")
    kept = await bare("sendMessage", chat_id=sokha.id, text="At nine")
    gone = await bare("sendMessage", chat_id=sokha.id, text="Never mind")
    await view.shows(sokha.id)
    await expect(view.message("Sokha", "At nine")).not_to_contain_text("edited")
    await bare("editMessageText", chat_id=sokha.id, message_id=kept["message_id"], text="At ten")
    await expect(view.message("Sokha", "At ten")).to_contain_text("edited")
    await bare("deleteMessage", chat_id=sokha.id, message_id=gone["message_id"])
    await expect(view.message("Sokha", "Never mind")).to_have_count(0)


@pytest.mark.parametrize(
    ("kind", "words", "times"),
    [
        ("429", "Too many requests (429)", 1),
        ("502", "Bad gateway (502)", 1),
        ("close_before", "Drop before the effect", 1),
        ("close_after", "Drop after the effect", 2),
    ],
)
async def test_a_fault_is_caused_and_shown_and_the_message_comes_all_the_same(
    screen: Screen, health: Stage, sokha: Player, kind: str, words: str, times: int
) -> None:
    await screen.shows(sokha.person.id)
    tools = await screen.opens_tools()
    await tools.get_by_label("What goes wrong").select_option(kind)
    await tools.get_by_label("Seconds").fill("1")
    await tools.get_by_role("button", name="Cause it").click()
    await expect(tools.get_by_role("listitem")).to_contain_text(f"{words}: send*, once")
    await screen.says("Sokha", "/help")
    await expect(screen.page.get_by_text(f"Fault: {words} on sendMessage to Sokha")).to_be_visible()
    await expect(tools.get_by_label("Faults that hit")).to_contain_text(f"{words} on sendMessage to Sokha")
    await expect(tools.get_by_role("listitem")).to_have_count(0)
    await screen.sees("Sokha", "/meetings")
    await expect(screen.pane("Sokha").locator(".msg.in")).to_have_count(times)


async def test_a_fault_that_can_never_hit_is_refused(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    await view.shows()
    tools = await view.opens_tools()
    await tools.get_by_label("Method").fill("frobnicate")
    await tools.get_by_role("button", name="Cause it").click()
    refusal = "`method` is to fit a method of the Bot API, or download; 'frobnicate' fits none"
    await expect(view.page.locator(".toast")).to_have_text(refusal)
    assert not bare.server.world.faults
    assert view.complaints == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]
    view.complaints.clear()
    await tools.get_by_label("Method").fill("DOWNLOAD")
    await tools.get_by_role("button", name="Cause it").click()
    await expect(tools.get_by_role("listitem")).to_contain_text("DOWNLOAD, once")


async def test_a_page_that_stayed_open_shows_the_sandbox_that_took_the_place_of_the_former(browser: Browser) -> None:
    async def nobody_reacts() -> None:
        return None

    async with SandboxServer("1:test") as former, SandboxClient(former.url) as people:
        sokha = await somebody(people, "Sokha")
        for number in range(20):
            await sokha.says(f"Message {number}")
        port = former.port
        async with open_screen(browser, former.url, nobody_reacts) as view:
            await view.shows(sokha.id)
            await view.sees("Sokha", "Message 19")
            await former.stop()
            gone = view.page.get_by_text("The sandbox does not answer. Start it again; what you have typed stays.")
            await expect(gone).to_be_in_viewport(ratio=1)
            box = view.pane("Sokha").get_by_role("textbox")
            await box.fill("Is anybody there?")
            await box.press("Enter")
            await expect(view.page.locator(".toast")).to_have_text("The sandbox does not answer.")
            await expect(box).to_have_value("Is anybody there?")
            async with SandboxServer("1:test", "new_bot", port=port) as server, SandboxClient(server.url) as others:
                again = await somebody(others, "Sokha")
                await again.says("Anew")
                await view.sees("Sokha", "Anew")
                await expect(view.page.get_by_text("@new_bot", exact=True)).to_be_visible()
                await expect(view.message("Sokha", "Message 19")).to_have_count(0)
                await expect(gone).to_have_count(0)
                await expect(box).to_have_value("Is anybody there?")
                await again.says("And on")
                await view.sees("Sokha", "And on")


# The keyboard


async def test_a_command_is_chosen_by_the_keyboard_alone(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    await somebody(sandbox, "Sokha")
    commands = [{"command": word, "description": f"Shows {word}"} for word in ("meetings", "members", "jmi")]
    await bare("setMyCommands", commands=commands)
    await view.shows()
    await view.page.get_by_role("button", name="Sokha").first.focus()
    await view.page.keyboard.press("Enter")
    await expect(view.pane("Sokha").get_by_role("textbox")).to_be_focused()
    await view.page.keyboard.type("/me")
    await expect(view.pane("Sokha").get_by_role("option")).to_have_count(2)
    await view.page.keyboard.press("ArrowDown")
    await view.page.keyboard.press("ArrowDown")
    await view.page.keyboard.press("Enter")
    await expect(view.message("Sokha", "/members")).to_be_visible()


async def test_the_last_message_is_edited_and_answered_by_the_keyboard(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha = await somebody(sandbox, "Sokha")
    await view.shows(sokha.id)
    await view.says("Sokha", "58 %")
    await view.page.keyboard.press("ArrowUp")
    await expect(view.pane("Sokha").get_by_role("textbox")).to_have_value("58 %")
    await view.page.keyboard.type(" of all")
    await view.page.keyboard.press("Enter")
    await expect(view.message("Sokha", "58 % of all")).to_contain_text("edited")
    await view.message("Sokha", "58 %").get_by_role("button", name="What to do").focus()
    await view.page.keyboard.press("Enter")
    await view.page.keyboard.press("Enter")
    await expect(view.pane("Sokha").locator(".about")).to_contain_text("58 % of all")
    await expect(view.pane("Sokha").get_by_role("textbox")).to_be_focused()


async def test_a_key_of_a_reply_keyboard_writes_its_words(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha = await somebody(sandbox, "Sokha")
    keys = {"keyboard": [["Yes", "No"]], "one_time_keyboard": True}
    await bare("sendMessage", chat_id=sokha.id, text="Well?", reply_markup=keys)
    await view.shows(sokha.id)
    keyboard = view.pane("Sokha").get_by_role("group", name="Reply keyboard")
    await keyboard.get_by_role("button", name="No").click()
    await view.sees("Sokha", "No")
    await expect(keyboard).to_have_count(0)
    await bare("sendMessage", chat_id=sokha.id, text="Good", reply_markup={"remove_keyboard": True})
    await expect(view.pane("Sokha").get_by_role("button", name="Reply keyboard")).to_have_count(0)


async def test_a_button_copies_its_text(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha = await somebody(sandbox, "Sokha")
    keys = [[{"text": "Copy the code", "copy_text": {"text": "HLT-2008"}}]]
    await bare("sendMessage", chat_id=sokha.id, text="Your code", reply_markup={"inline_keyboard": keys})
    await view.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await view.shows(sokha.id)
    await view.pane("Sokha").get_by_role("button", name="Copy the code").click()
    await expect(view.pane("Sokha").get_by_role("status")).to_have_text("Copied: HLT-2008")
    assert await view.page.evaluate("navigator.clipboard.readText()") == "HLT-2008"
    assert not bare.server.world.taps


async def test_a_long_list_is_passed_by_one_key(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    for number in range(40):
        await sandbox.person(f"Member {number}")
    sokha = await somebody(sandbox, "Sokha")
    await view.shows(sokha.id)
    skip = view.page.get_by_role("button", name="Skip to the conversation")
    await expect(skip).not_to_be_in_viewport()
    await view.page.get_by_role("button", name="Dark or light").focus()
    await view.page.keyboard.press("Shift+Tab")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await view.page.keyboard.press("Enter")
    await expect(view.pane("Sokha").get_by_role("textbox")).to_be_focused()
    await view.page.keyboard.type("Here")
    await view.page.keyboard.press("Enter")
    await view.sees("Sokha", "Here")


async def test_offered_commands_are_told_to_a_screen_reader(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha = await somebody(sandbox, "Sokha")
    await bare("setMyCommands", commands=[{"command": word, "description": word} for word in ("meetings", "members")])
    await view.shows(sokha.id)
    box, offers = view.pane("Sokha").locator("textarea"), view.pane("Sokha").get_by_role("listbox")
    await expect(offers).to_have_count(0)
    await box.press_sequentially("/me")
    await expect(view.pane("Sokha").get_by_text("2 commands")).to_be_attached()
    assert await box.get_attribute("aria-controls") == await offers.get_attribute("id")
    assert await box.get_attribute("aria-activedescendant") is None
    await box.press("ArrowDown")
    active = await offers.get_by_role("option", selected=True).get_attribute("id")
    await expect(box).to_have_attribute("aria-activedescendant", str(active))
    await box.press("Escape")
    await expect(offers).to_have_count(0)
    assert await box.get_attribute("aria-activedescendant") is None


# Files


async def test_a_file_that_could_not_be_sent_leaves_its_words_and_lets_the_others_go(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha = await somebody(sandbox, "Sokha")
    await bare("sendMessage", chat_id=sokha.id, text="Please send it")
    await view.shows(sokha.id)
    failed: list[str] = []

    async def fail_once(route: Route) -> None:
        if failed:
            await route.continue_()
        else:
            failed.append(route.request.url)
            await route.abort()

    await view.page.route("**/sends_file", fail_once)
    await view.opens_menu("Sokha", "Please send it", "Reply")
    await view.pane("Sokha").get_by_role("textbox").fill("The budget")
    files = [{"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"} for name in ("one", "two")]
    await view.pane("Sokha").locator("input[type=file]").set_input_files(cast(Any, files))
    asked = view.page.get_by_role("dialog")
    await asked.get_by_role("combobox", name="Send").select_option("One by one")
    await asked.get_by_role("button", name="Send").click()
    await view.sees("Sokha", "two.pdf")
    await expect(view.page.get_by_text("one.pdf was not sent: The sandbox does not answer.")).to_be_visible()
    await expect(view.pane("Sokha").get_by_role("textbox")).to_have_value("The budget")
    await expect(view.pane("Sokha").locator(".about")).to_contain_text("Please send it")
    assert [message.text for message in await sokha.messages()] == ["/start", "Please send it", ""]
    assert view.complaints == ["Failed to load resource: net::ERR_FAILED"]
    view.complaints.clear()


async def test_a_button_pressed_twice_begins_no_reply(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha = await somebody(sandbox, "Sokha")
    keys = [[{"text": "Maybe", "callback_data": "m"}]]
    await bare("sendMessage", chat_id=sokha.id, text="Well?", reply_markup={"inline_keyboard": keys})
    await view.shows(sokha.id)
    await view.pane("Sokha").get_by_role("button", name="Maybe").dblclick()
    await expect(view.pane("Sokha").locator(".about")).to_have_count(0)
    await view.message("Sokha", "Well?").dispatch_event("dblclick")
    await expect(view.pane("Sokha").locator(".about")).to_contain_text("Well?")


async def test_an_empty_page_says_how_to_begin(bare: Api, view: Screen) -> None:
    await view.shows()
    await expect(view.page.get_by_role("heading", name="Nobody is here yet")).to_be_visible()
    await view.page.get_by_role("button", name="New person").click()
    await view.page.get_by_label("First name").fill("Sokha")
    await view.page.get_by_role("button", name="Add").click()
    await expect(view.pane("Sokha").get_by_role("button", name="START", exact=True)).to_be_focused()
    await view.page.keyboard.press("Enter")
    await view.sees("Sokha", "/start")
    await expect(view.pane("Sokha").get_by_role("textbox")).to_be_focused()


async def test_a_refused_question_stays_open_and_says_why(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    await sandbox.person("Sokha", username="sokha")
    await view.shows()
    await view.page.get_by_role("button", name="New person").click()
    asked = view.page.get_by_role("dialog")
    await asked.get_by_label("First name").fill("Another")
    await asked.get_by_label("Username").fill("sokha")
    await asked.get_by_role("button", name="Add").click()
    await expect(asked.get_by_role("alert")).to_have_text("the username @sokha is taken")
    await expect(view.page.locator(".toast")).to_have_count(0)
    await asked.get_by_label("Username").fill("another")
    await asked.get_by_role("button", name="Add").click()
    await expect(asked).to_have_count(0)
    await expect(view.pane("Another")).to_be_visible()
    assert view.complaints == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]
    view.complaints.clear()


# Links


async def test_a_link_is_opened_by_somebody_who_has_not_started(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    kenji = await sandbox.person("Kenji")
    await view.shows(kenji.id)
    for link, shown in (
        ("https://t.me/other_bot?start=x", "That is no link to @twg_bot."),
        ("t.me/twg_bot?start=x", ""),
    ):
        await view.page.get_by_role("button", name="Start with a link…").click()
        await view.page.get_by_label("A link to @twg_bot").fill(link)
        await view.page.get_by_role("button", name="Open", exact=True).click()
        if shown:
            await expect(view.pane("Kenji").get_by_role("status")).to_have_text(shown)
    await view.sees("Kenji", "/start x")
