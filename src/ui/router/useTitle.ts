import { useLocation, useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const titleStore = createStore<{ path: string; title: string }>(() => ({ path: '', title: '' }));

/** Names the page after what it shows ("iris"): in the tab and in the crumbs. */
export function useTitle(title: string | undefined): void {
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    if (title) titleStore.setState({ path, title });
  }, [path, title]);
}

/** The title now: what the page said, else its route's. Written to the document by the shell. */
export function useCurrentTitle(): { title: string; named: boolean } {
  const path = useLocation({ select: (location) => location.pathname });
  const routeTitle = useMatches({ select: (matches) => matches.at(-1)?.staticData.title });
  const named = useStore(titleStore, (state) => (state.path === path ? state.title : ''));
  const title = named || routeTitle || 'Not found';
  useEffect(() => {
    document.title = `${title} · Tetrad`;
  }, [title]);
  return { title, named: named !== '' };
}
