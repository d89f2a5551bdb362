"""Samspill: a dialogue tool for the two who lead a municipality."""

__version__ = "0.1.0"
