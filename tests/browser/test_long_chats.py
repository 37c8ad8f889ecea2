"""A chat of 2,000 messages: the document holds only the rows near the visible part."""

import pytest
from playwright.async_api import expect

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.model import Message
from tests.browser.screen import Screen
from tests.sandbox.conftest import Api

pytestmark = pytest.mark.asyncio(loop_scope="session")

MESSAGES = 2000
#: How many rows the document holds at most: `MAX_ROWS` in message_list.js.
MOST = 240
SCROLL = "(box, top) => new Promise(done => { box.scrollTop = top; requestAnimationFrame(() => setTimeout(done)); })"
PLACE = "node => Math.round(node.getBoundingClientRect().top)"


def writes_much(bare: Api, person: SandboxPerson) -> list[Message]:
    """The bot's messages 0 to 1,999, of different lengths."""
    world = bare.server.world
    chat = world.chats[person.id]
    return [
        world.post(chat, world.bot_id, {"text": f"Message {number}. " + "More words. " * (number % 30)})
        for number in range(MESSAGES)
    ]


async def test_scrolling_up_reaches_every_message_and_keeps_few(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha = await sandbox.person("Sokha")
    await sokha.starts()
    writes_much(bare, sokha)
    await view.shows(sokha.id)
    await view.sees("Sokha", "Message 1999.")
    box, rows = view.pane("Sokha").locator(".message-list"), view.pane("Sokha").locator(".msg")
    counts = [await rows.count()]
    seen: set[str] = set()
    while "Message 0." not in seen:
        texts = await rows.evaluate_all("rows => rows.map(row => row.querySelector('.words').textContent)")
        new = {f"{text.partition('.')[0]}." for text in texts} - seen
        assert new, "scrolling up brings nothing"
        seen |= new
        counts.append(len(texts))
        await box.evaluate(SCROLL, 0)
    assert max(counts) <= MOST
    assert len(seen - {"/start."}) >= MESSAGES
    await view.pane("Sokha").get_by_role("button", name="To the newest message").click()
    await view.sees("Sokha", "Message 1999.")
    assert await rows.count() <= MOST


async def test_what_is_read_stays_in_place_while_rows_come_and_go(
    bare: Api, sandbox: SandboxClient, view: Screen
) -> None:
    sokha = await sandbox.person("Sokha")
    await sokha.starts()
    writes_much(bare, sokha)
    await view.shows(sokha.id)
    await view.sees("Sokha", "Message 1999.")
    box, read = view.pane("Sokha").locator(".message-list"), view.message("Sokha", "Message 1941.")
    await read.scroll_into_view_if_needed()
    newest = view.pane("Sokha").get_by_role("button", name="To the newest message")
    await expect(newest).to_be_visible()
    before = await read.evaluate(PLACE)
    await bare("sendMessage", chat_id=sokha.id, text="Something new")
    await expect(newest).to_have_text("1")
    assert await read.evaluate(PLACE) == before
    await box.evaluate(SCROLL, await box.evaluate("box => box.scrollTop") - 40)
    assert await read.evaluate(PLACE) == before + 40
    await newest.click()
    await view.sees("Sokha", "Something new")


async def test_a_quote_leads_to_a_message_far_above(bare: Api, sandbox: SandboxClient, view: Screen) -> None:
    sokha = await sandbox.person("Sokha")
    await sokha.starts()
    first = writes_much(bare, sokha)[7]
    await bare("sendMessage", chat_id=sokha.id, text="As I said", reply_parameters={"message_id": first.id})
    await view.shows(sokha.id)
    await view.message("Sokha", "As I said").locator(".quote").click()
    await view.sees("Sokha", "Message 7.")
    assert await view.pane("Sokha").locator(".msg").count() <= MOST
