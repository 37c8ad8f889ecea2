"""Accessibility: axe-core finds no serious or critical violation in any state of the page."""

from typing import Any, cast

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from sandbox.client import SandboxClient
from sandbox.client_origins import from_channel
from tests.browser.screen import DESK, TELEPHONE, Screen
from tests.sandbox.conftest import Api

pytestmark = pytest.mark.asyncio(loop_scope="session")

RICH = (
    '<b>Bold</b> <i>italic</i> <u>under</u> <s>strike</s> <code>code</code> <a href="https://a.example">link</a> /help '
    "<blockquote>A quote</blockquote><pre>text</pre> @twg_bot #tag"
)
WINDOWS = {
    "light": {"viewport": DESK, "color_scheme": "light"},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "telephone": {"viewport": TELEPHONE, "has_touch": True, "color_scheme": "light"},
}


def one_window(name: str) -> list[Any]:
    """All windows: this one in the suite, the others in the soak."""
    return [pytest.param(each, id=key, marks=[] if key == name else pytest.mark.soak) for key, each in WINDOWS.items()]


async def converses(bare: Api, sandbox: SandboxClient) -> int:
    """Fill a chat with every kind of message; returns the id of its person."""
    sokha = await sandbox.person("Sokha", last_name="Sok")
    await sokha.starts()
    await bare("setMyCommands", commands=[{"command": "meetings", "description": "Meetings ahead"}])
    said = await sokha.says("See /meetings at https://a.example")
    await bare("sendMessage", chat_id=sokha.id, text=RICH, parse_mode="HTML", reply_parameters={"message_id": said.id})
    await sokha.edits(said, "See /meetings there")
    await sokha.sends_file("budget.pdf", b"%PDF", caption="ស្ត្រី")
    await sokha.sends_contact("+85512345678")
    await sokha.sends_recording("video_note")
    await sokha.sends_venue("Ministry of Health", "Phnom Penh", reply_to=said, quote="there")
    await sokha.says("Read this", forward_origin=from_channel("News"), via_bot="pic")
    await sokha.says("I agree", external_reply={"origin": from_channel("News")}, quote="a part")
    await sokha.posts_service("message_auto_delete_timer_changed", {"message_auto_delete_time": 86400})
    await bare("sendPoll", chat_id=sokha.id, question="When?", options=[{"text": "Monday"}, {"text": "Tuesday"}])
    await sokha.votes([1], await sokha.last())
    keys = [[{"text": "Yes", "callback_data": "y"}, {"text": "Open", "url": "https://a.example"}]]
    await bare("sendMessage", chat_id=sokha.id, text="Well?", reply_markup={"inline_keyboard": keys})
    await sokha.reacts("👍", await sokha.last())
    await sokha.taps("Yes")
    await bare("sendMessage", chat_id=sokha.id, text="Choose", reply_markup={"keyboard": [["Yes", "No"]]})
    await sandbox.group("Health TWG", [sokha])
    await sandbox.person("Kenji")
    return sokha.id


async def faults_of(screen: Screen) -> list[str]:
    """The serious and critical violations that axe-core finds, with their elements."""
    found: dict[str, Any] = (await Axe().run(screen.page)).response
    assert len(found["passes"]) > 10, "axe-core looked at nothing"
    return [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("window", one_window("telephone"))
async def test_a_conversation_with_its_keyboards_is_accessible(
    bare: Api, sandbox: SandboxClient, view: Screen, window: dict[str, Any]
) -> None:
    sokha = await converses(bare, sandbox)
    await view.shows(sokha)
    await view.sees("Sokha Sok", "Choose")
    assert await faults_of(view) == []
    await view.page.get_by_role("button", name="Menu of commands").click()
    assert await faults_of(view) == []
    await view.page.keyboard.press("Escape")
    await view.message("Sokha Sok", "Well?").click(button="right", position={"x": 40, "y": 20})
    await view.page.get_by_role("menu").wait_for()
    assert await faults_of(view) == []


@pytest.mark.parametrize("window", one_window("dark"))
async def test_the_list_and_the_clock_and_faults_are_accessible(
    bare: Api, sandbox: SandboxClient, view: Screen, window: dict[str, Any]
) -> None:
    await converses(bare, sandbox)
    await sandbox.fault("429")
    await view.shows()
    assert await faults_of(view) == []
    await view.opens_tools()
    await view.page.get_by_role("listitem").filter(has_text="429").wait_for()
    assert await faults_of(view) == []


async def test_escape_gives_the_keyboard_back_to_where_it_was(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha = await converses(bare, sandbox)
    await view.shows(sokha)
    tools = await view.opens_tools()
    await tools.get_by_role("button", name="+1 hour").focus()
    await view.page.keyboard.press("Escape")
    await expect(tools).to_be_hidden()
    await expect(view.page.get_by_role("button", name="Clock and faults")).to_be_focused()
    menu = view.pane("Sokha Sok").get_by_role("button", name="Person and chat")
    await menu.press("Enter")
    await view.page.get_by_role("menuitem", name="Account…").press("Enter")
    await expect(view.page.get_by_role("dialog")).to_be_visible()
    await view.page.keyboard.press("Escape")
    await expect(menu).to_be_focused()


async def test_questions_in_front_of_the_page_are_accessible(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    await converses(bare, sandbox)
    await view.shows()
    for button in ("New person", "New group"):
        await view.page.get_by_role("button", name=button).click()
        assert await faults_of(view) == []
        await view.page.keyboard.press("Escape")


@pytest.mark.parametrize("window", one_window("light"))
async def test_what_is_asked_before_something_is_sent_is_accessible(
    bare: Api, sandbox: SandboxClient, view: Screen, window: dict[str, Any]
) -> None:
    sokha = await converses(bare, sandbox)
    await view.shows(sokha)
    pane = view.pane("Sokha Sok")
    box = pane.get_by_role("textbox")
    await box.fill("See the guideline")
    await box.select_text()
    await pane.get_by_role("button", name="Bold").click()
    assert await faults_of(view) == []
    await pane.get_by_role("button", name="Attach").click()
    assert await faults_of(view) == []
    for entry in ("Contact of another…", "Place…", "Poll…", "Forward from elsewhere…"):
        if not await view.page.get_by_role("menu").count():
            await pane.get_by_role("button", name="Attach").click()
        await view.page.get_by_role("menuitem", name=entry).click()
        assert await faults_of(view) == []
        await view.page.keyboard.press("Escape")
    file = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    await pane.locator("input[type=file]").set_input_files(cast(Any, [file, file | {"name": "b.pdf"}]))
    await view.page.get_by_role("dialog").wait_for()
    assert await faults_of(view) == []
    await view.page.keyboard.press("Escape")
    for entry in ("Quote a part…", "Forward…"):
        await view.message("Sokha Sok", "Well?").click(button="right", position={"x": 40, "y": 20})
        await view.page.get_by_role("menuitem", name=entry).click()
        assert await faults_of(view) == []
        await view.page.keyboard.press("Escape")


async def test_a_fault_that_there_is_would_be_found(bare: Api, view: Screen) -> None:
    await view.shows()
    await view.page.evaluate("document.body.append(document.createElement('button'))")
    assert [fault.partition(":")[0] for fault in await faults_of(view)] == ["button-name"]
