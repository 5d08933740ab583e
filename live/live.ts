import type { Clock } from '../src/clock.ts';
import type { Credentials } from '../src/tencent/credentials/credential-provider.ts';
import type { Post } from '../src/tencent/http.ts';
import type { JsonObject } from '../src/tencent/json.ts';
import type { ObjectName } from '../src/tencent/cos/cos-address.ts';
import type { CosClient } from '../src/tencent/cos/cos-client.ts';
import type { Caller, CallRequest, RawAnswer } from './caller.ts';
import { createCaller } from './caller.ts';
import type { Answer } from './evidence.ts';
import { findObjection, openGate } from './gate.ts';
import type { Gate, Permits } from './gate.ts';
import type { LiveOptions } from './options.ts';

/** What a run of the built action left. */
export interface StepRun {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/** An answer to a GET: its status, the bytes of its body, and their SHA-256. */
export interface Fetched {
  readonly status: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What the checks need from the process; tests replace it. */
export interface LiveTools {
  readonly clock: Clock;
  readonly credentials: Credentials;
  /** Whether the keys are those of a role, and were issued for this run. */
  readonly areKeysNew: boolean;
  readonly post: Post;
  /** Runs dist/index.js with these inputs. */
  readonly runStep: (inputs: Readonly<Record<string, string>>) => Promise<StepRun>;
  readonly fetchUrl: (url: string) => Promise<Fetched>;
  readonly openCos: (credentials: Credentials) => CosClient;
  /** Lists the parts of an upload after a marker, as XML. */
  readonly listParts: (
    credentials: Credentials,
    object: ObjectName,
    upload: { readonly uploadId: string; readonly marker: number },
  ) => Promise<string>;
  /** Asks the user; resolves to true if the change may be made. */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly print: (line: string) => void;
}

/** A run of the checks. */
export interface Live extends Omit<LiveTools, 'post' | 'credentials'> {
  readonly options: LiveOptions;
  readonly answers: Answer[];
  readonly facts: Record<string, string>;
  readonly gate: Gate;
  /** Names the check that is running. */
  check: string;
  /** Sends a call that is permitted, and records the answer. */
  readonly call: (service: string, action: string, parameters: JsonObject) => Promise<Answer>;
  /** Sends any call without recording it, such as one that must fail. */
  readonly probe: (request: CallRequest, endpoint?: string) => Promise<RawAnswer>;
  /** Lets the calls of these changes pass while `act` runs. */
  readonly permit: <T>(actions: readonly string[], act: () => Promise<T>) => Promise<T>;
  /** Runs the action behind the gate, so that its calls are recorded. */
  readonly step: (inputs: Readonly<Record<string, string>>) => Promise<StepRun>;
}

/** Starts a run. Nothing but what `options` name can be reached through it. */
export async function openLive(options: LiveOptions, tools: LiveTools): Promise<Live> {
  const { post, credentials, ...rest } = tools;
  const { clock } = tools;
  const answers: Answer[] = [];
  const permits: Permits = { targets: listTargets(options), changes: new Set() };
  const callerOf = (endpoint: string): Caller =>
    createCaller({ endpoint, region: options.region, credentials, post, clock });
  const caller = callerOf(options.endpoint);

  const send = async (request: CallRequest): Promise<RawAnswer> => {
    const answer = await caller(request);
    const { action, parameters, service } = request;
    const { response, status } = answer;
    answers.push({
      at: clock.now(),
      check: live.check,
      service,
      action,
      parameters,
      status,
      response,
    });
    return answer;
  };
  const gate = await openGate(permits, send);

  const live: Live = {
    ...rest,
    ...{ options, answers, gate },
    fetchUrl: (url) => tools.fetchUrl(url).catch(() => ({ status: 0, bytes: 0, sha256: '' })),
    facts: {},
    check: '',
    call: async (service, action, parameters) => {
      const request = { service, action, parameters };
      const objection = findObjection(request, permits);
      if (objection) throw new Error(`Not sent: ${objection}.`);
      await send(request);
      const answer = answers.at(-1);
      if (!answer) throw new Error('There is no answer.');
      return answer;
    },
    probe: (request, endpoint = options.endpoint) => callerOf(endpoint)(request),
    permit: async (actions, act) => {
      for (const action of actions) permits.changes.add(action);
      try {
        return await act();
      } finally {
        permits.changes.clear();
      }
    },
    step: (inputs) =>
      tools.runStep({
        'secret-id': 'AKIDlive',
        'secret-key': 'only-the-gate-has-the-real-keys',
        endpoint: gate.url,
        'cos-endpoint': options.cosEndpoint,
        region: options.region,
        ...inputs,
      }),
  };
  return live;
}

function listTargets(options: LiveOptions): Permits['targets'] {
  const { applicationId, carApplicationId, environmentId, newApplicationId, taskId } = options;
  return {
    ApplicationId: [applicationId, carApplicationId, newApplicationId].filter(Boolean),
    EnvironmentId: [environmentId].filter(Boolean),
    FunctionName: [options.functionName, options.imageFunctionName].filter(Boolean),
    TaskId: [taskId].filter(Boolean),
  };
}

/** The parameters that name the TEM application. */
export function temTarget({ options }: Live): JsonObject {
  return { ApplicationId: options.applicationId, EnvironmentId: options.environmentId };
}

/** The inputs that name the TEM application. */
export function temInputs({ options }: Live): Record<string, string> {
  return { 'application-id': options.applicationId, 'environment-id': options.environmentId };
}
