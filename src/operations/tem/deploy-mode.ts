import { basename, extname } from 'node:path';
import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { Application } from '../../rollout/snapshot.ts';
import type { PackageFile } from '../../transfer/package-file.ts';

type ReleaseInputs = Inputs<'deploy-version', 'package-name'>;

/**
 * Refuses, before anything is uploaded, a release of another kind than the application: TEM takes it,
 * and the instances fail. An application of an unknown kind takes everything.
 */
export function assertFitsApplication(
  application: Pick<Application, 'deployMode'>,
  { deployVersion, packageName }: ReleaseInputs,
  file: PackageFile | undefined,
): void {
  const mode = application.deployMode.toUpperCase();
  if (mode === 'IMAGE') {
    if (file) throw createKindError('IMAGE', 'package-file', file.path);
    if (packageName) throw createKindError('IMAGE', 'package-name', packageName);
    assertImageTag(deployVersion);
  }
  if (mode !== 'JAR' && mode !== 'WAR') return;
  const { path } = file ?? {};
  if (path && isOtherKind(path, mode)) throw createKindError(mode, 'package-file', path);
  if (packageName && isOtherKind(packageName, mode)) {
    throw createKindError(mode, 'package-name', packageName);
  }
  if (!path && !packageName) {
    throw new OperationError(`${mode} applications need package-file or package-name`, {
      code: 'package-missing',
      details: [{ text: 'Nothing was changed.' }],
      next: [{ sentence: `Add   package-file: target/*.${mode.toLowerCase()}` }],
    });
  }
}

/** What a name without one of these types is, nobody knows. */
function isOtherKind(name: string, mode: 'JAR' | 'WAR'): boolean {
  const type = extname(name).slice(1).toUpperCase();
  return (type === 'JAR' || type === 'WAR') && type !== mode;
}

function createKindError(mode: string, input: string, name: string): OperationError {
  const runs = mode === 'IMAGE' ? 'an image' : `a ${mode}`;
  const fix =
    mode === 'IMAGE'
      ? `Remove ${input}, and give the tag of the image as deploy-version. Or check application-id.`
      : `Give a .${mode.toLowerCase()} file. Or check application-id.`;
  const headline = `the application runs ${runs}, and ${input} is ${basename(name)}`;
  return new OperationError(headline, {
    code: 'package-kind',
    details: [{ text: 'Nothing was uploaded or changed.' }],
    next: [{ sentence: fix }],
  });
}

/** Source: the OCI distribution specification, "tag". */
const TAG = /^\w[\w.-]{0,127}$/;

function assertImageTag(version: string): void {
  if (TAG.test(version)) return;
  throw new OperationError(`deploy-version is ${version}, which is no tag of an image`, {
    code: 'version-no-tag',
    details: [{ text: 'The application runs an image. Nothing was changed.' }],
    next: [{ sentence: explainMistake(version) }],
  });
}

/** What people usually write instead of a tag, and what to write. */
function explainMistake(version: string): string {
  const inner = /^(["'`])(.*)\1$/.exec(version)?.[2];
  if (inner !== undefined) return `Remove the quotes around it:   deploy-version: ${inner}`;
  if (/[${}]/.test(version)) {
    return 'Check the expression: it reached the action as a text. GitHub fills in   ${{ … }}   alone.';
  }
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(version)) {
    return "Put the version in quotes, YAML reads it as a number:   deploy-version: '…'";
  }
  if (version.startsWith('refs/')) {
    return 'Use   deploy-version: ${{ github.ref_name }}   or   ${{ github.sha }}   : the tag that the image was pushed with.';
  }
  if (version.includes('@')) {
    return 'Give the tag that the image was pushed with: TEM takes no digest.';
  }
  const tag = /:([^/:]+)$/.exec(version)?.[1];
  if (tag !== undefined && TAG.test(tag)) {
    return `Give the tag alone, without the address of the image:   deploy-version: ${tag}`;
  }
  return 'Use the tag that the image was pushed with: letters, digits, _ . and -, at most 128 of them, no / and no blank.';
}
