"""The pages of reports, a module per group."""
