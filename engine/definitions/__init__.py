"""From YAML text to a checked catalogue: spans, schema, model, cross-checks."""
