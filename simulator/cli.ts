import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRecording, RECORDINGS } from '../live/recording/recording.ts';
import { replayServices } from '../live/recording/replay.ts';
import { isoTime } from './clock.ts';
import type { CosRequest } from './cos/cos-operations.ts';
import {
  DEMO_APPLICATION,
  DEMO_CAR_APPLICATION,
  DEMO_CREDENTIALS,
  DEMO_FUNCTION,
  DEMO_TASK,
  startSimulator,
} from './index.ts';
import type { Call, Clock, Service, Simulator } from './index.ts';

const HELP = `Tencent Cloud in a process, for tests and demos. Prints every request.

npm run simulator -- [OPTIONS]
  --port N       listen on 127.0.0.1:N (default 9800; 0: any free port)
  --replay NAME  answer with a recording of simulator/recordings/`;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const port = { type: 'string', default: '9800' } as const;
  const { values } = parseArgs({
    options: { port, replay: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (!/^\d{1,5}$/.test(values.port)) throw new Error('--port must be a whole number.');
  const simulator = await startSimulator({
    port: Number(values.port),
    ...(values.replay === undefined ? {} : { serve: replay(values.replay) }),
    onCall: (call) => {
      console.log(describeCall(call));
    },
    onCosRequest: (request) => {
      console.log(describeCosRequest(request));
    },
  });
  process.once('SIGINT', () => void simulator.close());
  process.once('SIGTERM', () => void simulator.close());
  console.log(describeSimulator(simulator));
}

/** Throws if there is no such recording. */
function replay(name: string): (services: Service[], clock: Clock) => Service[] {
  const recording = readRecording(join(RECORDINGS, name));
  return (_, clock) => replayServices(recording, clock);
}

function describeSimulator({ url, cosEndpoint }: Simulator): string {
  const { applicationId, environmentId, region } = DEMO_APPLICATION;
  return `Tencent Cloud, simulated, at ${url} (Ctrl-C ends it)
  credentials  ${DEMO_CREDENTIALS.secretId} / ${DEMO_CREDENTIALS.secretKey}
  TEM          ${applicationId} in ${environmentId} (${region})
  CAR          ${DEMO_CAR_APPLICATION.applicationId}
  SCF          ${DEMO_FUNCTION.functionName}
  DLC          ${DEMO_TASK.taskId}
  cos-endpoint ${cosEndpoint}`;
}

/** Parameters are printed as JSON, so a line break in them cannot start a second line. */
function describeCall({ at, service, action, region, parameters, outcome }: Call): string {
  const call = `${service}.${action} ${region ?? '-'} ${JSON.stringify(parameters)}`;
  return `${isoTime(at)} ${call} → ${outcome}`;
}

/** Without the query, which may contain a signature. */
function describeCosRequest({ at, method, operation, bucket, key, outcome }: CosRequest): string {
  const place = JSON.stringify(`${bucket}/${key}`);
  return `${isoTime(at)} cos.${operation ?? method} ${place} → ${outcome}`;
}
