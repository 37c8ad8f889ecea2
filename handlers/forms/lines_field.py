"""Questions for a list of lines, such as an agenda."""

from dataclasses import dataclass
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Sent, Surroundings, Typed
from messages.rendering.texts import Text
from storage.core.spelling import is_visible
from twg.core.refusals import Refusal, TextExpected, TooLong

#: Entries that can be taken back one after another.
MOST_UNDONE = 5


@dataclass(frozen=True, kw_only=True)
class LinesField(Field):
    """Several answers, one per line, until the person says that it is complete.

    Raw: {"lines": […], "done": bool, "undo": [[…], …]}; `undo` has the lines as they were before each entry, the newest
    last, and may be missing.

    Attributes:
        correcting: a second line with an example of what may be typed once there are lines.
    """

    most: int = 20
    correcting: Text | None = None

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        lines, left_out = self.add(None, entry, surroundings)
        if left_out is not None:
            raise left_out
        return lines

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Append the valid lines of a message to the stored ones.

        Returns: the new raw answer, and a `LinesLeftOut` with the lines that are not valid, if any.
        Raises: TextExpected, TooManyLines.
        """
        match entry:
            case Typed(text) | Sent(_, text) if is_visible(text):
                new = [line.strip() for line in text.splitlines() if is_visible(line)]
            case _:
                raise TextExpected
        good, left_out = list(raw["lines"]) if raw else [], []
        for line in new:
            try:
                self._check_line(line, surroundings)
            except Refusal as refusal:
                left_out.append((line, refusal))
            else:
                good.append(line)
        if len(good) > self.most:
            raise TooManyLines(most=self.most)
        return self._keep(raw, good), LinesLeftOut(left_out=left_out) if left_out else None

    def _keep(self, raw: Any, lines: list[str]) -> Any:
        """The raw answer with other lines; the old ones can be taken back."""
        old = list(raw["lines"]) if raw else []
        if not lines or lines == old:
            return raw
        earlier = raw.get("undo", []) if raw else []
        return {"lines": lines, "done": False, "undo": [*earlier, old][-MOST_UNDONE:]}

    def take_back(self, raw: Any) -> Any:
        """The raw answer without the newest entry; None where there were no lines before it."""
        *earlier, lines = raw["undo"]
        return {"lines": lines, "done": False, "undo": earlier} if lines else None

    def typed_lines(self, text: str) -> list[str]:
        """The lines that a message added, as they are kept."""
        return [line.strip() for line in text.splitlines()]

    def _check_line(self, line: str, surroundings: Surroundings) -> None:
        """Raises: TooLong, or the refusal of `read_text`."""
        if len(line) > self.limit:
            raise TooLong(limit=self.limit, length=len(line))
        if self.read_text is not None:
            self.read_text(line, surroundings)

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        lines = raw["lines"]
        return [self.read_text(line, surroundings) for line in lines] if self.read_text is not None else lines

    def complete(self, raw: Any) -> bool:
        return bool(raw["done"])

    def finish(self, raw: Any) -> Any:
        return {**raw, "done": True} if raw else None

    def lines(self, raw: Any, surroundings: Surroundings) -> list[str]:
        """The lines as they are read, so that a misreading is seen; one that is refused by now as it was typed."""
        shown = []
        for line in raw["lines"]:
            try:
                value = self.read_text(line, surroundings) if self.read_text is not None else line
            except Refusal:
                shown.append(line)
            else:
                shown.append(self._shown(value, surroundings))
        return shown

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return "".join(f"\n{place}. {self._shown(line, surroundings)}" for place, line in enumerate(value, start=1))


class LinesLeftOut(Refusal):
    """Some of several lines are not valid. data: `left_out`, pairs of a line and its refusal."""

    key = "forms#lines_left_out"


class TooManyLines(Refusal):
    """More lines than the question takes. data: `most`."""

    key = "forms#too_many_lines"
