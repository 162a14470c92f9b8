"""Child processes that misbehave, run instead of `inspect_child`."""
