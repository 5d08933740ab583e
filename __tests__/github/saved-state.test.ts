import { expect, it } from '@jest/globals';
import { hasSavedState } from '../../src/github/saved-state.ts';

it.each([
  ['a state', { STATE_state: '{"pending":{}}' }, true],
  ['the ID of a Deployment', { 'STATE_github-deployment': '77', STATE_state: '{}' }, true],
  ['only empty states', { 'STATE_github-deployment': '', STATE_state: '{}' }, false],
  ['no state', { GITHUB_STATE: '/tmp/state', INPUT_OPERATION: 'tem-wait' }, false],
])('recognizes %s', (_, env, expected) => {
  expect(hasSavedState(env)).toBe(expected);
});
