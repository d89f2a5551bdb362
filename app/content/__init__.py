"""What the program knows and says that is neither code nor a question set."""
