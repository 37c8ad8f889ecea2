"""Sends what the invented members write, tap and upload to the sandbox, and waits for the assistant's reaction."""

from importlib.resources import files

from bot.demo.cast import Player
from bot.demo.stage import Stage
from messages.rendering.labels import label
from sandbox.client import SandboxPerson, SeenMessage


class Players:
    """Sends what players do to the sandbox; each method returns when the assistant has reacted."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.people: dict[Player, SandboxPerson] = {}

    async def add(self, player: Player) -> SandboxPerson:
        """Give a player a Telegram account, with no chat with the assistant yet."""
        note = ", ".join(dict.fromkeys((label(player.role).render("en"), player.institution)))
        person = await self.stage.sandbox.person(player.first_name, last_name=player.last_name, note=note)
        self.people[player] = person
        return person

    async def starts(self, player: Player, token: str = "") -> None:
        """Press Start; `token` is that of the invitation link that was opened."""
        await self.people[player].starts(token)
        await self.settle()

    async def says(self, player: Player, *texts: str, reply_to: SeenMessage | None = None) -> None:
        """Send messages, each after the reaction to the one before."""
        for text in texts:
            await self.people[player].says(text, reply_to=reply_to)
            await self.settle()

    async def taps(self, player: Player, *labels: str) -> None:
        """Tap buttons whose label is or contains a text, each after the reaction to the one before."""
        for text in labels:
            await self.people[player].taps(text)
            await self.settle()

    async def sends_file(self, player: Player, name: str, mime_type: str, *, caption: str = "") -> None:
        """Send a file of `bot/demo/papers`."""
        await self.people[player].sends_file(name, read_paper(name), mime_type=mime_type, caption=caption)
        await self.settle()

    async def sends_album(self, player: Player, *names: str, caption: str) -> None:
        """Send files of `bot/demo/papers` as one album; the caption is that of the first."""
        await self.people[player].sends_album([(name, read_paper(name)) for name in names], caption=caption)
        await self.settle()

    async def newest_message(self, player: Player, containing: str) -> SeenMessage:
        """The newest message of the assistant to a player that contains a text."""
        messages = [message for message in await self.people[player].messages() if not message.mine]
        return next(message for message in reversed(messages) if containing in message.text)

    async def settle(self) -> None:
        """Wait until the assistant has nothing to do at this moment."""
        await self.stage.settle()


def read_paper(name: str) -> bytes:
    """A file of `bot/demo/papers`, which is installed with the program."""
    return (files("bot.demo") / "papers" / name).read_bytes()
