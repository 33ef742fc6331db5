export function pageFile(conditions?: readonly string[]): Promise<Uint8Array>;
