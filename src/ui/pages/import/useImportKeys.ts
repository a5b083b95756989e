/** Enter goes on: it answers the open question that has the focus, else it takes what is shown. */
import { type RefObject, useEffect, useRef } from 'react';

/** `step` changes with the file and with the number of open questions. */
export function useImportKeys(page: RefObject<HTMLElement | null>, isReady: boolean, step: string): void {
  const done = useRef('');
  useEffect(() => {
    if (!isReady || done.current === step) return;
    const isFirst = done.current === '';
    done.current = step;
    const { activeElement } = document;
    const isFree = !activeElement || activeElement === document.body || activeElement.id === 'main';
    const isFromQuestion = activeElement?.closest('[data-answered]');
    if (!isFree && !isFromQuestion && !isFirst) return;
    const next =
      page.current?.querySelector<HTMLElement>('[data-open-question]') ??
      page.current?.querySelector<HTMLElement>('[data-take]');
    next?.focus({ preventScroll: true });
  }, [page, isReady, step]);
  // As in a form: also from a choice, or where nothing has the focus.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== 'Enter' || event.defaultPrevented || event.repeat) return;
      const isChoice = target instanceof HTMLInputElement && target.type === 'radio';
      if (target !== document.body && !(isChoice && page.current?.contains(target))) return;
      event.preventDefault();
      page.current?.querySelector<HTMLElement>('[data-take]')?.click();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [page]);
}
