"""Where tensors lie: how long each is needed, and a place in the arena for that time."""
