import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { InputName } from './input-declarations.ts';
import { getDeclaration } from './input-declarations.ts';

/** Where users find the value of an input that a step may lack. */
const PLACES: Readonly<Partial<Record<InputName, Text>>> = {
  'application-id': message('input.place-application'),
  'application-version-id': message('input.place-car-version'),
  'deploy-version': message('input.place-version'),
  'environment-id': message('input.place-environment'),
  'function-name': message('input.place-function'),
  'oidc-provider-id': message('input.place-provider'),
  'package-name': message('input.place-package'),
  region: message('input.place-region'),
  'role-arn': message('input.place-role'),
};

/** The line that gives an input its value, and where to find the value. */
export function addInput(name: InputName): Text {
  const line = { name, example: getExample(name) };
  const place = PLACES[name];
  return place === undefined
    ? message('input.add', line)
    : message('input.add-with-place', { ...line, place });
}

/** The example of an input's value, without the English words behind it. */
export function getExample(name: InputName): string {
  return getDeclaration(name).example.replace(/ +\(.*\)$/, '');
}
