"""The pictures of the README: `make screenshots` plays four scenes and photographs them into docs/screenshots."""

import asyncio
import logging
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser

from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.browser.screen import Screen, open_screen
from tests.conftest import START
from tests.indicators.conftest import defines
from tests.members.steps import fills_in, makes_invite
from tests.support.browser import CHROMIUM, open_browser
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage, raise_curtain

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WINDOW = {"width": 1060, "height": 660}
ZONE = ZoneInfo("Asia/Phnom_Penh")
#: Invites have random tokens; the picture has always the same.
ONE_TOKEN = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    texts.currentNode.data = texts.currentNode.data.replace(/start=[\\w-]+/, 'start=HLT-7f3a91c2');
}"""


async def people(stage: Stage) -> tuple[Player, Player, Player]:
    """The secretariat, a member who reports, and one who reads Khmer."""
    await stage.adds_twg()
    dara = await stage.member("Dara Chan", "secretariat")
    sokha = await stage.member("Sokha Sok", "development_partner", "UNFPA")
    bopha = await stage.member("Bopha Nhem", "government", "MEF", language="km")
    return dara, sokha, bopha


async def registration(stage: Stage, screen: Screen) -> None:
    dara, _, _ = await people(stage)
    token = await makes_invite(dara, "Development partner")
    kenji = await stage.person("Kenji Sato")
    await kenji.starts(token)
    await fills_in(kenji, name="Kenji Sato", institution="JICA")
    await screen.shows(dara.person.id, kenji.person.id)
    await screen.sees("Kenji Sato", "Is this right?")


async def announcement(stage: Stage, screen: Screen) -> None:
    dara, sokha, bopha = await people(stage)
    await plan_meeting(dara)
    await dara.says("/announce")
    await dara.taps("Announce to 3 people")
    await sokha.taps("I will come")
    await bopha.taps("នឹងចូលរួម")
    await dara.taps("Who is coming")
    await screen.shows(dara.person.id, sokha.person.id)
    await screen.sees("Dara Chan", "Sokha Sok")


async def report(stage: Stage, screen: Screen) -> None:
    dara, sokha, _ = await people(stage)
    await defines(dara, responsible=["UNFPA"])
    await dara.says("/round", "JMI report for the GDCC", "21/12/2026")
    await dara.taps("Open the round")
    await sokha.says("58% district hospitals fully staffed", reply_to=await sokha.finds("Please report"))
    await sokha.taps("Save")
    await screen.shows(dara.person.id, sokha.person.id)
    await screen.sees("Dara Chan", "58 %")


async def reminder(stage: Stage, screen: Screen) -> None:
    dara, sokha, bopha = await people(stage)
    await announce_meeting(dara)
    await stage.becomes(datetime(2026, 12, 12, 8, 0, tzinfo=ZONE))
    await screen.shows(bopha.person.id, sokha.person.id)
    await screen.sees("Sokha Sok", "Reminder: in 3 days")


SCENES: tuple[Callable[[Stage, Screen], Awaitable[None]], ...] = (registration, announcement, report, reminder)


async def photograph(browser: Browser, scene: Callable[[Stage, Screen], Awaitable[None]], database: Path) -> Path:
    """Play a scene and keep its picture."""
    path = FOLDER / f"{scene.__name__}.png"
    with tempfile.TemporaryDirectory() as scratch:
        copy = shutil.copy(database, Path(scratch) / "twgbot.db")
        async with (
            raise_curtain(Path(scratch), f"sqlite+aiosqlite:///{copy}", START) as stage,
            open_screen(browser, stage.server.url, stage.settle, viewport=WINDOW, color_scheme="light") as screen,
        ):
            await scene(stage, screen)
            await screen.page.evaluate(ONE_TOKEN)
            await screen.page.evaluate("() => document.activeElement?.blur()")
            await screen.page.mouse.move(0, 0)
            path.write_bytes(packed(await screen.page.screenshot(animations="disabled")))
    return path


def packed(png: bytes) -> bytes:
    """The same picture, deflated as small as it goes."""
    chunks, at, pixels = [], 8, b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        data = png[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"IDAT":
            pixels += data
        else:
            chunks.append((kind, data))
    chunks.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(pixels), 9)))
    return png[:8] + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


async def main() -> None:
    """Photograph every scene."""
    if CHROMIUM is None:
        sys.exit("There is no Chromium to photograph with: apt-get install chromium fonts-khmeros")
    logging.getLogger("telegram").setLevel(logging.ERROR)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "migrated.db"
        database = Database(f"sqlite+aiosqlite:///{file}")
        await prepare(database)
        await database.close()
        async with open_browser() as browser:
            for scene in SCENES:
                path = await photograph(browser, scene, file)
                sys.stdout.write(f"{path.relative_to(FOLDER.parents[1])}  {path.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    asyncio.run(main())
