/** The inputs that operations of TEM have in common; what each means stands in action/inputs.ts. */

export const TARGET = ['application-id', 'environment-id', 'region'] as const;
export const FOLLOW = ['poll-interval', 'failure-grace'] as const;
export const POLICIES = ['on-waiting', 'on-failure', 'on-timeout', 'on-cancel'] as const;
