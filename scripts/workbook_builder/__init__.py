"""The builder of the team's workbook: sources, looks, sheets, dashboard and invented pupils."""
