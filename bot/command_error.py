"""The error that ends a command of the command line."""


class CommandError(Exception):
    """The command cannot be carried out. Its text has one line per reason, for the operator, and holds no secret."""
