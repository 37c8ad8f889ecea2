"""Messages that are a person's own words, and the words without the command before them."""

from handlers.routing.incoming import Incoming
from handlers.routing.whose_words import Whose


def is_own_statement(incoming: Incoming) -> bool:
    """Whether a message is words of the person's own, said now and to the assistant, and nothing else."""
    return bool(incoming.text) and not (incoming.files or incoming.forwarded) and incoming.whose is Whose.OWN


def words_of(incoming: Incoming) -> str:
    """The words of a message, without the command before them."""
    return incoming.text.strip() if incoming.command is None else incoming.command[1]
