import { createServer } from 'node:http';

// A server in a separate process: answers at once, one request in 50 after 300 ms. Prints its port.

const SLOW_EVERY = 50;
const SLOW_MS = 300;
const BODY = `version 2 ${'x'.repeat(2_000)}`;

let requests = 0;

const server = createServer((_, response) => {
  requests += 1;
  const answer = () => response.end(BODY);
  if (requests % SLOW_EVERY === 0) setTimeout(answer, SLOW_MS);
  else answer();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' ? address?.port : '');
});
