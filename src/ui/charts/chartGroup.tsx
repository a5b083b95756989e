/** Charts that share one x axis share the hover position and the zoom through this small store. */
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface ChartView {
  hoverX: number | null;
  /** null = everything. */
  zoom: [number, number] | null;
  /** Of many curves, the one that is pointed at. */
  curveId: string | null;
}

export type ChartStore = StoreApi<ChartView>;
const GroupContext = createContext<ChartStore | null>(null);

const createChartStore = () => createStore<ChartView>(() => ({ hoverX: null, zoom: null, curveId: null }));

export function ChartGroup({ children }: { children: ReactNode }) {
  const [store] = useState(createChartStore);
  return <GroupContext.Provider value={store}>{children}</GroupContext.Provider>;
}

export function useChartStore(): ChartStore {
  const shared = useContext(GroupContext);
  const [own] = useState(createChartStore);
  return shared ?? own;
}

export function useChartView<T>(store: ChartStore, pick: (view: ChartView) => T): T {
  return useSyncExternalStore(store.subscribe, () => pick(store.getState()));
}
