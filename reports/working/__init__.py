"""Work on texts: merging what two people wrote, responsible persons, comments, commentary, purging."""
