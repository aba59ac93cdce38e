"""Template tags of the programme's own words."""
