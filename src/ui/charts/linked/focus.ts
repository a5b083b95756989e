/** Which point (a trial, a run) is under the pointer, and which are picked: in every linked plot and in the table at once. */
import { useMemo, useState } from 'react';

export interface PlotFocus {
  hovered?: number;
  picked: ReadonlySet<number>;
  hover(number: number | undefined): void;
  toggle(number: number): void;
  pick(numbers: readonly number[]): void;
}

const none: ReadonlySet<number> = new Set();

export function usePlotFocus(): PlotFocus {
  const [hovered, hover] = useState<number>();
  const [picked, setPicked] = useState(none);
  return useMemo(
    () => ({
      hovered,
      picked,
      hover,
      toggle: (number) =>
        setPicked((before) => {
          const next = new Set(before);
          if (!next.delete(number)) next.add(number);
          return next;
        }),
      pick: (numbers) => setPicked(new Set(numbers)),
    }),
    [hovered, picked],
  );
}

/** How a point is drawn: those that are picked stand out, else all alike. */
export const isFaint = ({ picked, hovered }: PlotFocus, number: number): boolean =>
  picked.size > 0 && !picked.has(number) && hovered !== number;
