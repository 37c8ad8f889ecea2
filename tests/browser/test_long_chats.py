"""A chat of 2,000 messages is as light as a short one: only the rows around what is in sight are in the document."""

import pytest
from playwright.async_api import expect

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.model import Message
from tests.browser.screen import Screen
from tests.sandbox.conftest import Api

pytestmark = pytest.mark.asyncio(loop_scope="session")

MESSAGES = 2000
#: What the page keeps in the document at most, as its wall.js says.
MOST = 240
SCROLL = "(wall, top) => new Promise(done => { wall.scrollTop = top; requestAnimationFrame(() => setTimeout(done)); })"
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
    wall, rows = view.pane("Sokha").locator(".wall"), view.pane("Sokha").locator(".msg")
    counts = [await rows.count()]
    seen: set[str] = set()
    while "Message 0." not in seen:
        texts = await rows.evaluate_all("rows => rows.map(row => row.querySelector('.words').textContent)")
        new = {f"{text.partition('.')[0]}." for text in texts} - seen
        assert new, "scrolling up brings nothing"
        seen |= new
        counts.append(len(texts))
        await wall.evaluate(SCROLL, 0)
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
    wall, read = view.pane("Sokha").locator(".wall"), view.message("Sokha", "Message 1941.")
    await read.scroll_into_view_if_needed()
    newest = view.pane("Sokha").get_by_role("button", name="To the newest message")
    await expect(newest).to_be_visible()
    before = await read.evaluate(PLACE)
    await bare("sendMessage", chat_id=sokha.id, text="Something new")
    await expect(newest).to_have_text("1")
    assert await read.evaluate(PLACE) == before
    await wall.evaluate(SCROLL, await wall.evaluate("wall => wall.scrollTop") - 40)
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
