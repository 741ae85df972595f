"""Readings of a release as a whole: scenarios; later differences, proofs and impact."""
