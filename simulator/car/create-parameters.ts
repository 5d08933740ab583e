import { carError } from './errors.ts';
import { checkFileName } from './file-name.ts';
import type { CarKind } from './seed.ts';

/** The parameters of CreateApplicationVersion. */
export interface CreateVersionParameters {
  ApplicationFileName: string;
  ApplicationVersionRegions?: string[];
  ApplicationVersionUpdateMode?: string;
}

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
