import type { InputDeclaration } from './declare-input.ts';
import { choice, flag, list, word } from './input-parsers.ts';

/** The inputs of Cloud Application Rendering alone. */
export const CAR_INPUTS = {
  'application-file-name': {
    kind: word(),
    description: 'CAR: name of the file of the version; without it that of package-file',
    example: 'game.zip',
  },
  'application-version-regions': {
    kind: list,
    description: 'CAR: regions to distribute the version to, one to a line or separated by commas',
    example: 'ap-chinese-mainland',
  },
  'application-version-update-mode': {
    kind: choice(['FULL', 'INCREMENT']),
    description: 'CAR: how the version updates the one before: FULL or INCREMENT',
    example: 'FULL',
  },
  'application-version-id': {
    kind: word(),
    description: 'CAR: version to publish',
    example: 'ver-…   (output application-version-id of car-create-version)',
  },
  'set-online': {
    kind: flag,
    default: 'false',
    description: 'CAR: publish the version when it is ready',
    example: 'true',
  },
  'pending-version': {
    kind: choice(['fail', 'delete']),
    default: 'fail',
    description:
      'CAR: when a version that was not published blocks the creation of another: fail, or delete it',
    example: 'delete',
  },
  'version-limit': {
    kind: choice(['fail', 'delete-oldest']),
    default: 'fail',
    description:
      'CAR: when the application holds five versions: fail, or delete the oldest (never the one in use)',
    example: 'delete-oldest',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of Serverless Cloud Function alone. */
export const SCF_INPUTS = {
  'function-name': {
    kind: word(),
    description: 'SCF: name of the function',
    example: 'thumbnails   (SCF console, Functions)',
  },
  qualifier: {
    kind: word(),
    description: 'SCF: version or alias of the function; the cloud takes $LATEST without it',
    example: '$LATEST',
  },
  namespace: {
    kind: word(),
    description: 'SCF: namespace of the function; the cloud takes default without it',
    example: 'default',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of Data Lake Compute alone. */
export const DLC_INPUTS = {
  'task-id': {
    kind: word(),
    description: 'DLC: task whose result is wanted',
    example: '…   (DLC console, task history)',
  },
  format: {
    kind: word(),
    default: 'CSV',
    description: 'DLC: format of the file',
    example: 'CSV',
  },
  'download-id': {
    kind: word(),
    description: 'DLC: download that was started before, to attach to instead of starting one',
    example: '…   (output download-id of the step that started it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
