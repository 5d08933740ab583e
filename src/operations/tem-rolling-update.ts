import { operation } from './operation.ts';
import { outcome } from './outcome.ts';
import { note } from './report.ts';
import { checkStrategy } from './tem/check-strategy.ts';
import { guardSite } from './tem/guard.ts';
import { FOLLOW, POLICIES, TARGET } from './tem/inputs.ts';
import { notePackageUrl } from './tem/package-url.ts';
import { followToVerdict } from './tem/roll.ts';
import { firstLook, openSession } from './tem/session.ts';
import { begin } from './tem/begin.ts';
import { findRevision } from './tem/trigger.ts';

/** Starts a rolling update and waits for its verdict. */
export const temRollingUpdate = operation({
  needs: [...TARGET, 'deploy-version'],
  takes: [
    'package-name',
    'deploy-strategy',
    'total-batch-count',
    'batch-interval',
    'beta-batch-num',
    'min-available',
    'force',
    'from',
    'source-channel',
    'wait',
    'if-deploying',
    'mask-download-url',
    ...FOLLOW,
    ...POLICIES,
  ],
  check: checkStrategy,
  run: async (inputs, step) => {
    const session = openSession(step, inputs);
    const before = await firstLook(session);
    guardSite(session, inputs);
    note(step.report, 'package-name', inputs.packageName ?? '');

    const watch = await begin(session, before, inputs);
    if (!inputs.wait) {
      await findRevision(session, watch);
      return outcome('started', `the rolling update to ${inputs.deployVersion} is started`);
    }
    const ended = await followToVerdict(session, watch, inputs);
    if (ended.status === 'succeeded' && inputs.packageName) {
      await notePackageUrl(session, inputs.packageName, inputs);
    }
    return ended;
  },
});
