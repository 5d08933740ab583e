import { planOnline } from './car/plan.ts';
import { publish, sendOnline } from './car/publish.ts';
import { waitUntilReady } from './car/ready.ts';
import { firstList, noteVersion, openCarSession } from './car/session.ts';
import { describeVersion, stateOf } from './car/versions.ts';
import { operation } from './operation.ts';
import { Refusal, outcome } from './outcome.ts';

/** Publishes an existing version: a new one behind an approval, or an earlier one again. */
export const carSetOnline = operation({
  needs: ['application-id', 'application-version-id'],
  takes: ['wait', 'poll-interval'],
  plan: ({ applicationId, applicationVersionId }, step) =>
    planOnline(openCarSession(step, applicationId), applicationVersionId),
  run: async (inputs, step) => {
    const session = openCarSession(step, inputs.applicationId);
    const versionId = inputs.applicationVersionId;
    const versions = await firstList(session);
    const version = versions.find((candidate) => candidate.versionId === versionId);
    if (!version) throw unknownVersion(versionId, versions.map(describeVersion));
    noteVersion(session, version);
    if (stateOf(version) === 'in-use') {
      return outcome('succeeded', `${versionId} is in use already`);
    }
    const ready = await waitUntilReady(session, versionId, inputs.pollInterval);
    if (inputs.wait) return publish(session, ready, inputs.pollInterval);
    if (stateOf(ready) === 'in-use') return outcome('succeeded', `${versionId} is in use already`);
    await sendOnline(session, versionId);
    return outcome('started', `the publishing of ${versionId} is started`);
  },
});

function unknownVersion(versionId: string, known: readonly string[]): Refusal {
  return new Refusal(`the application has no version ${versionId}`, {
    details: known.length > 0 ? ['It has:', ...known] : ['It has none.'],
    next: [{ sentence: 'Check application-version-id: it is an output of car-create-version.' }],
  });
}
