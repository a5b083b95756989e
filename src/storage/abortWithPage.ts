/**
 * What is being written when the page is left is taken back at once, as when a tab is closed, and nothing more begins.
 * WebKit keeps such transactions open otherwise, and every later page waits for them for ever.
 */
import type { DBCore, Middleware } from 'dexie';

/** `page` is the window; a worker ends with its page. */
export function abortWithPage(page: EventTarget): Middleware<DBCore> {
  const open = new Set<IDBTransaction>();
  let left = false;
  page.addEventListener('pagehide', () => {
    left = true;
    for (const transaction of open) abort(transaction);
  });
  return {
    stack: 'dbcore',
    name: 'abortWithPage',
    create: (core) => ({
      ...core,
      transaction: (tables, mode, options) => {
        if (left) throw new DOMException('The page was left.', 'AbortError');
        const begun = core.transaction(tables, mode, options);
        // Dexie names only the part of it that it calls.
        const transaction = begun as unknown as IDBTransaction;
        open.add(transaction);
        for (const end of ['complete', 'abort'])
          transaction.addEventListener(end, () => open.delete(transaction));
        return begun;
      },
    }),
  };
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has finished; its event is still on the way.
  }
}
