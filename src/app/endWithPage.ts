/**
 * Workers end when their page is left, as with a closed tab. WebKit keeps pages for the way back with their workers, and
 * these with the locks of their trainings, for which the next page waits for ever. A page that comes back finds its
 * workers gone and starts anew. (What the page itself was writing: storage/abortWithPage.ts.)
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
  return {
    data: watched(factories.data),
    engine: watched(factories.engine),
    rows: watched(factories.rows),
    sources: watched(factories.sources),
  };
}
