"""The pages of cases: parse, call a query or a service, render."""
