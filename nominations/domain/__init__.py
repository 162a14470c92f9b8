"""The rules of the award: pure, standard library only, no clock and no database of their own."""
