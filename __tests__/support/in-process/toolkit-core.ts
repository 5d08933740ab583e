import { randomUUID } from 'node:crypto';
import { accessSync, appendFileSync, constants, existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { EOL } from 'node:os';
import type { AnnotationProperties } from '@actions/core';
import type { Runtime } from '../../../src/run/runtime.ts';

type Core = Runtime['core'];
type Env = Readonly<NodeJS.ProcessEnv>;
type Print = (text: string) => void;
type CommandFile = 'OUTPUT' | 'STATE';

/**
 * The part of @actions/core that the action uses, with the same texts and files, for one of several
 * runs in this process: the toolkit reads `process.env` and prints to the stdout of the process.
 */
export function createToolkitCore(env: Env, print: Print): Core {
  const issue = (name: string, message = '', properties: AnnotationProperties = {}): void => {
    print(`::${name}${formatProperties(properties)}::${escapeMessage(message)}${EOL}`);
  };
  const annotate =
    (name: 'notice' | 'warning' | 'error') =>
    (message: string | Error, properties?: AnnotationProperties): void => {
      issue(name, String(message), properties);
    };
  const debug = (message: string): void => {
    issue('debug', message);
  };
  const setSecret = (secret: string): void => {
    issue('add-mask', secret);
  };
  const core = {
    info: (message: string) => {
      print(`${message}${EOL}`);
    },
    startGroup: (name: string) => {
      issue('group', name);
    },
    endGroup: () => {
      issue('endgroup');
    },
    ...{ debug, setSecret },
    notice: annotate('notice'),
    warning: annotate('warning'),
    error: annotate('error'),
    setOutput: (name: string, value: string) => {
      appendCommand(env, 'OUTPUT', name, value);
    },
    saveState: (name: string, value: string) => {
      appendCommand(env, 'STATE', name, value);
    },
    getState: (name: string) => env[`STATE_${name}`] ?? '',
    summary: createSummary(env),
    getIDToken: (audience?: string) => requestIdToken(env, audience, { debug, setSecret }),
  };
  return core as unknown as Core;
}

/** As the toolkit does it, a space stands there even where no property has a value. */
function formatProperties(given: AnnotationProperties): string {
  if (Object.keys(given).length === 0) return '';
  const { endColumn, endLine, file, startColumn, startLine, title } = given;
  const properties = { title, file, line: startLine, endLine, col: startColumn, endColumn };
  const pairs = Object.entries(properties)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return ` ${pairs.join(',')}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function appendCommand(env: Env, file: CommandFile, name: string, value: string): void {
  const path = env[`GITHUB_${file}`];
  // The toolkit would print a command that runners no longer obey.
  if (!path) throw new Error(`There is no file for ${file}`);
  if (!existsSync(path)) throw new Error(`Missing file at path: ${path}`);
  const delimiter = `ghadelimiter_${randomUUID()}`;
  appendFileSync(path, `${name}<<${delimiter}${EOL}${value}${EOL}${delimiter}${EOL}`);
}

function createSummary(env: Env) {
  let buffer = '';
  const summary = {
    addRaw: (text: string, addEol = false) => {
      buffer += text + (addEol ? EOL : '');
      return summary;
    },
    emptyBuffer: () => {
      buffer = '';
      return summary;
    },
    write: async () => {
      await appendFile(findSummary(env), buffer);
      return summary.emptyBuffer();
    },
  };
  return summary;
}

function findSummary({ GITHUB_STEP_SUMMARY: path }: Env): string {
  if (!path) {
    throw new Error(
      'Unable to find environment variable for $GITHUB_STEP_SUMMARY. Check if your runtime environment supports job summaries.',
    );
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return path;
  } catch {
    throw new Error(
      `Unable to access summary file: '${path}'. Check if the file has correct read/write permissions.`,
    );
  }
}

async function requestIdToken(
  env: Env,
  audience: string | undefined,
  { debug, setSecret }: Record<'debug' | 'setSecret', (text: string) => void>,
): Promise<string> {
  const suffix = audience ? `&audience=${encodeURIComponent(audience)}` : '';
  const url = `${env.ACTIONS_ID_TOKEN_REQUEST_URL ?? ''}${suffix}`;
  debug(`ID token url is ${url}`);
  const authorization = `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? ''}`;
  const response = await fetch(url, { headers: { authorization } });
  // How the toolkit retries and reports an error is tested where it runs itself.
  if (!response.ok) throw new Error(`The OIDC service answered ${response.status}`);
  const { value } = (await response.json()) as { value: string };
  setSecret(value);
  return value;
}
