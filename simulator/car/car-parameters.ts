import { errorFactory } from '../api-error.ts';

export type CarKind = 'desktop' | 'mobile';

/** The parameters of CreateApplicationVersion. */
export interface CreateVersionParameters {
  ApplicationFileName: string;
  ApplicationVersionRegions?: string[];
  ApplicationVersionUpdateMode?: string;
}

/** The errors of CAR with their documented messages. */
export const carError = errorFactory({
  'FailedOperation.ApplicationNotFind': 'Application does not exist.',
  'FailedOperation.PathNotFound': 'Failed to find the path.',
  InvalidParameterValue: 'Invalid parameter value.',
  OperationDenied: 'Operation denied.',
  'OperationDenied.VersionCreating': 'Version is being created.',
  'OperationDenied.VersionLimitExceeded': 'The number of versions exceeds the limit.',
});

const EXTENSIONS: Record<CarKind, readonly string[]> = {
  desktop: ['zip', 'rar', '7z'],
  mobile: ['apk', 'xapk', 'zip'],
};

const REGIONS: readonly string[] = [
  ...['ap-chinese-mainland', 'na-north-america', 'eu-frankfurt', 'ap-mumbai', 'ap-tokyo'],
  ...['ap-seoul', 'ap-singapore', 'ap-bangkok', 'ap-hongkong', 'me-middle-east-fusion'],
  ...['na-north-america-fusion', 'sa-south-america-fusion', 'ap-tokyo-fusion', 'ap-seoul-fusion'],
  ...['eu-frankfurt-fusion', 'ap-singapore-fusion', 'ap-hongkong-fusion'],
];
const UPDATE_MODES: readonly string[] = ['FULL', 'INCREMENT'];

/** What a desktop version gets without ApplicationVersionRegions (mainland on the Chinese site). */
export const DEFAULT_REGIONS: readonly string[] = ['ap-chinese-mainland'];

/** Throws InvalidParameterValue. */
export function checkCreateParameters(parameters: CreateVersionParameters, kind: CarKind): void {
  const { ApplicationFileName, ApplicationVersionRegions, ApplicationVersionUpdateMode } =
    parameters;
  checkFileName(ApplicationFileName, kind);
  const unknown = ApplicationVersionRegions?.find((region) => !REGIONS.includes(region));
  if (unknown !== undefined) {
    throw carError('InvalidParameterValue', `ApplicationVersionRegions: ${unknown}.`);
  }
  if (!UPDATE_MODES.includes(ApplicationVersionUpdateMode ?? 'FULL')) {
    throw carError('InvalidParameterValue', 'ApplicationVersionUpdateMode: FULL or INCREMENT.');
  }
}

/** Throws InvalidParameterValue if an application of this kind does not accept such a file. */
export function checkFileName(fileName: string, kind: CarKind): void {
  if (EXTENSIONS[kind].includes(extensionOf(fileName).toLowerCase())) return;
  throw carError(
    'InvalidParameterValue',
    `ApplicationFileName of a ${kind} application must end in ${EXTENSIONS[kind].join(', ')}.`,
  );
}

/** Returns the extension without its dot; '' if there is none. */
export function extensionOf(fileName: string): string {
  return /\.([^.]+)$/.exec(fileName)?.[1] ?? '';
}

export function withoutExtension(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '');
}
