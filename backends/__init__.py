"""From IR to files: backends print what the IR already says."""
