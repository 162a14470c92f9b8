"""Records: registers, statistics, dossiers, and the ledger as people read it."""
