"""Writing a generated city into the database, in bulk."""
