import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { InputIssue } from '../../github/inputs/input-errors.ts';
import type { Log } from '../../github/log.ts';
import type { Message } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { quote } from '../../text/sanitize.ts';
import { isImageTag } from './deploy-mode.ts';

type VersionInputs = Partial<Inputs<never, 'deploy-version' | 'package-file' | 'package-name'>>;

/** Rejects common mistakes in a tag: without a package, TEM needs an image tag. */
export function checkVersion({
  deployVersion,
  packageFile,
  packageName,
}: VersionInputs): InputIssue[] {
  if (deployVersion === undefined || packageFile !== undefined || packageName !== undefined) {
    return [];
  }
  const fix = findVersionMistake(deployVersion);
  if (fix === undefined) return [];
  return [
    {
      input: 'deploy-version',
      problem: message('input.is', { value: quote(deployVersion) }),
      fix,
      about: ['package-file', 'package-name'],
    },
  ];
}

/** Warns of the same mistakes with a package, whose version may be any text. */
export function warnOfOddVersion(log: Log, inputs: VersionInputs): void {
  const { deployVersion = '', packageFile, packageName } = inputs;
  const hasPackage = packageFile !== undefined || packageName !== undefined;
  if (!hasPackage || findVersionMistake(deployVersion) === undefined) return;
  const text = message('plan.odd-version', { version: quote(deployVersion) });
  log.warning(message('plan.odd-version-title'), text);
}

/** Returns the correction of a common mistake; undefined for anything else. */
export function findVersionMistake(version: string): Message | undefined {
  const inner = /^(["'`])(.*)\1$/.exec(version)?.[2];
  if (inner !== undefined) return message('plan.input-tag-quotes', { version: inner });
  if (/[${}]/.test(version)) return message('plan.input-tag-expression', { syntax: '${{ … }}' });
  // GitHub formats large YAML numbers like this; a tag contains no plus sign.
  if (/^\d+(\.\d+)?e\+\d+$/i.test(version)) return message('plan.input-tag-number');
  if (version.startsWith('refs/')) {
    const expressions = { name: '${{ github.ref_name }}', sha: '${{ github.sha }}' };
    return message('plan.input-tag-ref', expressions);
  }
  if (version.includes('@sha256:')) return message('plan.input-tag-digest');
  const tag = /:([^/:]+)$/.exec(version)?.[1];
  return tag !== undefined && isImageTag(tag)
    ? message('plan.input-tag-address', { tag })
    : undefined;
}
