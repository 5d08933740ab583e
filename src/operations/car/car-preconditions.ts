import { extname } from 'node:path';
import type { Problem } from '../../github/inputs/input-errors.ts';
import { Refusal } from '../../report/outcome.ts';

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
export function guardFileType(fileName: string): void {
  if (FILE_TYPES.test(fileName)) return;
  throw new Refusal(`${fileName} is no file that CAR takes`, { next: [{ sentence: USE }] });
}

/** Refuses a name of another type than the file's: CAR names the object by it. */
export function guardSameType(path: string, fileName: string): void {
  const [type, named] = [extname(path), extname(fileName)];
  if (type.toLowerCase() === named.toLowerCase()) return;
  throw new Refusal(`${path} is no ${named} file, as application-file-name says`, {
    next: [{ sentence: `Remove application-file-name, or end it in ${type}` }],
  });
}

/** What inputs must be to each other for a new version. */
export function checkCar(inputs: CarInputs): Problem[] {
  return [...checkFile(inputs), ...checkOnline(inputs), ...checkRegions(inputs)];
}

/** The form of all that are documented: ap-chinese-mainland, eu-frankfurt, sa-south-america-fusion. */
const REGION = /^[a-z]{2}-[a-z0-9-]+$/;

/** Asked before a version is deleted to make room for one that CAR would refuse. */
function checkRegions({ applicationVersionRegions = [] }: CarInputs): Problem[] {
  const strange = applicationVersionRegions.filter((region) => !REGION.test(region));
  if (strange.length === 0) return [];
  return [
    {
      input: 'application-version-regions',
      is: `has no region in "${strange.join(', ')}"`,
      change: 'use   names such as ap-chinese-mainland, one to a line or separated by commas',
    },
  ];
}

function checkFile({ packageFile, applicationFileName }: CarInputs): Problem[] {
  if (packageFile === undefined && applicationFileName === undefined) {
    return [
      {
        input: 'package-file',
        is: 'is missing',
        change:
          'add   package-file: build/game.zip   (or application-file-name, without an upload)',
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
      is: `is "${name}", no file that CAR takes`,
      change: USE,
    },
  ];
}

function checkOnline({ packageFile, setOnline, wait }: CarInputs): Problem[] {
  if (!setOnline) return [];
  const change = 'remove   set-online: true   (car-set-online publishes the version later)';
  if (wait === false) {
    return [{ input: 'set-online', is: 'is "true", and wait is "false"', change }];
  }
  if (packageFile !== undefined) return [];
  return [{ input: 'set-online', is: 'is "true", and there is no package-file', change }];
}
