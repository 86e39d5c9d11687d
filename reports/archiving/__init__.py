"""What goes to the archive: appendices that are files of their own, and the package with all of an adopted report."""
