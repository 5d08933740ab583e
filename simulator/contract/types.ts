export interface Parameter {
  type: 'string' | 'integer' | 'boolean' | 'string-list' | 'object-list';
  required: boolean;
}

/** Parameter name to what it takes. */
export type ActionContract = Record<string, Parameter>;

export interface ServiceContract {
  service: string;
  version: string;
  /** Whether X-TC-Region must be given. */
  regionRequired: boolean;
  actions: Record<string, ActionContract>;
}
