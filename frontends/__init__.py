"""From a model's file or framework to the IR; one module per source."""
