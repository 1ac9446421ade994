"""The Ukraine Support Tracker of the Kiel Institute: the site's files and the workbooks of all editions."""
