"""A question answered with a file."""

from dataclasses import dataclass
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Sent, Surroundings
from twg.core.files import SentFile
from twg.core.refusals import FileExpected, FileTooBig, Refusal

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class FileField(Field):
    """A document or a photo."""

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        if not isinstance(entry, Sent):
            raise FileExpected
        return accept_file(entry.file, surroundings.max_file_mb)

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return SentFile.model_validate(raw)


def accept_file(file: SentFile, max_file_mb: int) -> dict[str, Any]:
    """The raw answer of a `FileField`. Raises: FileTooBig."""
    check_size(file, max_file_mb)
    return file.model_dump()


def check_size(file: SentFile, max_file_mb: int) -> None:
    """Raises: FileTooBig."""
    if file.size_bytes > max_file_mb * MEGABYTE:
        size_mb = -(-file.size_bytes // MEGABYTE)
        raise FileTooBig(size_mb=size_mb, limit_mb=max_file_mb)


class FileLeftOut(Refusal):
    """A file came with an answer, but no question of the form can take it."""

    key = "forms#file_left_out"
