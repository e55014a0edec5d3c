"""Looking around in JupyterLab: choices, scenarios, widgets, and tables of one's own."""
