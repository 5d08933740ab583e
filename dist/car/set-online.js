process.argv[2] = 'car-set-online';
await import('../index.js');
