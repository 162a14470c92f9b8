"""The blueprints, one for each area of the pages."""
