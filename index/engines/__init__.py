"""Where a library lives: the one narrow interface (`index.engines.engine`), and who implements it."""
