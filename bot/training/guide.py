"""The guide that `twgbot sandbox` prints in the terminal."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.demo.cast import PARTNER, SECRETARIAT, Player
from bot.demo.stage import USERNAME
from messages.rendering.labels import label
from sandbox.server import SandboxServer
from twg.members.invites import link_to


def show_guide(
    console: Console,
    server: SandboxServer,
    suggestions: Mapping[Player, str],
    now: datetime,
    kept: Path | None,
    *,
    token: str,
    feed_url: str,
) -> None:
    """Print where the chat page is and which person to choose there.

    Args:
        suggestions: what there is to try, by person.
        now: the sandbox's time, local.
        kept: where the database and the files stay afterwards; None if they are removed.
        feed_url: where programs reach the feed, without a slash at its end.
        token: of the invitation with which an empty sandbox begins; "" if people are registered.
    """
    console.print(f"\n[bold]Open {server.url}[/] and choose a person: you are then at their phone.\n")
    if token:
        _show_invitation(console, token)
    else:
        _show_people(console, server, suggestions)
    where = f"The database and the files are kept in {kept.resolve()}." if kept else "Nothing is kept when it ends."
    console.print(f"\n{where}", soft_wrap=True)
    console.print(f"Programs read the feed at {feed_url}/feed/v1: /feed makes a token for one.", soft_wrap=True)
    console.print(f"\nIt is {now:%a %d %B %Y, %H:%M} there. “Clock and faults” moves time:")
    console.print("reminders come on the way, nights and days off are kept. Ctrl-C ends it.")


def _show_invitation(console: Console, token: str) -> None:
    console.print("  Nobody is registered. Add a person, press START, and send as the secretariat:")
    console.print(f"  [bold]/start {token}[/]", soft_wrap=True)
    console.print("  In Telegram that is the invitation link", soft_wrap=True)
    console.print(f"  {link_to(USERNAME, token)}", soft_wrap=True)


def _show_people(console: Console, server: SandboxServer, suggestions: Mapping[Player, str]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    for player, text in suggestions.items():
        table.add_row(f"  [bold]{player.name}[/]", f"{label(player.role).render('en')}, {player.institution}", text)
    console.print(table)
    ids = {person.name: person.id for person in server.world.people.values()}
    console.print("  … and others: government, CRDB/CDC, a focal point, an adviser.\n")
    beside = f"{server.url}/#{ids[SECRETARIAT.name]},{ids[PARTNER.name]}"
    console.print(f"Secretariat and partner side by side: {beside}", soft_wrap=True)
