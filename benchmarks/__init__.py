"""Programs that measure Cuttings; nothing of it needs them."""
