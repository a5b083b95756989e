import { beforeEach, expect, it } from 'vitest';
import type { Job } from '#/core/protocol/job';
import { isShownAt, noticesStore } from './stores/notices';
import { notifyEnd } from './notifyEnd';

beforeEach(() => noticesStore.setState({ notices: [] }));

const job = (part: Partial<Job>) => ({ id: 'j', title: 'A job', status: 'completed', ...part }) as Job;
/** Whether the end of the job is told to a person at the address. */
const toldAt = (part: Partial<Job>, href: string): boolean => {
  notifyEnd(job(part));
  const notice = noticesStore.getState().notices.at(-1);
  return notice !== undefined && !isShownAt(href, notice);
};

it('an end is not told to the person who is looking at it', () => {
  expect(toldAt({ kind: 'train', runId: 'r1' }, '/runs/r1?tab=evaluation')).toBe(false);
  expect(
    toldAt(
      { kind: 'train', runId: 'r1', status: 'failed', error: { code: 'internal', message: 'x' } },
      '/runs/r1',
    ),
  ).toBe(false);
  expect(toldAt({ kind: 'import', datasetId: 'd1' }, '/data/d1')).toBe(false);
  expect(toldAt({ kind: 'batch', modelId: 'm1' }, '/predict?tab=many&model=m1')).toBe(false);
  expect(toldAt({ kind: 'batchFields', modelId: 'm1' }, '/predict?model=m1&tab=many#x')).toBe(false);
  expect(toldAt({ kind: 'train', runId: 'r1' }, '/monitor')).toBe(false);
});

it('elsewhere it is', () => {
  expect(toldAt({ kind: 'train', runId: 'r1' }, '/runs/r2')).toBe(true);
  expect(toldAt({ kind: 'train', runId: 'r1' }, '/runs')).toBe(true);
  expect(toldAt({ kind: 'import', datasetId: 'd1' }, '/')).toBe(true);
  expect(toldAt({ kind: 'batch', modelId: 'm1' }, '/predict?model=m1')).toBe(true);
  expect(toldAt({ kind: 'batch', modelId: 'm1' }, '/predict?model=m2&tab=many')).toBe(true);
});
