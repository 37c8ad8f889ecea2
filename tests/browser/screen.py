"""Driving the chat page as a user who plays several people at once."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

expect.set_options(timeout=15_000)

DESK = {"width": 1400, "height": 900}
TELEPHONE = {"width": 390, "height": 844}

#: True when the page has received entry number `seq` of the journal and has fetched what it concerns.
CAUGHT_UP = """seq => Number(document.documentElement.dataset.seen) >= seq
    && !document.querySelector("html[data-fetching], .pane[aria-busy]")"""


@dataclass
class Screen:
    """A browser window with the chat page.

    Args:
        url: of the sandbox.
        settle: waits until the bot has reacted to everything.
    """

    page: Page
    url: str
    settle: Callable[[], Awaitable[None]]
    #: Errors in the browser, and pages that were opened unexpectedly.
    complaints: list[str] = field(default_factory=list)

    async def shows(self, *people: int | str) -> None:
        """Open chats side by side, by person id; `1001/-100` is a group as person 1001 sees it."""
        await self.page.goto(f"{self.url}/#{','.join(map(str, people))}")
        await expect(self.page.locator(".pane")).to_have_count(len(people))
        await expect(self.page.get_by_text("Live", exact=True)).to_be_attached()

    def pane(self, name: str) -> Locator:
        """The pane of a person."""
        return self.page.get_by_role("region", name=re.compile(rf"^{re.escape(name)}: "))

    def message(self, name: str, text: str) -> Locator:
        """The newest message with this text in the pane of a person."""
        return self.pane(name).locator(".msg").filter(has_text=text).last

    async def says(self, name: str, *texts: str) -> None:
        """Type messages, each after the bot has reacted to the one before."""
        for text in texts:
            box = self.pane(name).get_by_role("textbox")
            await box.fill(text)
            async with self.page.expect_response("**/says"):
                await box.press("Enter")
            await expect(self.pane(name).locator(".msg.out").last).to_contain_text(text)
            await self.catches_up()

    async def taps(self, name: str, *labels: str) -> None:
        """Press buttons, each after the bot has reacted to the one before."""
        for label in labels:
            button = self.pane(name).locator(".keys").get_by_role("button", name=label).last
            async with self.page.expect_response("**/taps"):
                await button.click()
            await self.catches_up()

    async def catches_up(self) -> None:
        """Wait until the bot has reacted to everything and the page shows it."""
        await self.settle()
        state = await (await self.page.request.get(f"{self.url}/sandbox/state")).json()
        await self.page.wait_for_function(CAUGHT_UP, arg=state["result"]["seq"])

    async def sees(self, name: str, *texts: str) -> None:
        """Wait until the newest messages with these texts are visible to a person."""
        for text in texts:
            await expect(self.message(name, text)).to_be_in_viewport()

    async def opens_menu(self, name: str, text: str, entry: str) -> None:
        """Choose an entry of the menu of the newest message with this text."""
        await self.message(name, text).click(button="right")
        await self.page.get_by_role("menuitem", name=entry).click()

    async def switches(self, switch: Locator, request: str) -> None:
        """Turn a switch on and wait until the page shows what follows from it.

        Args:
            request: glob of the address that the page sends the change to.
        """
        async with self.page.expect_response(request):
            await switch.check()
        await self.catches_up()

    async def opens_tools(self) -> Locator:
        """Open the panel for the clock and the faults."""
        await self.page.get_by_role("button", name="Clock and faults").click()
        return self.page.get_by_role("complementary", name="Clock and faults")


@asynccontextmanager
async def open_screen(
    browser: Browser, url: str, settle: Callable[[], Awaitable[None]], **options: Any
) -> AsyncIterator[Screen]:
    """A window of its own, which listens for everything that should not happen.

    Args:
        options: of Playwright's context, such as `viewport`, `color_scheme` or `has_touch`.
    """
    context = await browser.new_context(**{"viewport": DESK, "locale": "en-GB", "reduced_motion": "reduce", **options})
    context.set_default_timeout(15_000)
    page = await context.new_page()
    screen = Screen(page, url, settle)

    async def refuse(dialog: Any) -> None:
        screen.complaints.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    page.on("dialog", refuse)
    page.on("pageerror", lambda error: screen.complaints.append(f"uncaught: {error}"))
    page.on(
        "console",
        lambda said: screen.complaints.append(said.text) if said.type in ("error", "warning") else None,
    )
    try:
        yield screen
    finally:
        await context.close()
