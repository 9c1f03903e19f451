"""The tools: command lines, Python API, pipelines, and how passes are found."""
