"""The demonstration: invented members of the Health TWG do the main job (`twgbot demo`)."""
