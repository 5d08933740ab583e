process.argv[2] = 'scf-code-url';
await import('../index.js');
