/** A number that tells what answers: the same body with the same threshold. */
import { crc32 } from '../crc32';
import type { ModelBody } from '../protocol/model';
import type { TaskSpec } from '../protocol/train';

export function answeredBy(body: ModelBody, { threshold }: Pick<TaskSpec, 'threshold'>): number {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return crc32(new TextEncoder().encode(JSON.stringify({ body, threshold }, sorted)));
}
