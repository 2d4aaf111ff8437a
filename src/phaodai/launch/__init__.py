"""The top floor: starts a city and keeps it running. Standard library and psycopg only."""
