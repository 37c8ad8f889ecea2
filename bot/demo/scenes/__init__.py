"""The scenes of the demonstration: a module per capability, by its name, each exporting `SCENES`."""
