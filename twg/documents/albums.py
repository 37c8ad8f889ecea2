"""How a set is sent: in albums of files that Telegram shows together, then its list (D1)."""

from collections.abc import Sequence

from storage.documents import Circulation, Document

#: Telegram's limit on an album.
MOST_IN_ALBUM = 10
#: Which kinds of file may share an album; those that are not here are sent alone.
_TOGETHER = {"document": "documents", "photo": "pictures", "video": "pictures", "audio": "recordings"}


def albums_of(circulation: Circulation) -> list[Sequence[Document]]:
    """The documents of a set in albums, in their order; empty for a single document, which is one message.

    Those that were recalled have their place: what is to be sent keeps its number while an album is on its way.
    """
    if not circulation.is_set:
        return []
    together: dict[object, list[Document]] = {}
    for document in circulation.documents:
        together.setdefault(_TOGETHER.get(document.file.kind, document), []).append(document)
    return [
        documents[first : first + MOST_IN_ALBUM]
        for documents in together.values()
        for first in range(0, len(documents), MOST_IN_ALBUM)
    ]
