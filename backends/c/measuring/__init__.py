"""C that measures: how long a model takes, call by call, and what the machine can do at most."""
