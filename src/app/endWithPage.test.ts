import { expect, it, vi } from 'vitest';
import { endWithPage } from './endWithPage';

const workerForTest = () => ({ terminate: vi.fn() });

function studio() {
  const page = new EventTarget();
  const made: ReturnType<typeof workerForTest>[] = [];
  const create = () => {
    const worker = workerForTest();
    made.push(worker);
    return worker as unknown as Worker;
  };
  const reload = vi.fn();
  return {
    page,
    made,
    reload,
    workers: endWithPage({ data: create, engine: create, rows: create, sources: create }, page, reload),
  };
}

it('every worker ends when the page is left', () => {
  const { page, made, workers } = studio();
  const kept = [workers.data(), workers.engine(), workers.rows()];
  expect(made.map(({ terminate }) => terminate.mock.calls.length)).toEqual([0, 0, 0]);
  page.dispatchEvent(new Event('pagehide'));
  expect(made.map(({ terminate }) => terminate.mock.calls.length)).toEqual([1, 1, 1]);
  expect(kept).toHaveLength(3);
});

it('a page that comes back without its workers starts anew, one that is shown first does not', () => {
  const { page, reload } = studio();
  const shown = (persisted: boolean) => Object.assign(new Event('pageshow'), { persisted });
  page.dispatchEvent(shown(false));
  expect(reload).not.toHaveBeenCalled();
  page.dispatchEvent(shown(true));
  expect(reload).toHaveBeenCalledOnce();
});
