process.argv[2] = 'tem-package-url';
await import('../index.js');
