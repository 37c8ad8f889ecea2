"""Parts of the search: pieces of texts, terms of queries, the words of a TWG, stretches that are shown."""
