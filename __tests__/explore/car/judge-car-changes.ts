import type { Violation } from '../part.ts';
import type { Act } from './car-cloud.ts';
import type { JobFacts } from './car-facts.ts';
import { getSlack, violation, wasEver, wasStatus } from './car-facts.ts';
import type { CarHistory } from './car-world.ts';

/** What the jobs changed: never twice, and never what is somebody else's. */
export function judgeChanges(history: CarHistory, facts: readonly JobFacts[]): Violation[] {
  return facts.flatMap((one) => [
    ...judgeCreations(one),
    ...judgeOwn(one),
    ...judgeUploads(history, one),
    ...one.acts
      .filter(({ kind }) => kind === 'delete')
      .flatMap((act) => judgeDeletion(history, one, act)),
    ...judgePublications(history, one),
  ]);
}

function judgeCreations({ acts, job }: JobFacts): Violation[] {
  const created = acts.filter(({ kind }) => kind === 'create');
  return created.length > 1
    ? [violation('two-versions', job, created.map(({ id }) => id).join(' and '))]
    : [];
}

/** A version that somebody else created is never taken for the job's own. */
function judgeOwn({ isExcused, job, own }: JobFacts): Violation[] {
  const isForeign = own !== undefined && own.by !== job.name && !isExcused;
  if (job.spec.operation !== 'car-create-version' || !isForeign) return [];
  return [violation('foreign-version', job, `took ${own.id} of ${own.by} for its own`)];
}

/** A path that names no version goes to whatever waits for a file: nobody can tell that. */
function judgeUploads(
  { scenario }: CarHistory,
  { acts, isExcused, job, own }: JobFacts,
): Violation[] {
  if (scenario.pathForm === 'no-version') return [];
  return acts
    .filter(({ kind, id }) => kind === 'upload' && !id.startsWith(`ver-${job.name}`))
    .filter(({ id }) => !(isExcused && id === own?.id))
    .map(({ id }) => violation('foreign-upload', job, `wrote into ${id}`));
}

/** Only what the first check showed to be deletable, what nobody has touched, and what is in the way. */
function judgeDeletion(
  history: CarHistory,
  { first, job }: JobFacts,
  { at, id }: Act,
): Violation[] {
  const { cloud } = history;
  const version = cloud.find(id);
  const shown = first?.shown[id];
  if (!version || shown === undefined) {
    return [violation('deleted-unseen', job, `deleted ${id}, which the first check did not show`)];
  }
  const found: Violation[] = [];
  const { pendingVersion, versionLimit } = job.spec;
  const isUsable = shown === 'Usable';
  const isAllowed = isUsable
    ? versionLimit === 'delete-oldest'
    : pendingVersion === 'delete' &&
      ['Normal', 'CreateFailed', 'Uploading', 'Creating'].includes(shown);
  if (!isAllowed) found.push(violation('deleted-against-inputs', job, `deleted ${id} (${shown})`));
  const window = [at - getSlack(history), at - 1] as const;
  const isSame = wasEver(...window, (time) => cloud.statusAt(version, time) === shown);
  if (!isSame) found.push(violation('deleted-touched', job, `deleted ${id}, ${shown} at first`));
  const isFresh = ['Uploading', 'Creating'].includes(shown) && at - version.createdAt < FRESH_MS;
  if (isFresh) found.push(violation('deleted-fresh', job, `deleted ${id} while it was made`));
  if (isUsable && isFrozen(history, window)) {
    found.push(violation('deleted-in-vain', job, `deleted ${id}, and another status blocks`));
  }
  if (isUsable && !wasFull(history, window)) {
    found.push(violation('deleted-in-vain', job, `deleted ${id} although there was room`));
  }
  if (isUsable && id === job.outputs['previous-version']) {
    found.push(violation('deleted-previous', job, `deleted ${id}, its previous-version`));
  }
  return found;
}

/** So old a version in preparation is at least that is deleted: somebody may be uploading it. In ms. */
const FRESH_MS = 30_000;

/** Whether all the time a version with an unknown status blocked the creation of others. */
function isFrozen({ cloud, scenario }: CarHistory, window: readonly [number, number]): boolean {
  if (!scenario.frozenBlocks) return false;
  return !wasEver(...window, (time) =>
    cloud.listAt(time).every(({ status }) => status !== 'Frozen'),
  );
}

/** Whether at some moment five versions were to stay. */
function wasFull({ cloud }: CarHistory, [from, until]: readonly [number, number]): boolean {
  return wasEver(from, until, (time) => {
    const staying = cloud.listAt(time).filter(({ status }) => status !== 'Deleting');
    return staying.length >= 5;
  });
}

function judgePublications(history: CarHistory, facts: JobFacts): Violation[] {
  const { acts, calls, isExcused, job, own } = facts;
  const published = acts.filter(({ kind }) => kind === 'publish');
  const isOwn = ({ id }: Act) =>
    job.spec.operation === 'car-set-online'
      ? id === `ver-seed${job.spec.target}`
      : id.startsWith(`ver-${job.name}`) || (isExcused && id === own?.id);
  const foreign = published
    .filter((act) => !isOwn(act))
    .map(({ id }) => violation('foreign-publication', job, `published ${id}`));
  const sent = calls.filter(({ kind }) => kind === 'publish');
  const over = published.flatMap(({ at, id }) => judgeResent(history, facts, { at, id, sent }));
  return [...foreign, ...over];
}

/** A publication is not sent again over one that somebody else made since, and that could be seen. */
function judgeResent(
  history: CarHistory,
  { job }: JobFacts,
  { at, id, sent }: { at: number; id: string; sent: JobFacts['calls'] },
): Violation[] {
  const { cloud } = history;
  const [begun] = sent;
  const slack = getSlack(history);
  const version = cloud.find(id);
  if (!begun || !version || begun.sentAt >= at - slack) return [];
  const seen = [begun.sentAt - slack, begun.sentAt] as const;
  const hasChanged = !wasEver(at - slack, at - 1, (time) => {
    const inUse = cloud.inUseAt(time);
    const status = cloud.statusAt(version, time);
    return (
      wasStatus(history, version, seen, [status]) &&
      wasEver(...seen, (before) => cloud.inUseAt(before) === inUse)
    );
  });
  return hasChanged ? [violation('published-over', job, `published ${id} again over another`)] : [];
}
