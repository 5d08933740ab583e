import { extname } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import { OperationError } from '../../report/outcome.ts';
import { mayMatchType, readFilePatterns } from '../../transfer/file-pattern.ts';

type NewVersionInputs = Partial<
  Inputs<
    never,
    'package-file' | 'application-file-name' | 'application-version-regions' | 'set-online' | 'wait'
  >
>;

/** What CAR's console and car-cli accept: archives for desktops, packages for mobiles. */
const FILE_TYPES = /\.(zip|rar|7z|apk|xapk)$/i;
const USE = 'use   a .zip, .rar or .7z archive, or an .apk or .xapk package';

/** Throws for a file that CAR does not accept: the type of a pattern is known once it has matched. */
export function assertFileType(fileName: string): void {
  if (FILE_TYPES.test(fileName)) return;
  throw new OperationError(`${fileName} is not a file type that CAR accepts`, {
    code: 'file-type',
    next: [{ sentence: USE }],
  });
}

/** Throws where the name has another type than the file: CAR names the object by it. */
export function assertSameFileType(path: string, fileName: string): void {
  const [type, named] = [extname(path), extname(fileName)];
  if (type.toLowerCase() === named.toLowerCase()) return;
  throw new OperationError(`${path} is no ${named} file, as application-file-name says`, {
    code: 'file-type-mismatch',
    next: [{ sentence: `Remove application-file-name, or end it in ${type}` }],
  });
}

/** Checks the inputs of a new version against each other. */
export function checkNewVersion(inputs: NewVersionInputs): InputIssue[] {
  return [...checkFile(inputs), ...checkOnline(inputs), ...checkRegions(inputs)];
}

/** The form of all that are documented: ap-chinese-mainland, eu-frankfurt, sa-south-america-fusion. */
const REGION = /^[a-z]{2}-[a-z0-9-]+$/;

/** CAR would refuse such a region only after a version was deleted for the new one. */
function checkRegions({ applicationVersionRegions = [] }: NewVersionInputs): InputIssue[] {
  const invalid = applicationVersionRegions.filter((region) => !REGION.test(region));
  if (invalid.length === 0) return [];
  return [
    {
      input: 'application-version-regions',
      problem: `has no region in "${invalid.join(', ')}"`,
      fix: 'use   names such as ap-chinese-mainland, one to a line or separated by commas',
    },
  ];
}

function checkFile({ packageFile, applicationFileName }: NewVersionInputs): InputIssue[] {
  if (applicationFileName !== undefined) {
    return checkFileType('application-file-name', applicationFileName);
  }
  if (packageFile === undefined) {
    return [
      {
        input: 'package-file',
        problem: 'is missing',
        fix: 'add   package-file: build/game.zip   (or application-file-name, without an upload)',
        about: ['application-file-name'],
      },
    ];
  }
  const { includes } = readFilePatterns(packageFile);
  const wrong = includes.find((pattern) => !mayMatchType(pattern, FILE_TYPES));
  return wrong === undefined ? [] : checkFileType('package-file', wrong);
}

function checkFileType(input: string, name: string): InputIssue[] {
  if (FILE_TYPES.test(name)) return [];
  return [{ input, problem: `is "${name}", a file type that CAR does not accept`, fix: USE }];
}

function checkOnline({ packageFile, setOnline, wait }: NewVersionInputs): InputIssue[] {
  if (!setOnline) return [];
  const fix = 'remove   set-online: true   (car-set-online publishes the version later)';
  if (wait === false) {
    return [{ input: 'set-online', problem: 'is "true", and wait is "false"', fix }];
  }
  if (packageFile !== undefined) return [];
  const problem = 'is "true", and there is no package-file';
  return [{ input: 'set-online', problem, fix, about: ['package-file'] }];
}
