"""What a change means: who is decided differently, from which day, with an example or a proof."""
