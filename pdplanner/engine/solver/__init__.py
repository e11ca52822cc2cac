"""Integer programs and the solver that answers them; knows no offering."""
