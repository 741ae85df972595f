"""Past applications as a table: its layout, its values, and a population drawn for it."""
