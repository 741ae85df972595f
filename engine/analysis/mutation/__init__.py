"""Small slips in rules, and whether a scenario would notice each."""
