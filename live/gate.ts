import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { JsonObject } from '../src/tencent/json.ts';
import { asObject, parseJson } from '../src/tencent/json.ts';
import type { CallRequest, RawAnswer } from './caller.ts';
import { CHANGES, READS } from './services.ts';

/** What a run may touch: the IDs that it was given, and the changes that were agreed to. */
export interface Permits {
  /** IDs and names that calls may contain as a target, by their parameter. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** The change that may be sent now; cleared when its check ends. */
  readonly changes: Set<string>;
}

export interface Gate {
  /** The `endpoint` of the steps. */
  readonly url: string;
  /** Calls that were not sent because nobody had agreed to them. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Returns why a call must not be sent; '' if it may. Reads may only name what was given, and changes
 * need a permit as well.
 */
export function findObjection({ action, parameters }: CallRequest, permits: Permits): string {
  if (!READS.includes(action) && !CHANGES.includes(action)) return `${action} is unknown here`;
  if (CHANGES.includes(action) && !permits.changes.has(action)) return `${action} is a change`;
  const foreign = Object.entries(permits.targets).find(([parameter, given]) => {
    const value = parameters[parameter];
    return value !== undefined && !(typeof value === 'string' && given.includes(value));
  });
  return foreign ? `${action} names another ${foreign[0]} than the given one` : '';
}

/**
 * Starts the endpoint for the steps on loopback. It passes on what `permits` allow, signed with the
 * real keys, so the steps need none, and nothing else can be touched.
 */
export async function openGate(
  permits: Permits,
  call: (request: CallRequest) => Promise<RawAnswer>,
): Promise<Gate> {
  const refused: string[] = [];
  const answer = async (
    request: CallRequest,
  ): Promise<Pick<RawAnswer, 'status' | 'body' | 'date'>> => {
    const objection = findObjection(request, permits);
    if (!objection) return call(request);
    refused.push(objection);
    const error = { Code: 'UnauthorizedOperation', Message: `Not sent: ${objection}.` };
    const body = JSON.stringify({ Response: { Error: error, RequestId: 'not-sent' } });
    return { status: 200, body, date: '' };
  };
  const server = createServer((message, output) => {
    handle(message, output, answer).catch(() => {
      message.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function handle(
  message: IncomingMessage,
  output: ServerResponse,
  answer: (request: CallRequest) => Promise<Pick<RawAnswer, 'status' | 'body' | 'date'>>,
): Promise<void> {
  const { authorization = '', 'x-tc-action': action = '' } = message.headers;
  const service = /\/(\w+)\/tc3_request/.exec(authorization)?.[1] ?? '';
  const parameters: JsonObject = asObject(parseJson(await text(message))) ?? {};
  const { body, date, status } = await answer({ service, action: String(action), parameters });
  output.sendDate = date === '';
  output.writeHead(status, { 'Content-Type': 'application/json', ...(date ? { Date: date } : {}) });
  output.end(body);
}
