"""YAML that passed its schema, made into objects of the model; a file for each kind."""
