"""The shared store as files in the reader's language: a workbook, tables, documents."""
