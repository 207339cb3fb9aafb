"""What encounters tell together: journeys, scorecards, continuity, activity."""
