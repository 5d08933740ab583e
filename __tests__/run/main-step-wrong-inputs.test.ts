import { afterEach, expect, it } from '@jest/globals';
import { INPUT_NAMES } from '../../src/github/inputs/input-declarations.ts';
import { formatText } from '../../src/text/format-text.ts';
import { closeWorlds, startWorld, UPDATE } from '../operations/world.ts';

afterEach(closeWorlds);

it('shows as many wrong inputs as GitHub does, each with its fix, and counts the others', async () => {
  const world = await startWorld();
  const odd = INPUT_NAMES.filter((name) => name !== 'operation');
  const wrong = Object.fromEntries(odd.map((name) => [name, `${'x '.repeat(40)}\u200b\n y`]));
  const { annotations } = await world.run({ ...UPDATE, ...wrong });
  const [{ message, title } = { message: '', title: '' }] = annotations;
  expect(title).toBe(formatText({ key: 'input.wrong', values: {} }, 'en-US'));
  expect(message.length).toBeLessThanOrEqual(4_096);
  expect(message.split('\n').at(-1)).toMatch(/\d/);
  for (const line of message.split('\n').slice(1, -1)) expect(line).toMatch(/ {3}\S/);
});
