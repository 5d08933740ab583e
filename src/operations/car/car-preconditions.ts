import { extname } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import { OperationError } from '../../report/outcome.ts';
import { message } from '../../text/message.ts';
import { mayMatchType, readFilePatterns } from '../../transfer/file-pattern.ts';

type NewVersionInputs = Partial<
  Inputs<
    never,
    'package-file' | 'application-file-name' | 'application-version-regions' | 'set-online' | 'wait'
  >
>;

/**
 * What CAR's console and car-cli accept: archives for desktop applications, packages for mobile
 * ones.
 */
const FILE_TYPES = /\.(zip|rar|7z|apk|xapk)$/i;

/**
 * Throws if CAR does not accept this type of file. If the input is a pattern, the type is known
 * only after it has matched a file.
 */
export function assertFileType(fileName: string): void {
  if (FILE_TYPES.test(fileName)) return;
  throw new OperationError(message('car.file-type', { file: fileName }), {
    code: 'file-type',
    next: [{ sentence: message('car.file-type-fix') }],
  });
}

/**
 * Throws if the name has another extension than the file: CAR uses the name for the stored object.
 */
export function assertSameFileType(path: string, fileName: string): void {
  const [type, named] = [extname(path), extname(fileName)];
  if (type.toLowerCase() === named.toLowerCase()) return;
  throw new OperationError(message('car.file-type-mismatch', { path, type: named }), {
    code: 'file-type-mismatch',
    next: [{ sentence: message('car.file-type-mismatch-fix', { type }) }],
  });
}

/** Checks the inputs of a new version against each other. */
export function checkNewVersion(inputs: NewVersionInputs): InputIssue[] {
  return [...checkFile(inputs), ...checkOnline(inputs), ...checkRegions(inputs)];
}

/**
 * The form of all documented regions: ap-chinese-mainland, eu-frankfurt, sa-south-america-fusion.
 */
const REGION = /^[a-z]{2}-[a-z0-9-]+$/;

/**
 * Checks the regions early: CAR would reject an invalid one only after a version was deleted to
 * make room.
 */
function checkRegions({ applicationVersionRegions = [] }: NewVersionInputs): InputIssue[] {
  const invalid = applicationVersionRegions.filter((region) => !REGION.test(region));
  if (invalid.length === 0) return [];
  return [
    {
      input: 'application-version-regions',
      problem: message('car.input-regions', { regions: invalid.join(', ') }),
      fix: message('car.input-regions-fix'),
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
        problem: message('car.input-file-missing'),
        fix: message('car.input-file-missing-fix'),
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
  const problem = message('car.input-file-type', { value: name });
  return [{ input, problem, fix: message('car.input-file-type-fix') }];
}

function checkOnline({ packageFile, setOnline, wait }: NewVersionInputs): InputIssue[] {
  if (!setOnline) return [];
  const fix = message('car.input-online-fix');
  if (wait === false) {
    return [{ input: 'set-online', problem: message('car.input-online-without-wait'), fix }];
  }
  if (packageFile !== undefined) return [];
  const problem = message('car.input-online-without-file');
  return [{ input: 'set-online', problem, fix, about: ['package-file'] }];
}
