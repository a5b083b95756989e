/**
 * Stores by key, of which only the last few that nobody watches are kept: what is watched stays, whatever its age.
 * A store that was forgotten and is watched after all is taken back.
 */
import type { StoreApi } from 'zustand/vanilla';

export class WatchedStores<T> {
  /** The least recently used first. */
  readonly #stores = new Map<string, StoreApi<T>>();
  readonly #watchers = new Map<StoreApi<T>, number>();
  readonly #keptUnwatched: number;

  constructor(keptUnwatched: number) {
    this.#keptUnwatched = keptUnwatched;
  }

  /** Without using it. */
  get(key: string): StoreApi<T> | undefined {
    return this.#stores.get(key);
  }

  /** Made when it is not there; used now. */
  open(key: string, make: () => StoreApi<T>): StoreApi<T> {
    const store = this.#stores.get(key) ?? this.#followed(key, make());
    this.#use(key, store);
    return store;
  }

  #use(key: string, store: StoreApi<T>): void {
    this.#stores.delete(key);
    this.#stores.set(key, store);
    const unwatched = [...this.#stores].filter(([, each]) => !this.#watchers.get(each));
    for (const [old] of unwatched.slice(0, Math.max(0, unwatched.length - this.#keptUnwatched)))
      this.#stores.delete(old);
  }

  #followed(key: string, store: StoreApi<T>): StoreApi<T> {
    const { subscribe } = store;
    store.subscribe = (listener) => {
      this.#watchers.set(store, (this.#watchers.get(store) ?? 0) + 1);
      if (!this.#stores.has(key)) this.#use(key, store);
      const unsubscribe = subscribe(listener);
      let watching = true;
      return () => {
        unsubscribe();
        if (!watching) return;
        watching = false;
        const left = (this.#watchers.get(store) ?? 1) - 1;
        if (left > 0) this.#watchers.set(store, left);
        else this.#watchers.delete(store);
        if (left === 0 && this.#stores.get(key) === store) this.#use(key, store);
      };
    };
    return store;
  }
}
