"""Two versions of a service as one world, so that one question can be asked of both."""
