"""What files are called: Telegram gives photos and recordings no name, and ours for them says nothing to people."""

from collections import Counter
from collections.abc import Sequence

from messages.rendering.texts import Text, _, counted
from storage.core.files import StoredFile
from twg.core.files import SentFile
from twg.language.file_names import visible_name

#: What files without a name of their own are called, by kind: one, and several.
_UNNAMED = {
    "photo": (_("Photo"), _("{n} photos")),
    "voice": (_("Voice message"), _("{n} voice messages")),
    "video_note": (_("Video message"), _("{n} video messages")),
    "video": (_("Video"), _("{n} videos")),
    "audio": (_("Recording"), _("{n} recordings")),
}


def name_of(file: StoredFile | SentFile) -> Text | str:
    """What a file is called to people: its name as it is read, or its kind where the name was made up by `file_of`."""
    return _UNNAMED[file.kind][0] if _is_unnamed(file) else visible_name(file.name)


def names_of(files: Sequence[StoredFile | SentFile]) -> list[Text | str]:
    """What several files are called, in their order; those without a name are counted by kind: "3 photos"."""
    unnamed = Counter(file.kind for file in files if _is_unnamed(file))
    names: list[Text | str] = []
    for file in files:
        if not _is_unnamed(file):
            names.append(visible_name(file.name))
        elif (n := unnamed.pop(file.kind, 0)) > 0:
            names.append(counted(n, *_UNNAMED[file.kind]))
    return names


def _is_unnamed(file: StoredFile | SentFile) -> bool:
    return file.kind in _UNNAMED and file.name.startswith(f"{file.kind}-")
