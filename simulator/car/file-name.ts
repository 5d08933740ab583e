import { carError } from './errors.ts';
import type { CarKind } from './seed.ts';

const EXTENSIONS: Record<CarKind, readonly string[]> = {
  desktop: ['zip', 'rar', '7z'],
  mobile: ['apk', 'xapk', 'zip'],
};

/** Throws InvalidParameterValue where an application of this kind takes no such file. */
export function checkFileName(fileName: string, kind: CarKind): void {
  if (EXTENSIONS[kind].includes(extensionOf(fileName).toLowerCase())) return;
  throw carError(
    'InvalidParameterValue',
    `ApplicationFileName of a ${kind} application must end in ${EXTENSIONS[kind].join(', ')}.`,
  );
}

/** Without its dot; empty where there is none. */
export function extensionOf(fileName: string): string {
  return /\.([^.]+)$/.exec(fileName)?.[1] ?? '';
}

export function withoutExtension(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '');
}
