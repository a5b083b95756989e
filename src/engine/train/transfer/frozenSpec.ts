/** A training in which a part stands still: what learns is a network on what that part makes of the samples. */
import { TetradError } from '#/core/protocol/errors';
import type { Split } from '../../kinds/preparedData';
import type { RunDeps } from '../runDeps';
import type { TrainDeps } from '../trainDeps';
import type { TrainSpec } from '../trainSpec';
import { sizeOf } from '#/core/arch/sizeOf';
import { CachedSplit, type FrozenPart } from './cachedSplits';

export interface FrozenSpec {
  spec: TrainSpec;
  /** Before the first step, on the device that it will run on. */
  fill(backend: TrainDeps['backend']): Promise<void>;
  close(): Promise<void>;
}

/** `spec`: of what learns, with the samples as they are. */
export function frozenSpec(
  spec: TrainSpec,
  part: FrozenPart,
  { storage }: Pick<RunDeps, 'storage'>,
  allowedBytes: number,
): FrozenSpec {
  const cached = new Map<Split, CachedSplit>();
  const of = (split: Split): Split => {
    const made = cached.get(split) ?? new CachedSplit(split, part, storage.blobs, allowedBytes / 2);
    cached.set(split, made);
    return made.split;
  };
  const { augment: _augment, test, ...rest } = spec;
  const closing: (() => void)[] = [];
  return {
    spec: {
      ...rest,
      width: sizeOf(part.makes),
      train: of(spec.train),
      val: of(spec.val),
      ...(test && { test: of(test) }),
    },
    async fill(backend) {
      const { guard } = backend;
      guard.openStep(0);
      try {
        const open = await part.open(backend);
        closing.push(() => open.dispose());
        for (const split of cached.values()) closing.push(await split.fill(open, backend));
      } catch (thrown) {
        throw await guard.explain(thrown);
      } finally {
        guard.closeStep();
      }
      await guard.settle();
      guard.check();
      for (const { split } of cached.values())
        if (!split.features.every(Number.isFinite))
          throw new TetradError({
            code: 'notFinite',
            message: 'What is kept of the network makes values that are not finite of these samples.',
            place: 'freeze',
            hint: 'Cut it further ahead, or choose another version.',
          });
    },
    async close() {
      for (const close of closing.splice(0).toReversed()) close();
      for (const split of cached.values()) await split.close();
    },
  };
}
