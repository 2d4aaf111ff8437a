"""Reading directives, tasks and what became of them."""
