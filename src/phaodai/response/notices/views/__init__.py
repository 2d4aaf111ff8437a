"""Pages of place notices: the office's and the public's."""
