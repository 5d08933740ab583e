import type { InputDeclaration } from './declare-input.ts';
import { choice, booleanFlag, stringList, word } from './input-parsers.ts';

/** The inputs of Cloud Application Rendering alone. */
export const CAR_INPUTS = {
  'application-file-name': {
    parser: word(),
    description: 'CAR: name of the file of the version; without it that of package-file',
    example: 'game.zip',
  },
  'application-version-regions': {
    parser: stringList,
    description: 'CAR: regions to distribute the version to, one to a line or separated by commas',
    example: 'ap-chinese-mainland',
  },
  'application-version-update-mode': {
    parser: choice(['FULL', 'INCREMENT']),
    description: 'CAR: how the version updates the one before: FULL or INCREMENT',
    example: 'FULL',
  },
  'application-version-id': {
    parser: word(),
    description: 'CAR: version to publish',
    example: 'ver-…   (output application-version-id of car-create-version)',
  },
  'set-online': {
    parser: booleanFlag,
    default: 'false',
    description: 'CAR: publish the version when it is ready',
    example: 'true',
  },
  'pending-version': {
    parser: choice(['fail', 'delete']),
    default: 'fail',
    description:
      'CAR: when a version that was not published blocks the creation of another: fail, or delete it',
    example: 'delete',
  },
  'version-limit': {
    parser: choice(['fail', 'delete-oldest']),
    default: 'fail',
    description:
      'CAR: when the application holds five versions: fail, or delete the oldest (never the one in use)',
    example: 'delete-oldest',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of Serverless Cloud Function alone. */
export const SCF_INPUTS = {
  'function-name': {
    parser: word(),
    description: 'SCF: name of the function',
    example: 'thumbnails   (SCF console, Functions)',
  },
  qualifier: {
    parser: word(),
    description: 'SCF: version or alias of the function; the cloud takes $LATEST without it',
    example: '$LATEST',
  },
  namespace: {
    parser: word(),
    description: 'SCF: namespace of the function; the cloud takes default without it',
    example: 'default',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** The inputs of Data Lake Compute alone. */
export const DLC_INPUTS = {
  'task-id': {
    parser: word(),
    description: 'DLC: task whose result is wanted',
    example: '…   (DLC console, task history)',
  },
  format: {
    parser: word(),
    default: 'CSV',
    description: 'DLC: format of the file',
    example: 'CSV',
  },
  'download-id': {
    parser: word(),
    description: 'DLC: download that was started before, to attach to instead of starting one',
    example: '…   (output download-id of the step that started it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;
