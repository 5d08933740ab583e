process.argv[2] = 'tem-wait';
await import('../index.js');
