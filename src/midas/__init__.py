"""MIDAS: the open platform for the digital transformation of small manufacturers."""
