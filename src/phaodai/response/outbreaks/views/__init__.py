"""Pages of sources, rankings, clusters and chains."""
