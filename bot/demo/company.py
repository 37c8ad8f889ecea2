"""People at their telephones: they write, tap and send, one after the other."""

from importlib.resources import files

from bot.demo.cast import Player
from bot.demo.stage import Stage
from messages.rendering.labels import label
from sandbox.client import SandboxPerson, SeenMessage


class Company:
    """The players on a stage; each act ends when the assistant has reacted."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.people: dict[Player, SandboxPerson] = {}

    async def arrives(self, player: Player) -> SandboxPerson:
        """Somebody has Telegram from now on, and nothing to do with the assistant yet."""
        note = ", ".join(dict.fromkeys((label(player.role).render("en"), player.institution)))
        person = await self.stage.sandbox.person(player.first_name, last_name=player.last_name, note=note)
        self.people[player] = person
        return person

    async def starts(self, player: Player, token: str = "") -> None:
        await self.people[player].starts(token)
        await self.settle()

    async def says(self, player: Player, *texts: str, reply_to: SeenMessage | None = None) -> None:
        for text in texts:
            await self.people[player].says(text, reply_to=reply_to)
            await self.settle()

    async def taps(self, player: Player, *labels: str) -> None:
        for text in labels:
            await self.people[player].taps(text)
            await self.settle()

    async def sends(self, player: Player, name: str, mime_type: str) -> None:
        await self.people[player].sends_file(name, paper(name), mime_type=mime_type)
        await self.settle()

    async def finds(self, player: Player, text: str) -> SeenMessage:
        """The newest message of the assistant with this text."""
        messages = [message for message in await self.people[player].messages() if not message.mine]
        return next(message for message in reversed(messages) if text in message.text)

    async def settle(self) -> None:
        """Let the assistant react."""
        await self.stage.settle()


def paper(name: str) -> bytes:
    """A file that comes with the program."""
    return (files("bot.demo") / "papers" / name).read_bytes()
