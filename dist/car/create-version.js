process.argv[2] = 'car-create-version';
await import('../index.js');
