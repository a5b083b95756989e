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

export const dismissNotice = (id: string): void =>
  noticesStore.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
