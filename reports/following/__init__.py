"""What stands beside the figures: activities, decisions, plans, assignments, contributions, the year's end."""
