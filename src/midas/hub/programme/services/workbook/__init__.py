"""An application as a workbook made to be filled in by hand: its layout, the template, reading."""
