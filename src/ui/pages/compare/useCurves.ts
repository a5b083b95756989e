/** One series of many runs: its few points at first, and more of them where the charts are zoomed in. */
import { useEffect, useMemo, useState } from 'react';
import { type CommandOutput, run as runCommand } from '#/app/run';
import type { ChartSettings } from '#/ui/charts/ChartControls';

type Curves = CommandOutput<'runs.curves'>['curves'];

export interface LoadedCurves {
  whole: Curves;
  /** Between the ends of the zoom. */
  window?: { curves: Curves; ends: [number, number] };
}

/** One after the other: each is a task of its own, and the page breathes in between. */
let before: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = before.then(work, work);
  before = mine.then(breathe, breathe);
  return mine;
}
const breathe = () => new Promise((resolve) => setTimeout(resolve));

/** A zoom that still changes is not read. */
const settledMs = 120;

export function useCurves(
  runsKey: string,
  name: string,
  isShown: boolean,
  axis: ChartSettings['axis'],
  zoom: [number, number] | null,
): { curves?: LoadedCurves; error?: unknown } {
  const [whole, setWhole] = useState<{ curves?: Curves; error?: unknown }>({});
  const [window, setWindow] = useState<LoadedCurves['window']>();
  useEffect(() => {
    if (!isShown) return;
    let current = true;
    const ask = () => (current ? runCommand('runs.curves', { runIds: idsOf(runsKey), name }) : undefined);
    inTurn(async () => await ask()).then(
      (answer) => current && answer && setWhole({ curves: answer.curves }),
      (error: unknown) => current && setWhole({ error }),
    );
    return () => {
      current = false;
    };
  }, [runsKey, name, isShown]);

  const isThinned = whole.curves?.some((curve) => curve && !curve.whole) ?? false;
  useEffect(() => {
    if (!zoom || !isThinned || !isShown) return;
    let current = true;
    const [from, to] = zoom;
    const asked = { runIds: idsOf(runsKey), name, window: { axis, from, to } };
    const timer = setTimeout(() => {
      inTurn(async () => (current ? await runCommand('runs.curves', asked) : undefined)).then(
        (answer) => current && answer && setWindow({ curves: answer.curves, ends: zoom }),
        (error: unknown) => current && setWhole({ error }),
      );
    }, settledMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [runsKey, name, isShown, axis, zoom, isThinned]);

  // A window of before goes on telling more than nothing while the next is read.
  const shown = zoom && isThinned ? window : undefined;
  const { curves, error } = whole;
  return { curves: useMemo(() => curves && { whole: curves, window: shown }, [curves, shown]), error };
}

/** Asked again when a run ends, not on every change of its notes. */
export const runsKeyOf = (runs: readonly { id: string; status: string }[]): string =>
  runs.map((run) => `${run.id} ${run.status}`).join(',');

export const idsOf = (runsKey: string): string[] =>
  runsKey.split(',').map((entry) => entry.split(' ')[0] ?? '');
