import { CONNECTION_INPUTS, CREDENTIAL_DECLARATIONS } from './connection-inputs.ts';
import type { CamelCase, InputDeclaration } from './declare-input.ts';
import {
  DEPLOYMENT_INPUTS,
  OPERATION_INPUT,
  REPORT_INPUTS,
  WAITING_INPUTS,
} from './step-inputs.ts';
import { FILE_INPUTS, SERVICE_INPUTS } from './service-inputs.ts';
import type { Parser } from './input-parsers.ts';
import { TEM_INPUTS } from './tem-inputs.ts';

/** All inputs, in the order in which users read them. `npm run docs` writes action.yml from them. */
export const INPUTS = {
  ...OPERATION_INPUT,
  ...CREDENTIAL_DECLARATIONS,
  ...CONNECTION_INPUTS,
  ...TEM_INPUTS,
  ...SERVICE_INPUTS,
  ...WAITING_INPUTS,
  ...FILE_INPUTS,
  ...DEPLOYMENT_INPUTS,
  ...REPORT_INPUTS,
} as const;

export type InputName = keyof typeof INPUTS;

/** What an input's parser makes of its text. */
export type InputValue<Name extends InputName> =
  (typeof INPUTS)[Name]['parser'] extends Parser<infer Value> ? Value : never;

type NameWithDefault = {
  [Name in InputName]: (typeof INPUTS)[Name] extends { readonly default: string } ? Name : never;
}[InputName];

/**
 * Values by camelCase name. An input that is required or has a default is always there; any other
 * optional one is undefined if the workflow does not give it.
 */
export type Inputs<Required extends InputName, Optional extends InputName = never> = {
  readonly [Name in Required | Optional as CamelCase<Name>]:
    InputValue<Name> | (Name extends Required | NameWithDefault ? never : undefined);
};

/** Any of all inputs: what is known of a step whose operation does not matter. */
export type AnyInputs = Partial<Inputs<never, InputName>>;

/** The names of all inputs, in the order in which users read them. */
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[];

/** The same declarations, typed so that the parser of a name gives the value of that name. */
const DECLARATIONS: { readonly [Name in InputName]: InputDeclaration<InputValue<Name>> } = INPUTS;

/** How an input was declared; what not every input has is optional. */
export function getDeclaration<Name extends InputName>(
  name: Name,
): InputDeclaration<InputValue<Name>> {
  return DECLARATIONS[name];
}
