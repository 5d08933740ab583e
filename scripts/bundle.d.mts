export declare function bundle(folder: string, entry: string): string[];
