"""Rules of the room: numbers, days and words in, verdict out."""
