"""The demonstration: a fictitious year of the award, told stage by stage."""
