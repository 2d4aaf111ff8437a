"""``phaodai doctor``: looks at everything a running city needs, and says what to do about what is not well."""
