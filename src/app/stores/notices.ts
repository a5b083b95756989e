/** Messages for the person: queued here by anything, shown by the shell. */
import { createStore } from 'zustand/vanilla';
import { toErrorInfo } from '#/core/protocol/errors';

export interface Notice {
  id: string;
  kind: 'info' | 'success' | 'error';
  title: string;
  message: string;
  hint?: string;
  /** A way on: `to` is a route of the studio. */
  action?: { label: string; to?: string; onSelect?: () => void };
  /** Addresses whose page tells the same: to a person who is there, it is not told again. */
  shownAt?: readonly string[];
}

export const noticesStore = createStore<{ notices: Notice[] }>(() => ({ notices: [] }));

const maxNotices = 50;

export function notify(notice: Omit<Notice, 'id'>): string {
  const id = crypto.randomUUID();
  noticesStore.setState((state) => ({ notices: [...state.notices, { ...notice, id }].slice(-maxNotices) }));
  return id;
}

/** Shows anything thrown, with its place and what to do. */
export function notifyError(title: string, thrown: unknown): string {
  const { message, hint, place } = toErrorInfo(thrown);
  return notify({ kind: 'error', title, message: place ? `${message} (${place})` : message, hint });
}

/** `href` and `shownAt` as "/predict?model=x": the same path, and at least the same search parameters. */
export function isShownAt(href: string, { shownAt = [] }: Pick<Notice, 'shownAt'>): boolean {
  const [path, search] = parted(href);
  return shownAt.some((address) => {
    const [wanted, params] = parted(address);
    return wanted === path && [...params].every(([name, value]) => search.get(name) === value);
  });
}

function parted(href: string): [path: string, search: URLSearchParams] {
  const [path = '', search = ''] = href.replace(/#.*$/, '').split('?');
  return [path, new URLSearchParams(search)];
}

export const dismissNotice = (id: string): void =>
  noticesStore.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
