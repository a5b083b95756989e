/** Dexie looks for a database when it is loaded, and tells nobody of changes where there was none: everything else after it. */
import 'fake-indexeddb/auto';

await import('./program');
