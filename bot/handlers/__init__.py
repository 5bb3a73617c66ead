"""One async function a command: Request -> Reply. Knows neither Discord nor the terminal."""
