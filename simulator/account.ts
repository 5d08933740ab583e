/** The account that everything in the simulator belongs to: the end of its buckets' names. */
export const APP_ID = '1300000000';
