export declare function bundleAction(folder: string): string[];
export declare function bundle(folder: string, entry: string, cwd?: string): string[];
