export function buildRunner(outDir: string): Promise<string>;
