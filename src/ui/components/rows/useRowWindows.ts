/** Rows of one version by index, read in windows as they come into view; the least recently seen are forgotten. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { run } from '#/app/run';

type Row = (string | null)[];
const windowRows = 200;
const keptWindows = 60;
/** While scrolling fast, only what stays in view this long is read. */
const settleMs = 40;

export function useRowWindows(versionId: string, rows: number, first: number, end: number) {
  const windows = useRef(new Map<number, Row[]>());
  const pending = useRef(new Set<number>());
  const [, setSeen] = useState(0);
  const [error, setError] = useState<unknown>();
  const firstWindow = Math.floor(first / windowRows);
  const lastWindow = Math.floor(Math.max(first, Math.min(end, rows) - 1) / windowRows);

  useEffect(() => {
    const cache = windows.current;
    const underway = pending.current;
    const load = () => {
      for (let index = firstWindow; index <= lastWindow; index++) {
        if (cache.has(index) || underway.has(index)) continue;
        underway.add(index);
        run('datasets.rows', { versionId, start: index * windowRows, count: windowRows }).then(
          (answer) => {
            cache.set(index, answer.rows);
            for (const key of cache.keys()) {
              if (cache.size <= keptWindows) break;
              cache.delete(key);
            }
            underway.delete(index);
            setSeen((count) => count + 1);
          },
          (thrown: unknown) => {
            underway.delete(index);
            setError(thrown);
          },
        );
      }
    };
    const timer = setTimeout(load, cache.size === 0 ? 0 : settleMs);
    return () => clearTimeout(timer);
  }, [versionId, firstWindow, lastWindow]);

  const rowAt = useCallback((index: number): Row | undefined => {
    const key = Math.floor(index / windowRows);
    const found = windows.current.get(key);
    if (found) {
      windows.current.delete(key);
      windows.current.set(key, found);
    }
    return found?.[index - key * windowRows];
  }, []);
  return { rowAt, error };
}
