"""Moving into a workbook of the team's own: what its sheets hold, and reading them through that."""
