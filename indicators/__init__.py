"""The facts: organisation, periods, goals, indicators, targets, figures, assessments, and who may see and change them."""
