"""The handlers in a terminal: the `cuttings` command."""
