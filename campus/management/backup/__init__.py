"""One file that holds an installation: its database, its files, and a manifest of what they were made with."""
