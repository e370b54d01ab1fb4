"""The page: one HTML file without script or network."""
