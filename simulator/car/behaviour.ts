/** How an application's versions go. Those of a version count as they stood when it was created. */
export interface CarBehaviour {
  /** Default 2: from the end of the upload until it is noticed (Uploading until then). */
  uploadSeenSeconds: number;
  /** Default 30: Creating for so long. */
  creatingSeconds: number;
  /** New versions end as CreateFailed. */
  createFails?: boolean;
  /** Default 10: Deleting for so long. */
  deletingSeconds: number;
  /** Default 0: from SetApplicationVersionOnline until the version is Inuse. */
  publishSeconds: number;
  /** SetApplicationVersionOnline is refused: the package lacks the program's path. */
  launchPathMissing?: boolean;
  /** What DescribeApplicationFileInfo finds; default: whatever it is asked for. */
  packageFiles?: string[];
  /** Default 1800: of DescribeCosCredential's keys. */
  credentialSeconds: number;
  /** Default true; false: the keys allow a single PUT alone (multipart uploads are refused with 403). */
  multipart?: boolean;
  /** unknown: whether Path is an object's key (default) or a folder. */
  pathForm?: 'key' | 'folder';
  /** What CreateTime says of every version; default: when it was created, as RFC 3339. */
  createTime?: string;
  /** unknown: a version's status before its file is there; default Uploading. */
  statusBeforeUpload?: 'Uploading' | 'Creating';
}

export const DEFAULT_CAR_BEHAVIOUR: CarBehaviour = {
  uploadSeenSeconds: 2,
  creatingSeconds: 30,
  deletingSeconds: 10,
  publishSeconds: 0,
  credentialSeconds: 1800,
};
