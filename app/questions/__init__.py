"""The question sets that come with the program, and the only code that reads such files."""
