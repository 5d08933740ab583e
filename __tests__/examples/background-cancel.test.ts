import { expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openExampleWorld, PUSH } from './example-world.ts';

const folder = temporaryFolder();

const WORKFLOW = (started: string, onCancel: string) => `
name: Deploy
on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: OWNER/REPO/tem/rolling-update@v1
        id: deploy
        background: true
        with:
          secret-id: \${{ secrets.TENCENTCLOUD_SECRET_ID }}
          secret-key: \${{ secrets.TENCENTCLOUD_SECRET_KEY }}
          region: ap-guangzhou
          application-id: ${DEMO_APPLICATION.applicationId}
          environment-id: ${DEMO_APPLICATION.environmentId}
          deploy-version: v2.4.0
          timeout: 5h
          on-cancel: ${onCancel}
      # The rollout takes for ever: its step is there when the file is.
      - run: until [ -e "${started}" ]; do sleep 0.02; done
      - cancel: deploy
      - run: echo "\${{ steps.deploy.outcome }} \${{ steps.deploy.outputs.status }}" >> "$GITHUB_STEP_SUMMARY"
`;

it.each([
  ['keep', 'deploying'],
  ['revert', 'reverted'],
])(
  'a background step that the workflow cancels does not fail the job (on-cancel: %s)',
  async (onCancel, state) => {
    const [path, started] = [folder('deploy.yml'), folder('started')];
    writeFileSync(path, WORKFLOW(started, onCancel));
    const application = { ...DEMO_APPLICATION, behaviour: { neverReady: true } };
    const world = await openExampleWorld({
      tem: { applications: [application] },
      onCall: ({ action }) => {
        if (action === 'RollingUpdateApplicationByVersion') writeFileSync(started, '');
      },
    });
    const run = await world.run(path, PUSH, { inProcesses: true });
    const { posts, result, steps } = run.job('deploy');
    // Its outputs are there at once, for the step after the cancel, and post ends what it began.
    expect(steps.at(-1)?.summary).toBe('cancelled cancelled\n');
    expect([result, posts.map(({ outcome }) => outcome)]).toEqual(['success', ['success']]);
    expect(world.simulator.tem.application(DEMO_APPLICATION.applicationId).rollouts).toMatchObject([
      { state },
    ]);
  },
);
