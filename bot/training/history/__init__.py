"""The history of the sandbox: a module per capability, by its name, each exporting `EVENTS`, some `TO_TRY`."""
