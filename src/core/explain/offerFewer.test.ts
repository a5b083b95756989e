import { expect, it } from 'vitest';
import { offerFewer as offer } from './offerFewer';
import { explainers } from './registry';

const offerFewer = (
  of: Parameters<typeof offer>[0],
  params: unknown,
  at: { elapsedMs: number; progress: number },
) => offer(of, params, { ...at, inputs: 8 });
const effort = { param: 'coalitions', of: 'coalitions', least: 16 };

it('what takes long is estimated, and fewer are offered', () => {
  const params = { coalitions: 2048 };
  expect(offerFewer({ effort }, params, { elapsedMs: 2_000, progress: 0.001 })).toBe(
    'About 33 minutes in all; with 61 coalitions in place of 2,048 about a minute.',
  );
  expect(offerFewer({ effort }, params, { elapsedMs: 2_000, progress: 0.00001 })).toBe(
    'About 56 hours in all; with 16 coalitions in place of 2,048 about 26 minutes.',
  );
  expect(offerFewer({ effort }, params, { elapsedMs: 2_000, progress: 0.1 })).toBeUndefined();
  expect(offerFewer({ effort }, params, { elapsedMs: 100, progress: 0.0001 })).toBeUndefined();
  expect(offerFewer({ effort }, { coalitions: 16 }, { elapsedMs: 2_000, progress: 0.001 })).toBeUndefined();
  // Of what each input costs there are no more than inputs.
  const columns = { param: 'columns', of: 'columns', least: 2, most: 'inputs' } as const;
  expect(offerFewer({ effort: columns }, { columns: 30 }, { elapsedMs: 2_000, progress: 0.005 })).toBe(
    'About 7 minutes in all; with 2 columns in place of 8 about 2 minutes.',
  );
  expect(offerFewer({}, params, { elapsedMs: 2_000, progress: 0.001 })).toBeUndefined();
});

it('names a setting that there is, and one that may be as small', () => {
  for (const { type, effort, params } of explainers.all) {
    if (!effort) continue;
    const standard = params.parse({}) as Record<string, unknown>;
    expect(typeof standard[effort.param], type).toBe('number');
    expect(() => params.parse({ ...standard, [effort.param]: effort.least }), type).not.toThrow();
  }
});
