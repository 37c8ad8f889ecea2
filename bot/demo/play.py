"""The demonstration: every scene, with the real assistant and the sandbox in this process."""

import logging
import tempfile
from pathlib import Path

from rich.console import Console

from bot.app import Assistant
from bot.demo.scene import START, ZONE, Demo, find_scenes
from bot.demo.stage import TOKEN, USERNAME, Stage, config_for
from bot.demo.transcript import Transcript
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer


async def play_demo(folder: Path, console: Console, *, whole: bool = False) -> None:
    """Play every scene and leave the transcript, calendar files, papers and workbook in `folder`, which exists.

    Args:
        whole: print the conversation as it happens; else a line for each scene.
    """
    logging.getLogger("telegram").setLevel(logging.WARNING)
    clock = MovableClock(START, frozen=True)
    with tempfile.TemporaryDirectory() as scratch:
        async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as client:
            config = config_for(server, Path(scratch), time={})
            stage = Stage(server, client, clock, config, Assistant(config, clock.now))
            transcript = Transcript(console, folder / "transcript.txt", ZONE, clock.now, whole)
            stop_listening = server.world.subscribe(transcript.add)
            await stage.assistant.start()
            try:
                demo = Demo(stage, transcript, folder)
                for number, scene in enumerate(find_scenes(stage.assistant.registry.capabilities), start=1):
                    transcript.heading(f"{number}. {scene.title}")
                    await scene.play(demo)
            finally:
                stop_listening()
                transcript.close()
                await stage.assistant.stop()
