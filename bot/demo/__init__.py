"""The main job played by invented members of the Health TWG: `twgbot demo`."""
