"""The command `mumaris`: one file a command. Commands only translate; the work is elsewhere."""
