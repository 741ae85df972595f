"""Everything of Mumaris that speaks HTTP: pages, the JSON API, and the files they serve."""
