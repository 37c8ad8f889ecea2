"""What ends the program: said in one line to whoever started it."""


class Refused(Exception):
    """The program cannot do what it was asked; the text says why, in a line for each reason, and holds no secret."""
