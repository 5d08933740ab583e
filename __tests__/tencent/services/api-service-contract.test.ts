import { beforeAll, describe, expect, it } from '@jest/globals';
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

type MadeCall = ApiCall & { readonly contract: ServiceContract };

let calls: MadeCall[];
beforeAll(async () => {
  const made = (await findClients()).map(async (connect): Promise<MadeCall[]> => {
    const contract = contractOf(connect);
    return (await callEverything(connect)).map((call) => ({ ...call, contract }));
  });
  calls = (await Promise.all(made)).flat();
});

/** The names of the calls for which a condition does not hold. */
async function findExceptions(
  holds: (call: MadeCall) => boolean | Promise<boolean>,
): Promise<string[]> {
  const checked = calls.map(async (call) =>
    (await holds(call)) ? [] : [`${call.service}:${call.action}`],
  );
  return (await Promise.all(checked)).flat();
}

async function readSentNames({ parameters, unsignedParameters }: MadeCall): Promise<string[]> {
  return Object.keys({ ...parameters, ...(await unsignedParameters?.()) });
}

describe('every call', () => {
  it('is found', () => {
    const services = new Set(calls.map(({ service }) => service));
    expect([...services].sort()).toEqual(CONTRACTS.map(({ service }) => service).sort());
    expect(calls.length).toBeGreaterThan(15);
  });

  it('goes to its service in the right version', async () => {
    const strays = await findExceptions(
      ({ contract, service, version }) =>
        service === contract.service && version === contract.version,
    );
    expect(strays).toEqual([]);
  });

  it('is the read or change that it is', async () => {
    const mistaken = await findExceptions(
      ({ action, contract, effect }) => (effect !== 'read') === contract.changes.includes(action),
    );
    expect(mistaken).toEqual([]);
  });

  it('sends parameters of the API alone', async () => {
    const inventive = await findExceptions(async (call) => {
      const official = call.contract.actions[call.action] ?? {};
      return (await readSentNames(call)).every((name) => name in official);
    });
    expect(inventive).toEqual([]);
  });

  it('sends what the API requires', async () => {
    const incomplete = await findExceptions(async (call) => {
      const sent = await readSentNames(call);
      return Object.entries(call.contract.actions[call.action] ?? {}).every(
        ([name, type]) => type.endsWith('?') || sent.includes(name),
      );
    });
    expect(incomplete).toEqual([]);
  });
});
