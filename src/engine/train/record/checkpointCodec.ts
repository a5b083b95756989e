/** A training's state as one blob and JSON that says what is where. Keyed by weight name, never by position. */
import { z } from 'zod';
import { backendNames, type BackendName } from '#/core/protocol/train';
import { scheduleState } from '#/core/schedules/scheduleDef';
import type { NamedWeights, TrainState } from '../trainSpec';
import { packWeights, unpackWeights } from '#/core/bodies/tensorBlob';

const metrics = z.record(z.string(), z.number());
const storedState = z.object({
  version: z.literal(1),
  step: z.int().min(0),
  backend: z.enum(backendNames),
  /** Of the data, architecture and settings it continues: anything else is another training. */
  fingerprint: z.string(),
  slots: z.array(z.string()),
  best: z.object({ epoch: z.int(), metrics }).optional(),
  stopping: z.object({ best: z.number().nullable(), bestEpoch: z.int(), epochsSinceBest: z.int() }),
  schedule: scheduleState,
  lastMetrics: metrics,
  tensors: z.array(
    z.object({ name: z.string(), shape: z.array(z.int().min(0)), byteOffset: z.int().min(0) }),
  ),
});
export type StoredState = z.infer<typeof storedState>;

/** "weight:dense1/kernel", "slot:m:dense1/kernel", "best:dense1/kernel". */
const joined = (prefix: string, weights: NamedWeights): NamedWeights =>
  new Map([...weights].map(([name, value]) => [`${prefix}:${name}`, value]));

const picked = (prefix: string, all: NamedWeights): NamedWeights =>
  new Map(
    [...all]
      .filter(([name]) => name.startsWith(`${prefix}:`))
      .map(([name, value]) => [name.slice(prefix.length + 1), value]),
  );

export function encodeCheckpoint(
  state: TrainState,
  backend: BackendName,
  fingerprint: string,
): { state: StoredState; bytes: Uint8Array<ArrayBuffer> } {
  const { bytes, tensors } = packWeights(
    new Map([
      ...joined('weight', state.weights),
      ...[...state.slots].flatMap(([slot, weights]) => [...joined(`slot:${slot}`, weights)]),
      ...(state.best ? joined('best', state.best.weights) : []),
    ]),
  );
  return {
    bytes,
    state: {
      version: 1,
      step: state.step,
      backend,
      fingerprint,
      slots: [...state.slots.keys()],
      best: state.best && { epoch: state.best.epoch, metrics: state.best.metrics },
      stopping: state.stopping,
      schedule: state.schedule,
      lastMetrics: state.lastMetrics,
      tensors,
    },
  };
}

/**
 * undefined when it was written by another training or version of the studio: then the run starts anew.
 * No fingerprint: of a fork, which continues a training with other settings on purpose.
 */
export function parseStoredState(value: unknown, fingerprint: string | undefined): StoredState | undefined {
  const parsed = storedState.safeParse(value);
  return parsed.success && (fingerprint ?? parsed.data.fingerprint) === parsed.data.fingerprint
    ? parsed.data
    : undefined;
}

export function decodeCheckpoint(stored: StoredState, bytes: Uint8Array<ArrayBuffer>): TrainState {
  const all = unpackWeights(bytes, stored.tensors);
  return {
    step: stored.step,
    weights: picked('weight', all),
    slots: new Map(stored.slots.map((slot) => [slot, picked(`slot:${slot}`, all)])),
    best: stored.best && { ...stored.best, weights: picked('best', all) },
    stopping: stored.stopping,
    schedule: stored.schedule,
    lastMetrics: stored.lastMetrics,
  };
}
