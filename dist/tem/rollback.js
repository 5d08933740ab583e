process.argv[2] = 'tem-rollback';
await import('../index.js');
