"""Running the hub on one machine: checks, the embedded database, preparation, child processes."""
