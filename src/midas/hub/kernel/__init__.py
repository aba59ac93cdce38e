"""Ground floor: what every room stands on and that knows no domain noun."""
