"""Who reads what: the problem as plain data, the fairest answer, its repair, and what blocks it when there is none."""
