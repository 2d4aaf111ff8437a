"""Reading notices and what speaks for and against them. Scope first; nothing here writes."""
