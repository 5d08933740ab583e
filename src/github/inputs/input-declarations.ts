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
import { VERIFY_INPUTS } from './verify-inputs.ts';

/** All inputs, in the order of the documents. `npm run docs` generates action.yml from them. */
export const INPUTS = {
  ...OPERATION_INPUT,
  ...CREDENTIAL_DECLARATIONS,
  ...CONNECTION_INPUTS,
  ...TEM_INPUTS,
  ...SERVICE_INPUTS,
  ...WAITING_INPUTS,
  ...VERIFY_INPUTS,
  ...FILE_INPUTS,
  ...DEPLOYMENT_INPUTS,
  ...REPORT_INPUTS,
} as const;

export type InputName = keyof typeof INPUTS;

/** The type of an input's parsed value. */
export type InputValue<Name extends InputName> =
  (typeof INPUTS)[Name]['parser'] extends Parser<infer Value> ? Value : never;

type NameWithDefault = {
  [Name in InputName]: (typeof INPUTS)[Name] extends { readonly default: string } ? Name : never;
}[InputName];

/**
 * Values by camelCase name. Required inputs and inputs with a default are always set; other
 * optional inputs are undefined if the workflow does not give them.
 */
export type Inputs<Required extends InputName, Optional extends InputName = never> = {
  readonly [Name in Required | Optional as CamelCase<Name>]:
    InputValue<Name> | (Name extends Required | NameWithDefault ? never : undefined);
};

/** Any subset of the inputs, for code that does not depend on the operation. */
export type AnyInputs = Partial<Inputs<never, InputName>>;

/** The names of all inputs, in the order of the documents. */
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[];

/** The same declarations, typed so that each name's parser returns the value type of that name. */
const DECLARATIONS: { readonly [Name in InputName]: InputDeclaration<InputValue<Name>> } = INPUTS;

/**
 * Returns the declaration of an input, with the properties that not every input has as optional.
 */
export function getDeclaration<Name extends InputName>(
  name: Name,
): InputDeclaration<InputValue<Name>> {
  return DECLARATIONS[name];
}
