"""The facts: organisation, periods, goals, indicators, targets, figures, assessments; who may see and change them."""
