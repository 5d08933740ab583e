import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { CAR_CONTRACT } from '../../simulator/car/car-service.ts';
import { DLC_CONTRACT } from '../../simulator/dlc/dlc-service.ts';
import { SCF_CONTRACT } from '../../simulator/scf/scf-service.ts';
import { TEM_CONTRACT } from '../../simulator/tem/tem-service.ts';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import type { WorkflowEvent } from '../support/workflow/model.ts';
import type { Around } from './example.ts';
import { openExampleWorld } from './example.ts';

const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');

/** The actions that the official definitions have, which a test holds the contracts against. */
const known = [TEM_CONTRACT, CAR_CONTRACT, SCF_CONTRACT, DLC_CONTRACT].flatMap(
  ({ service, actions }) => Object.keys(actions).map((action) => `${service}:${action}`),
);

/** The actions of the policy below each heading. */
const policies = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [, json = ''] = /```json\n([^]*?)```/.exec(section) ?? [];
      const { statement } = JSON.parse(json) as { statement: { action: string[] }[] };
      return [section.split('\n')[0] ?? '', statement.flatMap(({ action }) => action)];
    }),
);

const PUSH: WorkflowEvent = { name: 'push' };
const VERSION: WorkflowEvent = { name: 'workflow_dispatch', inputs: { version: 'v2.4.0' } };
const TASK: WorkflowEvent = {
  name: 'workflow_dispatch',
  inputs: { task: '20aadca2d4b511ef9ffa525400ba9019' },
};
const BUILD = {
  mvnw: '#!/bin/sh\nmkdir target && echo jar > target/shop.jar\n',
  'build.sh': '#!/bin/sh\nmkdir build && echo zip > build/game.zip\n',
};

it('every action that the page names is one of the cloud', () => {
  const named = [...page.matchAll(/\b(tem|car|scf|dlc):\w+/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

describe('A workflow calls what the policies of its operations allow, and all of it:', () => {
  it.each<[string, WorkflowEvent, string[], Around, 'IMAGE' | 'JAR']>([
    ['tem-image.yml', PUSH, ['tem-rolling-update'], {}, 'IMAGE'],
    ['tem-jar.yml', PUSH, ['tem-rolling-update with a package'], {}, 'JAR'],
    ['tem-beta-approval.yml', VERSION, ['tem-rolling-update', 'tem-resume'], {}, 'IMAGE'],
    [
      'tem-beta-approval.yml',
      VERSION,
      ['tem-rolling-update', 'tem-revert'],
      { approve: () => false },
      'IMAGE',
    ],
    ['car-game.yml', PUSH, ['car-create-version', 'car-set-online'], {}, 'IMAGE'],
    ['dlc-report.yml', TASK, ['dlc-result-download'], {}, 'IMAGE'],
  ])('%s', async (file, event, operations, around, deployMode) => {
    const { run, simulator } = await openExampleWorld(() => ({
      tem: { applications: [{ ...DEMO_APPLICATION, deployMode }] },
    }));
    await run(file, event, { repository: BUILD, ...around });
    const called = simulator.calls.map(({ service, action }) => `${service}:${action}`);
    const allowed = operations.flatMap((operation) => policies.get(operation) ?? []);
    expect([...new Set(called)].sort()).toEqual([...new Set(allowed)].sort());
  });
});
