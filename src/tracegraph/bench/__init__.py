"""`phaodai trace bench`: the same questions to three engines over the same generated visits, with equal answers."""
