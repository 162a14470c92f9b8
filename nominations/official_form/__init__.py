"""The official form on paper: written blank, read back when it was filled in, and the questions to print."""
