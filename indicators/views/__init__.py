"""The pages of the facts, a module per group of pages."""
