"""An executed notebook as a web page, PDF, Word file or workbook."""
