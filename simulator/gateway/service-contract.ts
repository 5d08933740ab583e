import type { Credentials } from '../account.ts';
import { ApiError, missingParameter } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { CosWorld } from '../cos/cos-world.ts';
import { isJsonObject } from '../json.ts';

export interface Parameter {
  type: 'string' | 'integer' | 'boolean' | 'string-list' | 'object' | 'object-list';
  required: boolean;
}

/** The parameters of an action by their names. */
export type ActionContract = Record<string, Parameter>;

/** The parameters that the API accepts. Tests compare them with the official SDKs. */
export interface ServiceContract {
  service: string;
  version: string;
  /** Whether X-TC-Region must be given. */
  regionRequired: boolean;
  actions: Record<string, ActionContract>;
  /** Actions that change something and must not run twice; all others may be repeated. */
  changes: readonly string[];
}

/** A call with a valid signature and valid parameters. */
export interface ServiceCall {
  action: string;
  parameters: Record<string, unknown>;
  region: string | null;
  /** The credentials that signed the call; undefined for an action without a signature. */
  caller?: Credentials | undefined;
}

export type Fields = Record<string, unknown>;

/** One service of the API. */
export interface Service {
  contract: ServiceContract;
  /** Returns the fields of the response besides RequestId. Throws ApiError. */
  perform(call: ServiceCall): Fields;
  /** Whether a change has ended, for faults with the occurrence 'last'. */
  hasSettled(parameters: Record<string, unknown>): boolean;
}

/** Tencent Cloud has two sites, with different APIs. */
export type Site = 'china' | 'international';

/** What every service receives when the simulator starts. */
export interface ServiceContext {
  clock: Clock;
  site: Site;
  cos: CosWorld;
  /** Accepts these credentials from now on, for API calls and requests to COS. */
  admit: (credentials: Credentials) => void;
}

/** Starts a service; returns it with its state, which tests read and change. */
export type OpenService<Options, World> = (
  context: ServiceContext,
  options?: Options,
) => { world: World; service: Service };

/** For lookups by tests. Throws if there is no such item. */
export function requireFound<Item>(item: Item | undefined, name: string): Item {
  if (item === undefined) throw new Error(`There is no ${name}.`);
  return item;
}

export const REQUIRED_STRING: Parameter = { type: 'string', required: true };
export const STRING: Parameter = { type: 'string', required: false };
export const INTEGER: Parameter = { type: 'integer', required: false };
export const BOOLEAN: Parameter = { type: 'boolean', required: false };
export const STRING_LIST: Parameter = { type: 'string-list', required: false };

const MATCHES: Record<Parameter['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  'string-list': (value) =>
    Array.isArray(value) && value.every((element) => typeof element === 'string'),
  object: isJsonObject,
  'object-list': (value) => Array.isArray(value) && value.every(isJsonObject),
};

/** Throws UnknownParameter, MissingParameter or InvalidParameter. */
export function checkParameters(
  contract: ActionContract,
  parameters: Record<string, unknown>,
): void {
  const unknown = Object.keys(parameters).find((name) => !Object.hasOwn(contract, name));
  if (unknown !== undefined) {
    throw new ApiError('UnknownParameter', `The parameter \`${unknown}\` is not recognized.`);
  }
  for (const [name, parameter] of Object.entries(contract)) {
    checkParameter(name, parameter, parameters[name]);
  }
}

function checkParameter(name: string, { type, required }: Parameter, value: unknown): void {
  if (value === undefined) {
    if (required) throw missingParameter(name);
    return;
  }
  if (MATCHES[type](value)) return;
  const message = `The type of parameter \`${name}\` is not valid: it must be of type ${type}.`;
  throw new ApiError('InvalidParameter', message);
}
