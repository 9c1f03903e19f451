"""Which layers follow one another, channel by channel, and how their weights are scaled."""
