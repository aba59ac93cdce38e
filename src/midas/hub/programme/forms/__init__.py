"""What people type into the programme's pages, by topic."""
