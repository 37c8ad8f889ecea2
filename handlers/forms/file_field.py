"""A question answered with a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Sent, Surroundings
from messages.rendering.file_names import name_of, names_of
from messages.rendering.texts import Text, _, in_words
from twg.core.files import DANGEROUS, RECORDINGS, SentFile
from twg.core.refusals import FileDangerous, FileEmpty, FileExpected, FileTooBig, Refusal
from twg.language.file_names import extension_of

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class FileField(Field):
    """A document, a photo or a recording.

    Its raw answer is a dumped `SentFile`; one that was stored by an earlier release may lack what was added since.

    Attributes:
        several: it takes all files of an album; else the first, and the person is told which are left out.
    """

    several: bool = False

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        if not isinstance(entry, Sent):
            raise FileExpected
        return accept_file(entry.file, surroundings.max_file_mb)

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        answer = self.accept(entry, surroundings)
        if isinstance(entry, Sent) and entry.caption:
            return answer, CaptionLeftOut(name=name_of(entry.file), caption=entry.caption)
        return answer, self.refuse_others(answer)

    def refuse_others(self, raw: Any) -> "FilesLeftOut | None":
        """The refusal of the files of an answer besides its first; None where all are taken."""
        file = SentFile.model_validate(raw)
        names = [] if self.several else names_of(file.more)
        return FilesLeftOut(name=name_of(file), names=names) if names else None

    def said_with(self, _entry: Sent) -> Mapping[str, Any]:
        """Raw answers to other questions that the text below a file is; none where it is left out."""
        return {}

    def add_to(self, kept: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """The raw answer with a file that came for another question behind those kept so far, if any.

        Returns: it, and a refusal of what was left out, if anything. Raises: as `accept`.
        """
        return self.join(kept, self.accept(entry, surroundings)), None

    def join(self, kept: Any, new: Any) -> Any:
        """The raw answer with the files of another one behind those kept so far, if any."""
        if kept is None:
            return new
        before, after = SentFile.model_validate(kept), SentFile.model_validate(new)
        return before.model_copy(update={"more": (*before.more, *after.all)}).model_dump(mode="json")

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return SentFile.model_validate(raw)

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return _listed(value.all if self.several else (value.alone,), surroundings)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        if value is not None and not self.several and value.more:
            names = _listed(value.more, surroundings)
            return _("Note: not taken are {names}; please send each of them by itself.").with_(names=names)
        if value is not None and any(file.kind in RECORDINGS for file in value.all):
            return _("Note: the recording is kept; I have not listened to it.")
        return None


def _listed(files: Sequence[SentFile], surroundings: Surroundings) -> str:
    return ", ".join(in_words(name, surroundings.locale) for name in names_of(files))


def accept_file(file: SentFile, max_file_mb: int) -> dict[str, Any]:
    """The raw answer of a `FileField`. Raises: as `check_file`."""
    for each in file.all:
        check_file(each, max_file_mb)
    return file.model_dump(mode="json")


def check_file(file: SentFile, max_file_mb: int) -> None:
    """Raises: FileEmpty, FileDangerous, FileTooBig."""
    if file.empty:
        raise FileEmpty
    extension = extension_of(file.name)
    if extension in DANGEROUS:
        raise FileDangerous(extension=extension)
    if file.size_bytes > max_file_mb * MEGABYTE:
        size_mb = -(-file.size_bytes // MEGABYTE)
        raise FileTooBig(size_mb=size_mb, limit_mb=max_file_mb)


class FilesLeftOut(Refusal):
    """Several files came for a question that takes one. data: `name` of the one taken, `names` of the others."""

    key = "forms#files_left_out"


class CaptionLeftOut(Refusal):
    """A file was taken, but not the text below it. data: `name`, `caption`."""

    key = "forms#caption_left_out"


class FileKept(Refusal):
    """A file came without the text that was asked for; it is kept for the form. data: `names`."""

    key = "forms#file_kept"


class FileLeftOut(Refusal):
    """A file came with an answer, but no question of the form can take it."""

    key = "forms#file_left_out"
