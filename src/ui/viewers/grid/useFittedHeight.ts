/** The height that lets all slices and the time bar under them be seen at once in the window. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import { fittedHeight } from './fittedHeight';

export function useFittedHeight(
  ref: RefObject<HTMLElement | null>,
  { panes, narrowest }: { panes: number; narrowest: number },
): number | undefined {
  const [height, setHeight] = useState<number>();
  useLayoutEffect(() => {
    const element = ref.current;
    const column = element?.parentElement;
    const scroller = element?.closest('main');
    if (!element || !column || !scroller) return;
    const fit = () => {
      const box = element.getBoundingClientRect();
      const frame = scroller.getBoundingClientRect();
      setHeight(
        fittedHeight({
          panes,
          narrowest,
          width: box.width,
          window: scroller.clientHeight,
          above: box.top - frame.top + scroller.scrollTop,
          below: column.getBoundingClientRect().bottom - box.bottom,
        }),
      );
    };
    fit();
    const observer = new ResizeObserver(fit);
    for (const watched of [scroller, column]) observer.observe(watched);
    return () => observer.disconnect();
  }, [ref, panes, narrowest]);
  return height;
}
