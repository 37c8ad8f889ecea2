"""Every capability's notices in one import: importing it fills the registries."""
