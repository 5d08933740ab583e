import { request as forward } from 'node:http';
import type { TestServer } from './http-server.ts';
import { startServer } from './http-server.ts';

/** A gateway that serves `origin` below a path of its own; the Host header goes through as it came. */
export function startPathGateway(origin: string, path: string): Promise<TestServer> {
  return startServer(
    (message, response) =>
      new Promise((resolve, reject) => {
        const { method, headers, url = '' } = message;
        if (url !== path) throw new Error(`Nothing is at ${url}.`);
        const upstream = forward(`${origin}/`, { method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          answer.on('end', resolve);
        });
        upstream.on('error', reject);
        message.pipe(upstream);
      }),
  );
}
