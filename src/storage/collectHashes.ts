const looksLikeHash = /^[0-9a-f]{64}$/;

/** Whatever looks like the hash of a blob, anywhere in a record; each once. */
export function collectHashes(record: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      if (looksLikeHash.test(value)) found.add(value);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item);
    } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
      for (const item of Object.values(value)) visit(item);
    }
  };
  visit(record);
  return [...found];
}
