"""Pages of quarantine: lists, one order, its deeds, sites, panels, and the public check of a paper."""
