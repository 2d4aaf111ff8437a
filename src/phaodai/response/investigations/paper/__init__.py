"""The report on paper: PDF and DOCX out of the frozen version."""
