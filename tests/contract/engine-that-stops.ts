// A stand-in for an engine process that a hostile file brings down: it ends at the first request.
process.on('message', () => process.exit(1));
