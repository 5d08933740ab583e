process.argv[2] = 'dlc-result-download';
await import('../index.js');
