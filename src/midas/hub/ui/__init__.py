"""The room `ui`."""
