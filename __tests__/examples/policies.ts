import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { UIN } from '../../simulator/index.ts';
import type { ExampleWorld } from './example-world.ts';

interface Statement {
  action: string[];
  resource: string[];
}

const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');

/** The policy below each heading of docs/permissions.md that has one. */
const policies = new Map(
  page.split(/^## /m).flatMap((section) => {
    const [, json] = /```json\n([^]*?)```/.exec(section) ?? [];
    if (json === undefined) return [];
    const { statement } = JSON.parse(json) as { statement: Statement[] };
    return [[section.split('\n')[0] ?? '', statement] as const];
  }),
);

/** The statements of all policies of the page, in order. */
export const STATEMENTS: readonly Statement[] = [...policies.values()].flat();

/** The actions that the page names, in policies or not. */
export function actionsOnThePage(): string[] {
  return [...page.matchAll(/(?<!:)\b[a-z]+:[A-Z]\w+/g)].map(([name]) => name);
}

/** The statements of an operation's policy; none if the page has no such policy. */
export function statementsOf(operation: string): readonly Statement[] {
  return policies.get(operation) ?? [];
}

/**
 * A workflow has called what the policies of its operations allow, and all of it, on the resources
 * that they name.
 */
export function expectAllowed({ simulator }: ExampleWorld, ...operations: string[]): void {
  const statements = operations.flatMap(statementsOf);
  const allowed = statements.flatMap(({ action }) => action);
  const named = simulator.calls.map(({ service, action }) => `${service}:${action}`);
  expect([...new Set(named)].sort()).toEqual([...new Set(allowed)].sort());
  for (const { action, parameters, service } of simulator.calls) {
    const covering = statements.filter((each) => each.action.includes(`${service}:${action}`));
    const resources = resourcesOf(parameters);
    const isCovered = covering.some(
      ({ resource }) =>
        resource.includes('*') ||
        (resources.length > 0 && resources.every((each) => resource.includes(each))),
    );
    expect([action, resources, isCovered]).toEqual([action, resources, true]);
  }
}

/** What a call of TEM names, as CAM writes it. */
function resourcesOf({ ApplicationId, EnvironmentId }: Record<string, unknown>): string[] {
  return Object.entries({ application: ApplicationId, environment: EnvironmentId }).flatMap(
    ([kind, id]) => (typeof id === 'string' ? [`qcs::tem::uin/${UIN}:${kind}/${id}`] : []),
  );
}
