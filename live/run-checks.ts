import { checkCarVersion } from './checks/car-version.ts';
import { checkRollouts } from './checks/changes.ts';
import { checkDlc, checkPackage, checkScf } from './checks/downloads.ts';
import { checkDryRuns } from './checks/dry-runs.ts';
import { checkErrors, checkGateway, checkIntlSite } from './checks/errors.ts';
import { checkReads } from './checks/reads.ts';
import { checkRollout } from './checks/rollout.ts';
import { checkUploads } from './checks/uploads.ts';
import type { Evidence } from './evidence.ts';
import type { Live } from './live.ts';
import type { LiveOptions } from './options.ts';

type Check = readonly [name: string, run: (live: Live) => Promise<void>];

const READING: readonly Check[] = [
  ['reads', checkReads],
  ['dry-run', checkDryRuns],
  ['rollout', checkRollout],
  ['package', checkPackage],
  ['scf-url', checkScf],
  ['errors', checkErrors],
  ['intl-site', checkIntlSite],
  ['gateway', checkGateway],
];

const CHANGING: readonly Check[] = [
  ['upload-one', checkUploads],
  ['beta', checkRollouts],
  ['car-version', checkCarVersion],
  ['dlc-download', checkDlc],
];

/**
 * Runs the checks one after another; one that fails does not end the others. Only with `change` in
 * the options does it run those that change something.
 */
export async function runChecks(live: Live): Promise<Evidence> {
  try {
    for (const [name, run] of selectChecks(live.options)) {
      live.check = name;
      live.print(`▸ ${name}`);
      await run(live).catch((error: unknown) => {
        live.facts[`${name} failed`] = error instanceof Error ? error.name : 'Error';
        live.print(`  failed: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  } finally {
    await live.gate.close();
  }
  return { answers: live.answers, facts: live.facts };
}

function selectChecks({ change, checks }: LiveOptions): readonly Check[] {
  const all = change ? [...READING, ...CHANGING] : READING;
  return all.filter(([name]) => checks.length === 0 || checks.includes(name));
}
