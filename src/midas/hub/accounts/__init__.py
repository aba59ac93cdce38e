"""The room `accounts`."""
