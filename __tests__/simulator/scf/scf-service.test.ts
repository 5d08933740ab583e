import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../../simulator/index.ts';
import type { ManualClock, SimulatedFunction, Simulator } from '../../../simulator/index.ts';
import { sha256 } from '../support/cos-requests.ts';
import { scfClient } from '../support/official-clients.ts';

const FunctionName = 'hello';

let clock: ManualClock;
let simulator: Simulator;
let hello: SimulatedFunction;

beforeEach(async () => {
  clock = manualClock();
  const functions = [
    { functionName: FunctionName, versions: { 2: Buffer.from('version two') } },
    { functionName: 'busy', namespace: 'lab', deployingSeconds: 30 },
    { functionName: 'far', region: 'ap-tokyo', code: Buffer.from('far') },
  ];
  simulator = await startSimulator({ clock, scf: { functions } });
  hello = simulator.scf.function(FunctionName);
});

afterEach(async () => {
  await simulator.close();
});

const address = (
  query: Record<string, string> = {},
): Promise<{ Url: string; CodeSha256: string }> =>
  scfClient(simulator).GetFunctionAddress({ FunctionName, ...query }) as never;
const code = (query: Record<string, string>): Promise<string> =>
  address(query).then(
    () => 'ok',
    (error: unknown) => (error as { code: string }).code,
  );

describe('GetFunctionAddress', () => {
  it('gives a URL that downloads what the hash says', async () => {
    const { Url, CodeSha256 } = await address();
    const bytes = Buffer.from(await (await fetch(Url)).arrayBuffer());
    expect(CodeSha256).toBe(sha256(bytes));
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(bytes.toString('latin1')).toContain('index.py');
  });

  it('knows versions', async () => {
    const { Url, CodeSha256 } = await address({ Qualifier: '2', Namespace: 'default' });
    await expect((await fetch(Url)).text()).resolves.toBe('version two');
    expect(CodeSha256).toBe(sha256('version two'));
    hello.publish('2', Buffer.from('new'));
    await expect(address({ Qualifier: '2' })).resolves.toMatchObject({ CodeSha256: sha256('new') });
  });

  it.each([
    ['hex', (bytes: Buffer) => sha256(bytes)],
    ['base64', (bytes: Buffer) => Buffer.from(sha256(bytes), 'hex').toString('base64')],
  ] as const)('writes the hash as %s', async (codeSha256, expected) => {
    hello.behaviour.codeSha256 = codeSha256;
    const { CodeSha256 } = await address();
    expect(CodeSha256).toBe(expected(hello.code().bytes));
  });

  it('gives a wrong hash on demand', async () => {
    hello.behaviour.codeSha256 = 'wrong';
    const { CodeSha256 } = await address();
    expect(CodeSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(CodeSha256).not.toBe(hello.code().sha256);
  });

  it('gives a URL of the form that was seen: its signature is one parameter, for 10,060 s', async () => {
    hello.behaviour.urlForm = 'https';
    const url = new URL((await address()).Url);
    expect(url.hostname).toMatch(/^lambdaap-guangzhou-\d+\.cos\.ap-guangzhou\.myqcloud\.com$/);
    expect(url.pathname).toMatch(/^\/\d+\/default\/hello\/hello_LATEST\.zip$/);
    expect([...url.searchParams.keys()]).toEqual(['sign', 'response-content-type']);
    const signature = new URLSearchParams(url.searchParams.get('sign') ?? '');
    const [start = 0, end = 0] = (signature.get('q-sign-time') ?? '').split(';').map(Number);
    expect([end - start, signature.get('q-header-list')]).toEqual([10_060, '']);
  });

  it('gives a URL whose object can be read in parts, and whose signature counts', async () => {
    const { Url } = await address();
    const part = await fetch(Url, { headers: { range: 'bytes=0-3' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 4]);
    const forged = await fetch(Url.replace(/q-signature%3D./, 'q-signature%3Dx'));
    expect(forged.status).toBe(403);
    expect(simulator.cos.requests.at(-1)?.outcome).toBe('SignatureDoesNotMatch');
  });

  it('gives an http:// URL of the real form on demand', async () => {
    hello.behaviour.urlForm = 'http';
    const { Url } = await address();
    expect(Url).toMatch(/^http:\/\/lambdaap-guangzhou-\d+\.cos\.ap-guangzhou\.myqcloud\.com\//);
  });

  it('gives a URL that expires', async () => {
    hello.behaviour.urlSeconds = 60;
    const { Url } = await address();
    clock.advance(61);
    expect((await fetch(Url)).status).toBe(403);
  });

  it.each([
    [{ FunctionName: 'none' }, 'ResourceNotFound.Function'],
    [{ FunctionName: 'far' }, 'ResourceNotFound.Function'],
    [{ Namespace: 'none' }, 'ResourceNotFound.Namespace'],
    [{ Qualifier: '9' }, 'ResourceNotFound.FunctionVersion'],
    [{ Qualifier: '', Namespace: '' }, 'ok'],
  ])('with %j: %s', async (query, expected) => {
    await expect(code(query)).resolves.toBe(expected);
  });

  it('is refused while the function is deploying', async () => {
    const query = { FunctionName: 'busy', Namespace: 'lab' };
    await expect(code(query)).resolves.toBe('FailedOperation.FunctionStatusError');
    clock.advance(30);
    await expect(code(query)).resolves.toBe('ok');
    simulator.scf.function('busy', 'lab').deploy(5);
    await expect(code(query)).resolves.toBe('FailedOperation.FunctionStatusError');
  });

  it('is struck by faults, the last one once the function is there', async () => {
    const action = 'GetFunctionAddress';
    simulator.faults.inject({ kind: 'rate-limit', action, occurrence: 'last' });
    hello.deploy(5);
    await expect(code({})).resolves.toBe('FailedOperation.FunctionStatusError');
    clock.advance(5);
    await expect(code({})).resolves.toBe('RequestLimitExceeded');
  });
});
