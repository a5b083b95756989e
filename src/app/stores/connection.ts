/** Whether the browser is online, and whether a newer studio is ready to be taken. */
import { createStore } from 'zustand/vanilla';

export interface ConnectionState {
  online: boolean;
  /** A newer version waits; calling it takes the update (reloads). Offered, never forced. */
  applyUpdate?: () => void;
  /** A newer tab opened the database with a newer schema: this tab is read-only. */
  readOnly: boolean;
}

export const connectionStore = createStore<ConnectionState>(() => ({ online: true, readOnly: false }));

export const offerUpdate = (applyUpdate: () => void): void => connectionStore.setState({ applyUpdate });
export const setReadOnly = (): void => connectionStore.setState({ readOnly: true });

export function watchConnection(): () => void {
  const update = () => connectionStore.setState({ online: navigator.onLine });
  update();
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  return () => {
    window.removeEventListener('online', update);
    window.removeEventListener('offline', update);
  };
}
