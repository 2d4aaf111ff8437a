"""The document on paper: the form of NĐ 30/2020 as PDF and DOCX."""
