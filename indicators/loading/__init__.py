"""Loading the reference data: every file is read and checked first, then all of it is saved in one transaction.

Reading (`reading`, `given`, one `read_…` per family) knows the files only, never the database. Saving (`saving`, one
`save_…` per family) goes through the portal's own writing functions. `running.load_reference` does both.
"""
