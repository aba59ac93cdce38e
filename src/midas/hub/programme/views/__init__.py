"""Pages of the programme: parse, ask, call one verb or query, render."""
