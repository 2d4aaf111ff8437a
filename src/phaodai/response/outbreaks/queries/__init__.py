"""Reading sources, links, clusters. Scope first; nothing here writes."""
