import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { request } from 'undici';
import { systemClock } from '../src/clock.ts';
import { createServerClock } from '../src/tencent/auth-recovery.ts';
import { createCosClient } from '../src/tencent/cos/cos-client.ts';
import type { CosOptions } from '../src/tencent/cos/cos-request.ts';
import type { Credentials } from '../src/tencent/credentials/credential-provider.ts';
import { createDispatcher, createPost, giveAddressesTime } from '../src/tencent/http.ts';
import { readProxies } from '../src/tencent/proxy-env.ts';
import { findCredentials } from './credentials.ts';
import type { LiveTools } from './live.ts';
import type { LiveOptions } from './options.ts';
import { listParts } from './list-parts.ts';
import { runBuiltAction } from './step.ts';

const COS_PATIENCE_MS = 120_000;

/** Connects the checks with this process: its environment, network and terminal. */
export async function openTools(options: LiveOptions): Promise<LiveTools> {
  giveAddressesTime();
  const clock = systemClock;
  const dispatcher = createDispatcher(readProxies(process.env).proxies);
  const post = createPost(dispatcher);
  const { endpoint, region } = options;
  // Progress goes to stderr, so that stdout has nothing but the report.
  const print = (line: string) => {
    console.error(line);
  };
  // Ctrl-C ends the running step and prevents further changes; what was changed is cleaned up.
  const cancel = { isCancelled: false };
  process.once('SIGINT', () => {
    cancel.isCancelled = true;
    print('Cancelled: nothing else is changed. The application is left as it was.');
  });
  const cosOptions = (credentials: Credentials): CosOptions => ({
    ...{ clock, dispatcher },
    endpoint: options.cosEndpoint,
    credentials: () => Promise.resolve(credentials),
    time: createServerClock(clock),
    random: Math.random,
    deadline: clock.now() + COS_PATIENCE_MS,
    signal: new AbortController().signal,
  });
  return {
    ...{ clock, post, print },
    areKeysNew: !process.env.TENCENTCLOUD_SECRET_ID,
    credentials: await findCredentials({ env: process.env, endpoint, region, clock, post }),
    runStep: (inputs) =>
      runBuiltAction(inputs, (line) => {
        print(`    ${line}`);
      }),
    fetchUrl: async (url) => {
      const { body, statusCode } = await request(url, { dispatcher });
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        hash.update(chunk);
        bytes += chunk.length;
      }
      return { status: statusCode, bytes, sha256: hash.digest('hex') };
    },
    openCos: (credentials) => createCosClient(cosOptions(credentials)),
    listParts: (credentials, object, upload) => listParts(cosOptions(credentials), object, upload),
    confirm: (question) => {
      if (cancel.isCancelled) return Promise.resolve(false);
      return options.yes ? Promise.resolve(true) : ask(question);
    },
  };
}

/** Asks in the terminal. Without one the answer is no. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
