import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { listContracts } from '../../../simulator/index.ts';
import type { ServiceContract } from '../../../simulator/index.ts';
import type { ApiCall, Call } from '../../../src/tencent/api-client.ts';
import { cloud } from './service-calls.ts';

// Every call of every service is found and made here, so a new one needs no row. What is sent
// depends on the arguments in a few of them: those have rows in the tests of their services.
const FOLDER = new URL('../../../src/tencent/services/', import.meta.url);
const CONTRACTS = listContracts();

type Connect = (call: Call) => Readonly<Record<string, unknown>>;

/** The functions that make the clients of the services. */
async function findClients(): Promise<Connect[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('-api.ts'));
  const modules = await Promise.all(
    files.map((name) => import(new URL(name, FOLDER).href) as Promise<Record<string, unknown>>),
  );
  return modules
    .flatMap((module) => Object.entries(module))
    .flatMap(([name, value]) => (name.startsWith('create') ? [value as Connect] : []));
}

const anyValue = () => Promise.resolve('any');

/** Has every field that a call could want, whatever its name is. */
function anyArgument({ actions }: ServiceContract): object {
  // What a call copies as a whole has the names of the parameters.
  const names = Object.values(actions).flatMap((parameters) => Object.keys(parameters));
  const copied = names.map((name) => [name.charAt(0).toLowerCase() + name.slice(1), anyValue]);
  return new Proxy(Object.fromEntries(copied) as object, { get: () => anyValue });
}

/** What the cloud gets when every function of a client is called once. */
async function callEverything(connect: Connect): Promise<ApiCall[]> {
  const { call, calls } = cloud({});
  const client = connect(call);
  for (const make of Object.values(client)) {
    if (typeof make !== 'function') continue;
    const argument = anyArgument(contractOf(connect));
    // An answer without the fields that a call relies on is an error, and the call was made.
    await Promise.resolve(Reflect.apply(make, client, [argument, argument])).catch(() => undefined);
  }
  return calls;
}

/** The contract of the service that a client is for: `createTem` is for tem. */
function contractOf(connect: Connect): ServiceContract {
  const name = connect.name.replace('create', '').toLowerCase();
  const contract = CONTRACTS.find(({ service }) => service === name);
  if (contract === undefined) throw new Error(`The simulator has no service ${name}.`);
  return contract;
}

const rows = await Promise.all(
  (await findClients()).map(async (connect) => {
    const contract = contractOf(connect);
    return (await callEverything(connect)).map((call) => ({ ...call, contract }));
  }),
).then((each) => each.flat());

describe('every call', () => {
  it('is found', () => {
    const services = new Set(rows.map(({ service }) => service));
    expect([...services].sort()).toEqual(CONTRACTS.map(({ service }) => service).sort());
    expect(rows.length).toBeGreaterThan(15);
  });

  it.each(rows)('goes to its service in the right version: $service:$action', (row) => {
    expect(row).toMatchObject({ service: row.contract.service, version: row.contract.version });
  });

  it.each(rows)('is the read or change that it is: $service:$action', ({ contract, ...row }) => {
    expect(row.effect !== 'read').toBe(contract.changes.includes(row.action));
  });

  it.each(rows)('sends parameters of the API alone: $service:$action', async (row) => {
    const sent = { ...row.parameters, ...(await row.unsignedParameters?.()) };
    const official = row.contract.actions[row.action];
    expect(Object.keys(official ?? {})).toEqual(expect.arrayContaining(Object.keys(sent)));
  });

  it.each(rows)('sends what the API requires: $service:$action', async (row) => {
    const sent = { ...row.parameters, ...(await row.unsignedParameters?.()) };
    const required = Object.entries(row.contract.actions[row.action] ?? {})
      .filter(([, type]) => !type.endsWith('?'))
      .map(([name]) => name);
    expect(Object.keys(sent)).toEqual(expect.arrayContaining(required));
  });
});
