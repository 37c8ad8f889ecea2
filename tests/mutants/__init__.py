"""Mutants of the core: small faults put into the code, each of which some test should notice."""
