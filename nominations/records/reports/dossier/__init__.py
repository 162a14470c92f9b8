"""The dossier of a nomination: its data, its documents bound into one volume, and the ZIP that holds both."""
