import { extname } from 'node:path';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import { OperationError } from '../../report/outcome.ts';

interface CarInputs {
  readonly packageFile?: string | undefined;
  readonly applicationFileName?: string | undefined;
  readonly applicationVersionRegions?: readonly string[] | undefined;
  readonly setOnline?: boolean;
  readonly wait?: boolean;
}

/** What CAR's console and car-cli take: archives for desktops, packages for mobiles. */
const FILE_TYPES = /\.(zip|rar|7z|apk|xapk)$/i;
const USE = 'use   a .zip, .rar or .7z archive, or an .apk or .xapk package';

/** Refuses a file that CAR does not take: a pattern tells its type only when it has matched. */
export function assertFileType(fileName: string): void {
  if (FILE_TYPES.test(fileName)) return;
  throw new OperationError(`${fileName} is no file that CAR takes`, { next: [{ sentence: USE }] });
}

/** Refuses a name of another type than the file's: CAR names the object by it. */
export function assertSameFileType(path: string, fileName: string): void {
  const [type, named] = [extname(path), extname(fileName)];
  if (type.toLowerCase() === named.toLowerCase()) return;
  throw new OperationError(`${path} is no ${named} file, as application-file-name says`, {
    next: [{ sentence: `Remove application-file-name, or end it in ${type}` }],
  });
}

/** What inputs must be to each other for a new version. */
export function checkCar(inputs: CarInputs): InputIssue[] {
  return [...checkFile(inputs), ...checkOnline(inputs), ...checkRegions(inputs)];
}

/** The form of all that are documented: ap-chinese-mainland, eu-frankfurt, sa-south-america-fusion. */
const REGION = /^[a-z]{2}-[a-z0-9-]+$/;

/** Asked before a version is deleted to make room for one that CAR would refuse. */
function checkRegions({ applicationVersionRegions = [] }: CarInputs): InputIssue[] {
  const strange = applicationVersionRegions.filter((region) => !REGION.test(region));
  if (strange.length === 0) return [];
  return [
    {
      input: 'application-version-regions',
      problem: `has no region in "${strange.join(', ')}"`,
      fix: 'use   names such as ap-chinese-mainland, one to a line or separated by commas',
    },
  ];
}

function checkFile({ packageFile, applicationFileName }: CarInputs): InputIssue[] {
  if (packageFile === undefined && applicationFileName === undefined) {
    return [
      {
        input: 'package-file',
        problem: 'is missing',
        fix: 'add   package-file: build/game.zip   (or application-file-name, without an upload)',
      },
    ];
  }
  const [input, name] =
    applicationFileName === undefined
      ? (['package-file', packageFile ?? ''] as const)
      : (['application-file-name', applicationFileName] as const);
  const isPattern = input === 'package-file' && /[*?\]}]$/.test(name);
  if (isPattern || FILE_TYPES.test(name)) return [];
  return [
    {
      input,
      problem: `is "${name}", no file that CAR takes`,
      fix: USE,
    },
  ];
}

function checkOnline({ packageFile, setOnline, wait }: CarInputs): InputIssue[] {
  if (!setOnline) return [];
  const change = 'remove   set-online: true   (car-set-online publishes the version later)';
  if (wait === false) {
    return [{ input: 'set-online', problem: 'is "true", and wait is "false"', fix: change }];
  }
  if (packageFile !== undefined) return [];
  return [{ input: 'set-online', problem: 'is "true", and there is no package-file', fix: change }];
}
