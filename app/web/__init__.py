"""Routes, page objects and what surrounds them. Imports the rest; nobody imports it."""
