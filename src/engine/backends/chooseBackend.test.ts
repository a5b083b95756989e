import { describe, expect, it } from 'vitest';
import { buildArch } from '#/core/families/buildArch';
import { families } from '#/core/families/registry';
import type { BackendName } from '#/core/protocol/train';
import { irisSpec } from '../train/fixtures/irisSpec';
import { type ChooseDeps, chooseBackend } from './chooseBackend';
import type { StepCost } from './measureStep';
import type { TfBackend } from './tfBackend';

/** Backends that cost what the table says (a number is milliseconds a step); a text is the reason why one is not there. */
function machine(costs: Record<BackendName, number | StepCost | string>) {
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
  const worth = new Map<BackendName, number | undefined>();
  const measure: ChooseDeps['measure'] = async (_spec, { name }, { worthMs }) => {
    worth.set(name, worthMs);
    const cost = costs[name] as number | StepCost;
    if (typeof cost !== 'number') return cost;
    if (cost < 0) throw new Error('The GPU rejected a command.');
    return { setUpMs: 0, stepMs: cost };
  };
  return { deps: { open, measure }, log, worth };
}
/** 120 rows in batches of 24: 5 steps an epoch. */
const spec = irisSpec({ epochs: 200, config: { batchSize: 24 } });

describe('chooseBackend', () => {
  it('takes the fastest of this very job, and makes it current after the others were', async () => {
    const { deps, log } = machine({ webgpu: 20, wasm: 1.54, cpu: 4 });
    const { choice } = await chooseBackend(spec, 'auto', undefined, deps);
    expect(choice.backend).toBe('wasm');
    expect(choice.reason).toBe(
      'WASM was fastest for this job: 1.5 ms a step and 0.0 ms to get ready, 1.5 s for 1,000 steps; WebGPU needed 20 ms a step and 0.0 ms to get ready, 20 s; CPU needed 4.0 ms a step and 0.0 ms to get ready, 4.0 s.',
    );
    expect(choice.measured).toEqual([
      { backend: 'webgpu', setUpMs: 0, stepMs: 20, totalMs: 20_000 },
      { backend: 'wasm', setUpMs: 0, stepMs: 1.54, totalMs: 1540 },
      { backend: 'cpu', setUpMs: 0, stepMs: 4, totalMs: 4000 },
    ]);
    // A step as small as these is tried on WASM first.
    expect(log.filter((line) => line.startsWith('close'))).toEqual(['close cpu', 'close webgpu']);
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

  it('counts what a backend needs to get ready against what it saves in the steps of the job', async () => {
    const costs = { webgpu: { setUpMs: 5000, stepMs: 2 }, wasm: 6, cpu: 40 };
    const long = await chooseBackend(spec, 'auto', undefined, machine(costs).deps);
    const wanted = { ...spec, config: { ...spec.config, epochs: 2000 } };
    const longer = await chooseBackend(wanted, 'auto', undefined, machine(costs).deps);
    // 1,000 steps: 7 s against 6 s; 10,000 steps: 25 s against 60 s.
    expect(long.choice.backend).toBe('wasm');
    expect(longer.choice.backend).toBe('webgpu');
    expect(longer.choice.reason).toContain('2.0 ms a step and 5.0 s to get ready, 25 s for 10,000 steps');
  });

  it('does not wait for a device that would not be ready before the job is done', async () => {
    const { deps, log } = machine({ webgpu: 0.1, wasm: 0.2, cpu: 4 });
    const { choice } = await chooseBackend(spec, 'auto', undefined, deps);
    expect(choice.backend).toBe('wasm');
    expect(choice.reason).toContain('WebGPU was not tried');
    expect(log).not.toContain('open webgpu');
  });

  it('does not measure the CPU where its arithmetic alone takes longer', async () => {
    // 16 samples of 6 x 24 x 24 x 24 through 4-D convolutions: 137 million multiply-adds, twice in a step.
    const family = families.get('cnn4d', 'family');
    const arch = buildArch(family, { inputShape: [6, 24, 24, 24, 1], outputWidth: 3 }, {});
    const heavy = { ...spec, arch, config: { ...spec.config, batchSize: 16 } };
    const { deps, log, worth } = machine({
      webgpu: 'No adapter.',
      wasm: 100,
      cpu: 'must not be opened',
    });
    const { choice } = await chooseBackend(heavy, 'auto', undefined, deps);
    expect(choice.backend).toBe('wasm');
    expect(worth.get('wasm')).toBe(Number.POSITIVE_INFINITY);
    expect(choice.measured.at(-1)).toMatchObject({ backend: 'cpu', notMeasured: {} });
    expect(choice.reason).toMatch(/CPU cannot be faster: a step needs at least 137 ms/);
    expect(log).toEqual(['open wasm', 'activate wasm']);
  });

  it('gives one up whose first rows take longer than a whole step of another', async () => {
    const { deps } = machine({
      webgpu: 'No adapter.',
      wasm: 300,
      cpu: { setUpMs: 0, stepMs: 4100, rows: 1 },
    });
    const { choice } = await chooseBackend(spec, 'auto', undefined, deps);
    expect(choice.backend).toBe('wasm');
    expect(choice.reason).toContain('CPU cannot be faster: a step of one sample needed 4.1 s');
  });
});
