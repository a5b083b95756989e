import type { BackendName } from '#/core/protocol/train';
import type { TfBackend } from './tfBackend';

/**
 * Opens a backend and makes it current. `large`: its steps are long enough to pay for a pool of threads.
 * Throws TetradError with the reason when this machine does not have it.
 */
export async function openBackend(name: BackendName, large = false): Promise<TfBackend> {
  switch (name) {
    case 'webgpu':
      return (await import('./webgpu')).openWebgpu();
    case 'wasm':
      return (await import('./wasm')).openWasm({ threads: large });
    case 'cpu':
      return (await import('./cpu')).openCpu();
    default:
      return name satisfies never;
  }
}
