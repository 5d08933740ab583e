process.argv[2] = 'tem-revert';
await import('../index.js');
