"""The room `programme`."""
