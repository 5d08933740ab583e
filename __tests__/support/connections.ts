import { afterAll, beforeAll } from '@jest/globals';
import { Agent } from 'undici';

/**
 * Connections for the tests of a file; what hangs is given up after `timeoutMs`. Mutation testing
 * runs a file again and again in one process: each time has connections of its own.
 */
export function connections(timeoutMs = 5_000): () => Agent {
  const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
  let agent: Agent | undefined;
  beforeAll(() => {
    agent = new Agent({ connect: { timeout: timeoutMs }, ...timeouts });
  });
  afterAll(() => agent?.destroy());
  return () => {
    if (!agent) throw new Error('Connections exist only while tests run.');
    return agent;
  };
}
