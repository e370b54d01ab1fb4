"""MEANWHILE: what does the server say of itself?

Its pages and its log, as series.

Floor 6: may import floors 0-5.
Never touches the measured path or ends a run.
"""
