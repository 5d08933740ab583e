export declare function bundle(folder: string, entry?: string): void;
