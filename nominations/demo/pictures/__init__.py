"""Drawing the invented photographs of the demonstration."""
