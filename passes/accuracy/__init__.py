"""What `protect-accuracy` is made of: forms of ops, the safeguard, and bounds that are met."""
