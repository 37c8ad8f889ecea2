"""Speed of the chat page in Chromium: `python -m bench.page`."""

import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import aiohttp
from playwright.async_api import Browser, Page
from rich.console import Console
from rich.table import Table

from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from tests.support.browser import CHROMIUM, open_browser

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PEOPLE = 12
LONG_CHAT = 2000
PAINTS = 9
MESSAGES = 60
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
#: Records in `window.came` when each text was added to the document, in milliseconds of Unix time.
LISTEN = """() => {
  window.came = {};
  new MutationObserver(records => {
    const now = performance.timeOrigin + performance.now();
    for (const node of records.flatMap(record => [...record.addedNodes])) {
      const words = node.querySelector?.('.words')?.firstChild?.data;
      if (words) window.came[words] ??= now;
    }
  }).observe(document.querySelector('.log'), { childList: true, subtree: true });
}"""
#: Scrolls up by 120 px (one notch of a wheel) per frame; returns the durations of the frames in milliseconds and the
#: largest number of rows in the document.
SCROLL = """async () => {
  const list = document.querySelector('.message-list'), frames = [];
  let most = 0, last = await new Promise(requestAnimationFrame);
  while (list.scrollTop > 0 && frames.length < 1200) {
    list.scrollTop -= 120;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
    most = Math.max(most, list.querySelectorAll('.msg').length);
  }
  return { frames, most };
}"""


async def measure_paint(browser: Browser, url: str) -> list[float]:
    """First contentful paint of a long chat with an empty cache, in milliseconds, `PAINTS` times."""
    took = []
    for _ in range(PAINTS):
        context = await browser.new_context(viewport={"width": 1400, "height": 900})
        page = await context.new_page()
        await page.goto(url)
        await page.locator(".msg").last.wait_for()
        took.append(float(await page.evaluate(PAINTED)))
        await context.close()
    return took


async def measure_messages(page: Page, server: SandboxServer, person_id: int) -> list[float]:
    """Time from the bot's call of sendMessage to the message in the document, in milliseconds, `MESSAGES` times."""
    await page.evaluate(LISTEN)
    sent: dict[str, float] = {}
    async with aiohttp.ClientSession() as bot:
        for number in range(MESSAGES):
            text = f"Timed {number}"
            sent[text] = time.time() * 1000
            call: dict[str, Any] = {"chat_id": person_id, "text": text}
            async with bot.post(f"{server.base_url}1:sandbox/sendMessage", json=call):
                pass
            await page.locator(".msg", has_text=text).last.wait_for()
    came: dict[str, float] = await page.evaluate("window.came")
    return [came[text] - moment for text, moment in sent.items()]


async def measure() -> list[tuple[str, str, str]]:
    """Lines of the table: what was measured, the figure, the goal."""
    async with (
        SandboxServer("1:sandbox", clock=MovableClock(NOW)) as server,
        SandboxClient(server.url) as client,
        open_browser() as browser,
    ):
        people = [await client.person(f"Member {number}") for number in range(PEOPLE)]
        reader = people[0]
        await reader.starts()
        for number in range(LONG_CHAT):
            words = "Progress on the indicator. " * (number % 12)
            server.world.post(server.world.chats[reader.id], server.world.bot_id, {"text": f"{number}. {words}"})
        paints = await measure_paint(browser, f"{server.url}/#{reader.id}")
        page = await browser.new_page(viewport={"width": 1400, "height": 900})
        await page.goto(f"{server.url}/#{reader.id}")
        await page.locator(".msg").last.wait_for()
        messages = await measure_messages(page, server, reader.id)
        scrolled = await page.evaluate(SCROLL)
        frames = scrolled["frames"]
        late = sum(frame > 50 for frame in frames) / len(frames)
        return [
            ("first paint of a chat of 2,000 messages, ms", spread(paints), "under 1,000"),
            ("a message from the bot to the page, ms", spread(messages), "under 200"),
            ("a frame while scrolling 2,000 messages, ms", spread(frames), "smooth: 16.7"),
            ("frames later than 50 ms", f"{late:.1%} of {len(frames)}", "few"),
            ("rows in the document meanwhile, at most", str(scrolled["most"]), "240"),
        ]


def spread(values: Sequence[float]) -> str:
    """Median, 95th percentile and largest."""
    ordered = sorted(values)
    high = ordered[round(0.95 * (len(ordered) - 1))]
    return f"median {statistics.median(ordered):.0f}, p95 {high:.0f}, max {ordered[-1]:.0f}"


def main() -> None:
    """Measure and print a table."""
    if CHROMIUM is None:
        sys.exit("There is no Chromium to measure with: apt-get install chromium")
    table = Table("what", "measured", "goal", title="The chat page")
    for row in asyncio.run(measure()):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
