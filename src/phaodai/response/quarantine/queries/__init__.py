"""Reading orders, stays and sites. Scope first, then filter."""
