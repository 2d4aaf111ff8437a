"""`make bench`: a city of its own in a database of its own, measured through the real pages and API."""
