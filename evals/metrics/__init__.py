"""One measure a file, with its definition and source in its docstring. Each takes asked turns."""
