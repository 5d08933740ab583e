import { afterAll } from '@jest/globals';
import { Agent } from 'undici';

/** Connections for the tests of a file; what hangs is given up after `timeoutMs`. */
export function connections(timeoutMs = 5_000): Agent {
  const agent = new Agent({
    connect: { timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  afterAll(() => agent.destroy());
  return agent;
}
