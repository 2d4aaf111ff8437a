"""One file that holds a whole city: its database and its files, encrypted, proved before it bears its name."""
