import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { InputName } from './input-declarations.ts';
import { getDeclaration } from './input-declarations.ts';

/** Where users find the value of an input. */
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

/** Returns the line that adds an input, and where to find its value. */
export function addInput(name: InputName): Text {
  const line = { name, example: getExample(name) };
  const place = PLACES[name];
  return place === undefined
    ? message('input.add', line)
    : message('input.add-with-place', { ...line, place });
}

/** Returns the example value of an input, without the English text after it. */
export function getExample(name: InputName): string {
  return getDeclaration(name).example.replace(/ +\(.*\)$/, '');
}
