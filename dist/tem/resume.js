process.argv[2] = 'tem-resume';
await import('../index.js');
