"""Tables in files that people send: lists of members, indicators, reports, each read in a process of its own.

A workbook or a text file becomes rows of cells, with what merged cells spread over (`files`); what the columns hold is
the matter of those who read them.
"""
