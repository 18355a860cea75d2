"""Moving into workbooks of the team's own."""
