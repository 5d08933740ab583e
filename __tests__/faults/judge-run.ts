import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Simulator } from '../../simulator/index.ts';
import { describeError } from '../../src/report/error-outcome.ts';
import { filesIn, sha256Of } from './workspace-files.ts';
import { STEP_TIMEOUT_SECONDS } from './fault-world.ts';
import type { Cloud, Inputs, Ran, Scenario } from './scenario.ts';
import { listUndeclaredOutputs } from '../support/undeclared-outputs.ts';
import { formatText } from '../../src/text/format-text.ts';

/** How a case ended: the step got through it, or it ended red and told the truth, or neither. */
export interface Judgement {
  readonly end: 'survived' | 'red' | 'violated';
  readonly violations: readonly string[];
}

/** What the cloud showed before the step began. */
export interface Before {
  readonly shape: string;
  readonly revisions: number;
}

/** What a cancelled step may still take: the runner sends its second signal after 7.5 s. */
const CANCEL_SECONDS = 5;
/** A revert may take 5 minutes more; a change that was sent may wait 90 s for its answer, and a look follows. */
const EXTRA_SECONDS = 300 + 90 + 30;
/** After so long whatever the step began in the cloud has come to rest. */
export const REST_SECONDS = 3600;

/** How an error starts that none of ours is, whatever its words are. */
const CRASH = formatText(describeError(new Error('')).headline, 'en-US');
/** Ends that promise that the step has changed nothing. */
const UNTOUCHED_CODES: readonly string[] = [
  ...['operation-unsupported', 'policy-unsupported', 'revision-not-current'],
  'rollout-in-progress',
];

const GREEN = ['succeeded', 'waiting', 'started', 'planned'];

export function before({ simulator }: Cloud): Before {
  return { shape: shapeOf(simulator), revisions: rollouts(simulator).length };
}

/**
 * Judges a run by what the simulated cloud shows: it reads nothing of the action but its exit code
 * and what it told the runner. Lets the cloud come to rest in between.
 */
export function judge(
  scenario: Scenario,
  cloud: Cloud,
  was: Before,
  ran: Ran,
  mustSurvive: boolean,
): Judgement {
  const atEnd = [
    ...ran.caught,
    ...wrongColour(scenario, cloud, ran),
    ...wrongOutputs(scenario, cloud, ran),
    ...wrongFiles(scenario, cloud, ran),
    ...tooLong(scenario, ran),
    ...brokenPromises(scenario, ran),
  ];
  const isSurvived = ran.outputs.status === scenario.endsAs && scenario.isDone(cloud);
  cloud.pass(REST_SECONDS);
  const violations = [
    ...atEnd,
    ...wrongRest(scenario, cloud, was, ran),
    ...(mustSurvive && !isSurvived ? ['it should have got through this'] : []),
  ];
  if (violations.length > 0) return { end: 'violated', violations };
  return { end: isSurvived ? 'survived' : 'red', violations };
}

/** All that a step could change, as one text; pods by version, because they come and go by themselves. */
function shapeOf({ tem, car, dlc }: Simulator): string {
  return JSON.stringify({
    tem: tem.applications.map((application) => ({
      revision: application.revisionId,
      rollouts: application.rollouts.map(({ revisionId, state }) => [revisionId, state]),
      pods: application.pods().map(({ deployVersion }) => deployVersion),
    })),
    car: car.applications.map(({ versions }) =>
      versions.map(({ applicationVersionId, status }) => [applicationVersionId, status]),
    ),
    dlc: dlc.tasks.map((task) => task.downloads.map(({ downloadId }) => downloadId)),
  });
}

function rollouts({ tem }: Simulator) {
  return tem.applications.flatMap((application) => application.rollouts);
}

function wrongColour(scenario: Scenario, cloud: Cloud, ran: Ran): string[] {
  const { cancelAfter, endsAs, isDone, operation } = scenario;
  const { exitCode, outputs, errors, postExitCode = 0, summary, text } = ran;
  const { status = '' } = outputs;
  const isRollback = operation === 'tem-revert' || operation === 'tem-rollback';
  const isGreen = GREEN.includes(status) || (status === 'reverted' && isRollback);
  return [
    ...(exitCode === (isGreen ? 0 : 1) ? [] : [`exit code ${exitCode} with status "${status}"`]),
    ...(isGreen && status !== endsAs ? [`green as "${status}", not "${endsAs}"`] : []),
    ...(status === endsAs && postExitCode === 0 && !isDone(cloud)
      ? [`"${status}", and the cloud shows otherwise`]
      : []),
    ...(isGreen === (errors.length === 0) ? [] : [`${errors.length} errors with "${status}"`]),
    ...(summary === '' ? ['no summary'] : []),
    ...(text.includes(CRASH) ? ['a crash'] : []),
    ...(status === 'cancelled' && cancelAfter === undefined ? ['cancelled by nobody'] : []),
  ];
}

