"""The blueprints, one for each area that people see."""
