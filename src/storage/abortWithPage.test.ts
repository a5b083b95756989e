import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { expect, it } from 'vitest';
import { abortWithPage } from './abortWithPage';

async function open(page: EventTarget) {
  const db = new Dexie(crypto.randomUUID());
  db.version(1).stores({ notes: 'id' });
  db.use(abortWithPage(page));
  await db.open();
  return db;
}

it('what is being written when the page is left is taken back, and nothing waits for it', async () => {
  const page = new EventTarget();
  const db = await open(page);
  await db.table('notes').add({ id: 1 });
  const writing = db.transaction('rw', 'notes', async () => {
    await db.table('notes').add({ id: 2 });
    page.dispatchEvent(new Event('pagehide'));
    // Kept open, as by a page that is suspended here.
    for (;;) await db.table('notes').count();
  });
  await expect(writing).rejects.toThrow();
  const again = await new Dexie(db.name).open();
  expect(await again.table('notes').toArray()).toEqual([{ id: 1 }]);
});

it('what was written before stays', async () => {
  const page = new EventTarget();
  const db = await open(page);
  await db.transaction('rw', 'notes', async () => {
    await db.table('notes').add({ id: 1 });
  });
  page.dispatchEvent(new Event('pagehide'));
  const again = await new Dexie(db.name).open();
  expect(await again.table('notes').count()).toBe(1);
});

it('a page that was left begins nothing more, so that no failure is noted down for what it took back', async () => {
  const page = new EventTarget();
  const db = await open(page);
  page.dispatchEvent(new Event('pagehide'));
  await expect(db.table('notes').add({ id: 1 })).rejects.toThrow(/left/);
});
