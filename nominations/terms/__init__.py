"""The words people read for roles, states and choices: one table each, one word per thing."""
