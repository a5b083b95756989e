import { describe, expect, it } from 'vitest';
import type { BackendName } from '#/core/protocol/train';
import { irisSpec } from '../train/fixtures/irisSpec';
import { chooseBackend } from './chooseBackend';
import type { TfBackend } from './tfBackend';

/** Backends that cost what the table says; a text is the reason why one is not there. */
function machine(costs: Record<BackendName, number | string>) {
  const log: string[] = [];
  const open = async (name: BackendName): Promise<TfBackend> => {
    const cost = costs[name];
    if (typeof cost === 'string') throw new Error(cost);
    log.push(`open ${name}`);
    const backend: Partial<TfBackend> = {
      name,
      activate: async () => log.push(`activate ${name}`),
      close: () => log.push(`close ${name}`),
    };
    return backend as TfBackend;
  };
  const measure = async (_spec: unknown, { name }: TfBackend) => {
    const cost = costs[name] as number;
    if (cost < 0) throw new Error('The GPU rejected a command.');
    return cost;
  };
  return { deps: { open, measure }, log };
}
const spec = irisSpec();

describe('chooseBackend', () => {
  it('takes the fastest of this very job, and makes it current after the others were', async () => {
    const { deps, log } = machine({ webgpu: 20, wasm: 1.54, cpu: 4 });
    const { choice } = await chooseBackend(spec, 'auto', undefined, deps);
    expect(choice.backend).toBe('wasm');
    expect(choice.reason).toBe(
      'WASM was fastest for this job: 1.5 ms a step; WebGPU needed 20 ms, CPU needed 4.0 ms.',
    );
    expect(choice.measured).toEqual([
      { backend: 'webgpu', stepMs: 20 },
      { backend: 'wasm', stepMs: 1.54 },
      { backend: 'cpu', stepMs: 4 },
    ]);
    expect(log.filter((line) => line.startsWith('close'))).toEqual(['close webgpu', 'close cpu']);
    expect(log.at(-1)).toBe('activate wasm');
  });

  it('goes on without a backend that is missing or fails, and says why', async () => {
    const { deps, log } = machine({ webgpu: 'No adapter.', wasm: -1, cpu: 4 });
    const { choice } = await chooseBackend(spec, 'auto', undefined, deps);
    expect(choice.backend).toBe('cpu');
    expect(choice.reason).toContain('WebGPU is not available (No adapter)');
    expect(choice.reason).toContain('WASM is not available (The GPU rejected a command)');
    expect(log).toContain('close wasm');
  });

  it('takes what was asked for, though it is slower', async () => {
    const { deps } = machine({ webgpu: 20, wasm: 1, cpu: 4 });
    expect((await chooseBackend(spec, 'webgpu', undefined, deps)).choice).toMatchObject({
      backend: 'webgpu',
      reason: 'WebGPU was asked for.',
    });
  });

  it('falls back from what was asked for, with the reason', async () => {
    const { deps } = machine({ webgpu: 'No adapter.', wasm: 1, cpu: 4 });
    expect((await chooseBackend(spec, 'webgpu', undefined, deps)).choice.reason).toBe(
      'WebGPU was asked for but failed (No adapter), so it runs on WASM.',
    );
  });

  it('continues a run where it began', async () => {
    const { deps } = machine({ webgpu: 20, wasm: 1, cpu: 4 });
    expect((await chooseBackend(spec, 'auto', 'cpu', deps)).choice).toMatchObject({
      backend: 'cpu',
      reason: 'Continues on CPU, where the run began.',
    });
  });

  it('says so when nothing runs', async () => {
    const { deps } = machine({ webgpu: 'a', wasm: 'b', cpu: 'c' });
    await expect(chooseBackend(spec, 'auto', undefined, deps)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
