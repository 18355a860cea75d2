"""Recoupment for alternative provision: the money follows the child, to the penny."""

__version__ = "0.1.0"
