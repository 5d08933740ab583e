import { expect } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { ExampleWorld } from './example-world.ts';

const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');

/** The actions of the policy below each heading of docs/permissions.md. */
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

/** The actions that the page names, in policies or not. */
export function actionsOnThePage(): string[] {
  return [...page.matchAll(/\b[a-z]+:[A-Z]\w+/g)].map(([name]) => name);
}

/** The actions that the policy of an operation allows; none where the page has no such policy. */
export function actionsOf(operation: string): readonly string[] {
  return policies.get(operation) ?? [];
}

/** A workflow has called what the policies of its operations allow, and all of it. */
export function expectAllowed({ simulator }: ExampleWorld, ...operations: string[]): void {
  const called = simulator.calls.map(({ service, action }) => `${service}:${action}`);
  const allowed = operations.flatMap(actionsOf);
  expect([...new Set(called)].sort()).toEqual([...new Set(allowed)].sort());
}
