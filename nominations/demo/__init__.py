"""The demonstration: a fictitious year of the award, filled up to a stage by the real use cases."""
