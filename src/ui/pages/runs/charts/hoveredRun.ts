/** The run that the pointer is on, in the table or in a chart: told to who listens, so that no table is built anew for it. */
import { useSyncExternalStore } from 'react';

let hovered: string | undefined;
const listeners = new Set<() => void>();

export function hoverRun(id: string | undefined): void {
  if (id === hovered) return;
  hovered = id;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useHoveredRun = (): string | undefined => useSyncExternalStore(subscribe, () => hovered);

export const useIsHovered = (id: string): boolean => useSyncExternalStore(subscribe, () => hovered === id);
