/** SHA-256, of bytes and of JSON with sorted keys. */

export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same text for equal values, whatever the order of their keys. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/**
 * Of a record's content: all of it but the members named. By what is left out and not by what is taken, so that a
 * member added later is covered by itself.
 */
export async function contentHash<T extends object>(
  record: T,
  notContent: readonly (keyof T)[],
): Promise<string> {
  const content = Object.entries(record).filter(([key]) => !(notContent as readonly string[]).includes(key));
  return await sha256(new TextEncoder().encode(canonicalJson(Object.fromEntries(content))));
}
