import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { SCENARIOS } from '../faults/all-scenarios.ts';

const TESTS = new URL('../operations/', import.meta.url);

describe.each(Object.keys(OPERATIONS))('%s', (operation) => {
  it('has a test of its own', () => {
    const [service = ''] = operation.split('-');
    expect(existsSync(new URL(`${service}/${operation}.test.ts`, TESTS))).toBe(true);
  });

  it('has a row in the fault matrix', () => {
    expect(SCENARIOS.map((scenario) => scenario.operation)).toContain(operation);
  });
});
