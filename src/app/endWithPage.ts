/**
 * A page that is left ends, with its workers. WebKit keeps pages for the way back, even in the middle of a write: their
 * locks and transactions stay open, and the next page waits for them for ever. So the page is kept out of there, its
 * workers end when it is left (as with a closed tab), and one that comes back all the same starts anew.
 */
import type { WorkerFactories } from './start';

/** The factories, and from now on an eye on what they make. */
export function endWithPage(
  factories: WorkerFactories,
  page: EventTarget,
  reload: () => void,
): WorkerFactories {
  // Weakly: whoever made a worker ends it when its work is done, and does not tell.
  const made = new Set<WeakRef<Worker>>();
  const watched = (create: () => Worker) => (): Worker => {
    for (const worker of made) if (!worker.deref()) made.delete(worker);
    const worker = create();
    made.add(new WeakRef(worker));
    return worker;
  };
  page.addEventListener('pagehide', () => {
    for (const worker of made) worker.deref()?.terminate();
  });
  page.addEventListener('pageshow', (event) => {
    if ((event as PageTransitionEvent).persisted) reload();
  });
  // That somebody listens is enough. Chromium keeps no page that holds a lock anyhow, and warns of such listeners.
  if (!('userAgentData' in navigator)) page.addEventListener('unload', () => {});
  return {
    data: watched(factories.data),
    engine: watched(factories.engine),
    rows: watched(factories.rows),
  };
}
