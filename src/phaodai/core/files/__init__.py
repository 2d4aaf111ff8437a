"""The store of files: content-addressed, told by content, read through the thing a file belongs to."""
