"""The transcript of the demonstration: written to a file, and printed as it happens or as a line for each scene."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule

Entry = dict[str, Any]


@dataclass
class Transcript:
    """Turns entries of the sandbox's journal into a conversation.

    Args:
        console: shows the conversation where `whole`, else what each scene came to.
        file: is written anew; it keeps everything.
        zone: of the times shown.
    """

    console: Console
    file: Path
    zone: ZoneInfo
    clock: Callable[[], datetime]
    whole: bool = True
    #: While set, the console shows only what people do, in one line each.
    brief: bool = False
    #: What people saw since the last flush.
    _unprinted: list[Entry] = field(default_factory=list)
    #: The heading of the scene that is played, what people did in it, and what they were shown.
    _scene: str = ""
    _did: int = 0
    _shown: int = 0
    #: The last moment printed.
    _moment: str = ""
    #: The first line of each message, by chat and message id.
    _titles: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._kept = Console(file=self.file.open("w", encoding="utf-8"), width=100, no_color=True, highlight=False)

    def close(self) -> None:
        self.flush()
        self._sum_up()
        self._kept.file.close()

    def heading(self, title: str) -> None:
        """Print the heading of a scene."""
        self.flush()
        self._sum_up()
        self._scene = title
        for console in self._always():
            console.print()
            console.print(Rule(f"[bold]{escape(title)}", align="left"))

    def _sum_up(self) -> None:
        """Print what the scene came to, where the conversation itself is not printed."""
        if self._scene and not self.whole:
            what = f"messages and buttons by people: {self._did}, answers and notices: {self._shown}"
            self.console.print(f"[bold]{escape(self._scene)}[/] [dim]{what}", soft_wrap=True)
        self._did = self._shown = 0

    def _always(self) -> tuple[Console, ...]:
        """Where headings, notes and times go."""
        return (self.console, self._kept) if self.whole else (self._kept,)

    def note(self, text: str) -> None:
        """Print a line that explains what follows."""
        self.flush()
        for console in self._always():
            console.print(f"[italic]{escape(text)}")

    def add(self, entry: Entry) -> None:
        """Print an entry of the journal; what people see waits for `flush`, which joins equal messages."""
        if entry.get("message_id") and entry.get("text"):
            self._titles[entry["chat_id"], entry["message_id"]] = entry["text"].partition("\n")[0]
        if entry["kind"] == "taps" or (not entry.get("by_bot") and entry["kind"] in {"says", "starts", "file"}):
            self.flush()
            self._did += 1
            self._print_sent(entry)
        elif entry.get("by_bot") and entry["kind"] in {"sees", "edits", "says", "file"}:
            self._shown += 1
            self._unprinted.append(entry)
        elif entry["kind"] == "answer" and entry.get("text"):
            self._unprinted.append({**entry, "html": escape(entry["text"]), "buttons": []})

    def flush(self) -> None:
        """Print what was seen since the last flush, equal messages once with the names of all who saw them."""
        seen: dict[tuple[Any, ...], list[Entry]] = {}
        for entry in self._unprinted:
            key = (entry.get("text"), entry.get("document"), str(entry.get("buttons")), entry["kind"])
            seen.setdefault(key, []).append(entry)
        self._unprinted = []
        for alike in seen.values():
            self._print_seen(alike)

    def _consoles(self) -> tuple[Console, ...]:
        return (self._kept,) if self.brief or not self.whole else (self.console, self._kept)

    def _print_time(self) -> None:
        moment = f"{self.clock().astimezone(self.zone):%A %-d %B %Y, %H:%M}"
        if moment != self._moment:
            self._moment = moment
            for console in self._always():
                console.print(f"\n[dim]{moment}")

    def _print_sent(self, entry: Entry) -> None:
        self._print_time()
        who = escape(entry["who"])
        if entry["kind"] == "taps":
            what = f"taps [reverse] {escape(entry['label'])} [/reverse]"
        elif entry.get("document"):
            caption = f" with “{escape(entry['text'])}”" if entry.get("text") else ""
            what = f"sends {escape(entry['document'])}{caption}"
        elif (entry.get("text") or "").startswith("/start "):
            what = "opens the invitation link and presses Start"
        else:
            about = self._titles.get((entry["chat_id"], entry.get("reply_to") or 0))
            does = f"replies to “{escape(about)}”:" if about else "writes"
            what = f"{does} “{escape(entry['text'])}”"
        for console in self._consoles():
            console.print(f"[bold cyan]{who}[/] {what}", highlight=False, soft_wrap=True)

    def _print_seen(self, alike: list[Entry]) -> None:
        self._print_time()
        first = alike[0]
        verb = {"edits": "sees it change to", "answer": "sees briefly"}.get(first["kind"], "sees")
        text = first.get("text") or ""
        body = [f"  │ {escape(line)}" for line in text.split("\n") if text]
        if first.get("document"):
            body.append(f"  │ 📎 {escape(first['document'])}")
        body += [
            "  │ " + " ".join(f"[reverse] {escape(label)} [/reverse]" for label in row) for row in first["buttons"]
        ]
        for console in self._consoles():
            console.print(
                f"[bold]{escape(_names(alike))}[/] {verb if len(alike) == 1 else verb.replace('sees', 'see')}:"
            )
            for line in body:
                console.print(line, highlight=False, soft_wrap=True)


def _names(alike: list[Entry]) -> str:
    names = list(dict.fromkeys(entry["who"] for entry in alike))
    if len(names) <= 3:
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{names[0]}, {names[1]} and {len(names) - 2} others"
