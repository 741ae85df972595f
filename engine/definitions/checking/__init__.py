"""What no schema can say of a definition: cross-checks, a file for each kind of thing."""
