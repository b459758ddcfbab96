"""What the engine gets: tables, figures, findings, remarks, the R script, and how results print."""
