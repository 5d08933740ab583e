import { afterEach, describe, expect, it } from '@jest/globals';
import { ERROR, OK } from '../../support/fake-prober.ts';
import { closeWorlds } from '../world.ts';
import { startVerifiedWorld, VERIFIED } from './verifying.ts';

const PASSWORD = 'pass-hunter2';
const TOKEN = 'token-hunter2';
const SECRETS = [PASSWORD, TOKEN, 'query-hunter2', 'header-hunter2'];
const INPUTS = {
  ...VERIFIED,
  'verify-url': [
    `https://user:${PASSWORD}@shop.example.com/health?key=query-hunter2#query-hunter2`,
    `http://user:${PASSWORD}@{instance-ip}:8080/health?key=query-hunter2`,
  ].join('\n'),
  'verify-headers': `Authorization: Bearer ${TOKEN}\nX-Key: header-hunter2`,
};

afterEach(closeWorlds);

describe('the secrets of a verification', () => {
  it.each([
    ['that passes', OK, {}, 'succeeded'],
    ['that fails', ERROR, {}, 'failed'],
    ['that is planned', OK, { 'dry-run': 'true' }, 'planned'],
    ['that is planned in Chinese', ERROR, { 'dry-run': 'true', language: 'zh-CN' }, 'planned'],
    ['with a wrong header', OK, { 'verify-headers': `Bearer ${TOKEN}` }, 'failed'],
    ['with a wrong URL', OK, { 'verify-url': `htps://user:${PASSWORD}@a/` }, 'failed'],
  ])('show nowhere: one %s', async (_, answer, inputs, status) => {
    const world = await startVerifiedWorld(() => answer);
    const run = await world.run({ ...INPUTS, ...inputs });
    expect(run.outputs.status).toBe(status);
    const { annotations, debug, lines, outputs, state, summary } = run;
    const shown = JSON.stringify({ annotations, debug, lines, outputs, state, summary });
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  });

  it('are masked in a URL of instances, which is no valid URL by itself', async () => {
    const world = await startVerifiedWorld(() => OK);
    const url = `http://user:${PASSWORD}@{instance-ip}:8080/health`;
    const run = await world.run({ ...VERIFIED, 'verify-url': url });
    expect(run.masks).toContain(PASSWORD);
  });

  it('are masked and sent', async () => {
    const world = await startVerifiedWorld(() => OK);
    const run = await world.run(INPUTS);
    expect(run.masks).toEqual(expect.arrayContaining([PASSWORD, TOKEN, 'header-hunter2']));
    const { headers } = world.prober.started[0] ?? {};
    expect(headers).toContainEqual(['Authorization', `Bearer ${TOKEN}`]);
    const urls = world.prober.requests.map(({ url }) => url);
    expect(urls.every((url) => url.includes(PASSWORD) && url.includes('query-hunter2'))).toBe(true);
  });
});
