"""Measurements, run by `make bench`. Absolute figures are printed; nothing is asserted of them."""
