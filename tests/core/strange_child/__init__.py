"""Children that do not do what they were asked: run in the place of `look_inside`."""
