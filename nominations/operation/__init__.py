"""Operation: the server and its worker, backups of everything, and snapshots of the database."""
