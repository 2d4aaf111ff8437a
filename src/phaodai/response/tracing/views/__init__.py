"""Pages of tracing: parse, ask a query or a service, render."""