function wrongOutputs(scenario: Scenario, { simulator }: Cloud, { outputs, seconds }: Ran) {
  const { result = '', ...others } = outputs;
  const revision = outputs['revision-id'];
  const version = outputs['application-version-id'];
  const download = outputs['download-id'];
  const requestId = outputs['request-id'];
  const requests = [...simulator.calls, ...simulator.cos.requests];
  const known = simulator.car.applications.flatMap(({ versions }) => versions);
  const tasks = simulator.dlc.tasks.flatMap(({ downloads }) => downloads);
  const isKnown = (text: string | undefined, all: readonly string[]) =>
    text === undefined || all.includes(text);
  const wrong = (isRight: boolean, what: string) => (isRight ? [] : [`${what} is wrong`]);
  return [
    ...listUndeclaredOutputs(scenario.operation, outputs).map((name) => `${name} is undeclared`),
    ...wrong(isEqual(result, others), `result (${result})`),
    ...wrong(
      isKnown(
        revision,
        simulator.tem.applications.flatMap(({ seed, rollouts: all }) => [
          seed.revisionId,
          ...all.map(({ revisionId }) => revisionId),
        ]),
      ),
      `revision-id ${revision ?? ''}`,
    ),
    ...wrong(
      isKnown(
        version,
        known.map(({ applicationVersionId }) => applicationVersionId),
      ),
      `application-version-id ${version ?? ''}`,
    ),
    ...wrong(
      isKnown(
        download,
        tasks.map(({ downloadId }) => downloadId),
      ),
      `download-id ${download ?? ''}`,
    ),
    ...wrong(
      isKnown(
        requestId,
        requests.map((request) => request.requestId),
      ),
      `request-id ${requestId ?? ''}`,
    ),
    ...wrong(isPreviousVersion(scenario, simulator, outputs), 'previous-version'),
    ...wrong(
      Math.abs(Number(outputs['duration-seconds']) - seconds) <= 1,
      `duration-seconds ${outputs['duration-seconds'] ?? ''}`,
    ),
  ];
}

function isEqual(result: string, outputs: Readonly<Record<string, string>>): boolean {
  try {
    const parsed = JSON.parse(result) as Record<string, unknown>;
    const scalars = Object.entries(parsed).filter(([name, value]) => {
      return name in outputs && typeof value !== 'object';
    });
    return (
      parsed.status === outputs.status &&
      scalars.every(([name, value]) => String(value) === outputs[name])
    );
  } catch {
    return false;
  }
}

/** The version of the revision before the one that the outputs name; any one where they name none. */
function isPreviousVersion(
  { operation }: Scenario,
  simulator: Simulator,
  outputs: Inputs,
): boolean {
  const said = outputs['previous-version'];
  if (said === undefined) return true;
  if (operation.startsWith('tem-')) {
    return simulator.tem.applications.some(({ seed, rollouts: all }) => {
      const revisions = [seed, ...all];
      const named = revisions.findIndex((each) => each.revisionId === outputs['revision-id']);
      const before = revisions[Math.max(0, named - 1)];
      return (named < 0 ? revisions : [before]).some((each) => each?.deployVersion === said);
    });
  }
  return simulator.car.applications.some(({ versions }) =>
    versions.some(({ applicationVersionId }) => applicationVersionId === said),
  );
}

/** What the outputs call downloaded is whole, and no other file was left behind. */
function wrongFiles(
  { files = {}, sha256 }: Scenario,
  { workspace }: Cloud,
  { outputs }: Ran,
): string[] {
  const path = outputs['download-path'];
  const left = filesIn(workspace).filter((file) => file !== path && !(basename(file) in files));
  const isThere =
    path === undefined || (existsSync(path) && sha256Of(readFileSync(path)) === sha256);
  const said = outputs['download-sha256'];
  return [
    ...left.map((file) => `left behind: ${file}`),
    ...(isThere ? [] : [`download-path ${path} is not what was to be downloaded`]),
    ...(said === undefined || said === sha256 ? [] : [`download-sha256 ${said}`]),
  ];
}

function tooLong({ cancelAfter = Infinity }: Scenario, { outputs, seconds }: Ran): string[] {
  const isLate =
    outputs.status === 'cancelled'
      ? seconds > cancelAfter + CANCEL_SECONDS
      : seconds > STEP_TIMEOUT_SECONDS + EXTRA_SECONDS;
  return isLate ? [`it took ${seconds} s`] : [];
}

/** A saved state is what `post` acts on: a step that nobody cancelled leaves nothing to do. */
function brokenPromises(
  { cancelAfter }: Scenario,
  { outputs, state: { state = '{}' } }: Ran,
): string[] {
  const { pending } = JSON.parse(state) as { pending?: unknown };
  const isForPost = cancelAfter !== undefined && outputs.status === 'cancelled';
  if (pending === undefined || isForPost) return [];
  return [`something is left for post: ${JSON.stringify(pending)}`];
}

function wrongRest(scenario: Scenario, cloud: Cloud, was: Before, ran: Ran): string[] {
  const { simulator } = cloud;
  const isUntouched = scenario.isUntouched?.(cloud) ?? shapeOf(simulator) === was.shape;
  const isAsItShouldBe =
    isUntouched || scenario.isDone(cloud) || scenario.isBegun?.(cloud, ran.outputs) === true;
  const begun = rollouts(simulator).length - was.revisions;
  const created = simulator.car.applications.map(({ createdVersions }) => createdVersions);
  const isUntouchedPromised =
    ran.outputs.status === 'planned' || UNTOUCHED_CODES.includes(ran.code ?? '');
  // One without parts stores nothing and costs nothing.
  const untold = simulator.cos.uploads.filter(
    ({ key, parts }) => parts.size > 0 && !ran.warnings.some((text) => text.includes(key)),
  );
  return [
    ...(isAsItShouldBe ? [] : [`neither done nor untouched: ${shapeOf(simulator)}`]),
    ...(begun > (scenario.rollouts ?? 1) ? [`${begun} rollouts`] : []),
    ...(Math.max(0, ...created) > 1 ? ['more than one version was created'] : []),
    ...(simulator.dlc.tasks.some(({ downloads }) => downloads.length > 1) ? ['two downloads'] : []),
    ...(isUntouchedPromised && !isUntouched ? ['it promises that nothing was changed'] : []),
    ...untold.map(({ key }) => `an upload in parts is left: ${key}`),
  ];
}
