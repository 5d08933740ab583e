process.argv[2] = 'tem-rolling-update';
await import('../index.js');
