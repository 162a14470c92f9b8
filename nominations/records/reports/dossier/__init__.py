"""The dossier of a nomination: what it holds, the volume bound of its papers, and the ZIP it leaves as."""
