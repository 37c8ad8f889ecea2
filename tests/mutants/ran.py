"""What has run: the marks of `tests.mutants.marking` set a byte here."""

#: A byte for each mark of the program, 1 once it was passed; larger than there are marks.
RAN = bytearray(200_000)
