"""Measurements of speed and memory against written limits: `make bench`."""
