"""A report's PDF as somebody gets it: drafts marked with whose and when, made in the queue, kept, named."""
