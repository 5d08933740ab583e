import { parseArgs } from 'node:util';
import { HELP, OPTIONS, readSettings } from './cli-options.ts';
import type { Settings } from './cli-options.ts';
import { scaledClock } from './clock.ts';
import { DEMO_CREDENTIALS, startSimulator } from './index.ts';
import type { Call, CosRequest, Simulator } from './index.ts';
import { isoTime } from './tem/time.ts';

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const settings = readSettings(values);
  const simulator = await startSimulator({
    port: settings.port,
    site: settings.site,
    clock: scaledClock({ speed: settings.speed, epoch: settings.epoch }),
    tem: { applications: [settings.application] },
    onCall: (call) => {
      console.log(describeCall(call));
    },
    onCosRequest: (request) => {
      console.log(describeCosRequest(request));
    },
  });
  process.once('SIGINT', () => void simulator.close());
  process.once('SIGTERM', () => void simulator.close());
  console.log(describeSimulator(simulator, settings));
}

function describeSimulator(simulator: Simulator, settings: Settings): string {
  const lines = [
    `Tencent Cloud, simulated, at ${simulator.url} (Ctrl-C ends it)`,
    `  credentials  ${DEMO_CREDENTIALS.secretId} / ${DEMO_CREDENTIALS.secretKey}`,
    ...simulator.tem.applications.map(
      ({ applicationId, environmentId, region, instances, deployVersion }) =>
        `  application  ${applicationId} in ${environmentId} (${region}): ${instances} instances of ${deployVersion}`,
    ),
    ...simulator.car.applications.map(
      ({ applicationId, versions }) =>
        `  CAR          ${applicationId}: ${versions.map((version) => `${version.applicationVersionId} ${version.status}`).join(', ')}`,
    ),
    ...simulator.scf.functions.map(
      ({ functionName, namespace, region }) =>
        `  SCF          function ${functionName} in ${namespace} (${region})`,
    ),
    ...simulator.dlc.tasks.map(({ taskId, region }) => `  DLC          task ${taskId} (${region})`),
    `  cos-endpoint ${simulator.cosEndpoint}`,
    `  site         ${settings.site}`,
    `  clock        speed ${settings.speed}, epoch ${settings.epoch}`,
    `  steer it     POST ${simulator.url}/simulator/faults  {"kind":"rate-limit"}`,
    `  look at it   GET  ${simulator.url}/simulator/calls, ${simulator.url}/simulator/tem/applications,`,
    `               /simulator/car/applications, /simulator/scf/functions, /simulator/dlc/tasks,`,
    `               /simulator/cos/buckets, /simulator/cos/requests`,
  ];
  return lines.join('\n');
}

/** Parameters are shown as JSON: a line break in them cannot make a second line. */
function describeCall(call: Call): string {
  const parameters = JSON.stringify(call.parameters);
  const where = call.region ?? '-';
  return `${isoTime(call.at)} ${call.service}.${call.action} ${where} ${parameters} → ${call.outcome}`;
}

/** Without the query, which may hold a signature. */
function describeCosRequest(request: CosRequest): string {
  const { at, method, operation, bucket, key, outcome } = request;
  const where = JSON.stringify(`${bucket}/${key}`);
  return `${isoTime(at)} cos.${operation ?? method} ${where} → ${outcome}`;
}
