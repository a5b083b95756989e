import type { VersionDiff } from '#/core/protocol/versionDiff';

const most = 50;
const isHash = /^[0-9a-f]{64}$/;

/** What a kind keeps beside its table (the size of images, the windows of a field), value by value; bytes are not told. */
export function changedPaths(before: unknown, after: unknown): VersionDiff['data'] {
  const changes: VersionDiff['data'] = [];
  const visit = (path: string, a: unknown, b: unknown): void => {
    if (changes.length >= most || JSON.stringify(a) === JSON.stringify(b)) return;
    if (isRecord(a) && isRecord(b)) {
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
        visit(path === '' ? name : `${path}.${name}`, a[name], b[name]);
      return;
    }
    const told = [a, b].map((value) =>
      value === undefined
        ? null
        : Array.isArray(value) && value.some(isRecord)
          ? `${value.length} entries`
          : JSON.stringify(value),
    );
    const [was = null, is = null] = told;
    if (was !== is && !(typeof b === 'string' && isHash.test(b))) changes.push({ path, was, is });
  };
  visit('', before ?? {}, after ?? {});
  return changes;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
