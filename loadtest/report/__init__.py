"""WHO IS TOLD?

Console, page, files and the runner: each is a function of a `Result`.

Floor 6: may import floors 0-5.
Never touches the world, but for the folder, the live view, the exporter and the runner.
"""
