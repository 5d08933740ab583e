import type { Credentials } from '../account.ts';
import { ApiError, missingParameter } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { CosWorld } from '../cos/cos-world.ts';
import { isJsonObject } from '../json.ts';

/** The values of the types that parameters have. */
interface Values {
  string: string;
  integer: number;
  boolean: boolean;
  'string-list': string[];
  object: object;
  'object-list': object[];
}

type Type = keyof Values;

/** The types of an action's parameters by their names; those with `?` may be left out. */
export type ActionContract = Readonly<Record<string, Type | `${Type}?`>>;

/** What a call has after `checkParameters`. */
export type ParametersOf<Contract extends ActionContract> = {
  [Name in keyof Contract as Contract[Name] extends Type ? Name : never]: ValueOf<Contract[Name]>;
} & {
  [Name in keyof Contract as Contract[Name] extends Type ? never : Name]?: ValueOf<Contract[Name]>;
};

type ValueOf<Text> = Text extends Type
  ? Values[Text]
  : Text extends `${infer Name extends Type}?`
    ? Values[Name]
    : never;

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

/** What each action of a contract does to a subject. Throws ApiError. */
export type Actions<
  Contract extends ServiceContract,
  Subject,
  Rest extends unknown[] = [],
  Result = Fields,
> = {
  [Action in keyof Contract['actions']]: (
    subject: Subject,
    parameters: ParametersOf<Contract['actions'][Action]>,
    ...rest: Rest
  ) => Result;
};

/** Performs the action of a call whose parameters the contract has checked. */
export function act<Subject, Rest extends unknown[], Result>(
  actions: Record<string, (subject: Subject, parameters: never, ...rest: Rest) => Result>,
  { action, parameters }: ServiceCall,
  subject: Subject,
  ...rest: Rest
): Result {
  const perform = requireFound(actions[action], `action ${action}`);
  return perform(subject, parameters as never, ...rest);
}

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

/** For lookups by tests. Throws if there is no such item. */
export function requireFound<Item>(item: Item | undefined, name: string): Item {
  if (item === undefined) throw new Error(`There is no ${name}.`);
  return item;
}

const MATCHES: Record<Type, (value: unknown) => boolean> = {
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
  for (const [name, text] of Object.entries(contract)) {
    const type = text.replace('?', '') as Type;
    const value = parameters[name];
    if (value === undefined && text === type) throw missingParameter(name);
    if (value === undefined || MATCHES[type](value)) continue;
    const message = `The type of parameter \`${name}\` is not valid: it must be of type ${type}.`;
    throw new ApiError('InvalidParameter', message);
  }
}
