/**
 * Which tile a convolution takes on this device: measured once for a class of shapes, outside of any training step,
 * and remembered by adapter and shader source. Results do not depend on it (convTiles.ts), so nothing has to be
 * stored with a run; where nothing was measured, the first tile is taken.
 */
import { type ConvGeometry, convFlops, inputCount, outputCount } from '#/core/arch/convGeometry';
import { bitsAfter } from './bitsAfter';
import { convSources, planConvNd } from './convNdPlan';
import { type ConvPass, type ConvTile, convTiles } from './convTiles';
import { Operands, type TimedPlan, timePlan } from './timePlan';

export interface TunerStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

/** Below, a dispatch costs more than what it computes. */
const smallestFlops = 1e7;
/** Operands are made once more to measure. */
const mostElements = 2 ** 26;
/** Another tile has to be faster by this much: a measurement is not exact. */
const gain = 0.95;
const runs = 3;
const filters: GPUErrorFilter[] = ['validation', 'internal', 'out-of-memory'];
const storeKey = 'convTiles';
const resultOf: Record<ConvPass, string> = {
  forward: 'y',
  backwardInput: 'dx',
  backwardWeights: 'dw',
  backwardBias: 'dbias',
};

/** Times relative to the first tile, by tile; shorter than the list while not all were measured. */
type Ratios = number[];

const measured = new Map<string, Ratios>();
const met = new Map<string, { pass: ConvPass; geometry: ConvGeometry }>();

/** Shapes that share what limits them: all but where and how often. With the tiles, whose ratios are stored in order. */
const classOf = (pass: ConvPass, g: ConvGeometry): string =>
  [
    pass,
    JSON.stringify(convTiles(pass, g)),
    g.kernel.join('x'),
    `stride ${g.stride.join('x')}`,
    `dilation ${g.dilation.join('x')}`,
    `${g.inChannels} to ${g.outChannels} in ${g.groups}`,
    `rows of ${g.outSize.at(-1)}`,
    `2^${Math.round(Math.log2(convFlops(g)))}`,
  ].join(', ');

/** The tile for a convolution; notes that it was met, so that it can be measured. */
export function tileOf(pass: ConvPass, geometry: ConvGeometry): ConvTile {
  const tiles = convTiles(pass, geometry);
  const key = classOf(pass, geometry);
  const ratios = measured.get(key) ?? [1];
  if (ratios.length < tiles.length && convFlops(geometry) >= smallestFlops) met.set(key, { pass, geometry });
  const best = ratios.reduce((least, ratio, i) => (ratio < (ratios[least] ?? 1) ? i : least), 0);
  return ((ratios[best] ?? 1) < gain ? tiles[best] : undefined) ?? tiles[0];
}

/**
 * Measures what was met and not yet measured, until the time is up; the rest waits for the next call. `adapter` names
 * the device. Returns how many tiles were measured.
 */
export async function tune(
  device: GPUDevice,
  adapter: string,
  store: TunerStore | undefined,
  budgetMs: number,
): Promise<number> {
  const maker = `${adapter}, ${await sourceHash()}`;
  for (const [key, ratios] of parseStored(await store?.get(storeKey), maker))
    if ((measured.get(key)?.length ?? 0) < ratios.length) measured.set(key, ratios);
  const until = performance.now() + budgetMs;
  let count = 0;
  for (const [key, { pass, geometry }] of met) {
    if (performance.now() >= until) break;
    count += await measureClass(device, key, pass, geometry, until);
    if ((measured.get(key)?.length ?? 0) >= convTiles(pass, geometry).length) met.delete(key);
  }
  if (count > 0) await store?.set(storeKey, { maker, classes: [...measured] });
  return count;
}

async function measureClass(
  device: GPUDevice,
  key: string,
  pass: ConvPass,
  g: ConvGeometry,
  until: number,
): Promise<number> {
  const tiles = convTiles(pass, g);
  const ratios = measured.get(key) ?? [1];
  if (inputCount(g) + outputCount(g) > mostElements) {
    measured.set(key, [...ratios, ...tiles.slice(ratios.length).map(() => 1)]);
    return 0;
  }
  const operands = new Operands(device, g);
  const result = operands.buffer(resultOf[pass]);
  const made: { first?: TimedPlan; bits?: Uint32Array } = {};
  let count = 0;
  const refused = await isRefused(device, async () => {
    const first = timePlan(device, planConvNd(pass, g, tiles[0]), operands);
    made.first = first;
    made.bits = await bitsAfter(device, result, () => first.run());
  });
  const { first, bits } = made;
  while (ratios.length < tiles.length && (refused || performance.now() < until)) {
    const other = () => timePlan(device, planConvNd(pass, g, tiles[ratios.length]), operands);
    const isEqual = async (plan: TimedPlan) =>
      (await bitsAfter(device, result, () => plan.run())).every((word, i) => word === bits?.[i]);
    ratios.push(first && !refused ? await ratioOf(device, first, other, isEqual) : Number.POSITIVE_INFINITY);
    count++;
  }
  first?.destroy();
  operands.destroy();
  measured.set(key, ratios);
  return count;
}

/**
 * What a plan takes, as a share of the first; infinite where the device refuses it, which must not end a training, or
 * computes something else with it.
 */
async function ratioOf(
  device: GPUDevice,
  first: TimedPlan,
  make: () => TimedPlan,
  isEqual: (plan: TimedPlan) => Promise<boolean>,
): Promise<number> {
  let [best, against] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let equal = false;
  const refused = await isRefused(device, async () => {
    const other = make();
    // Compiles as well.
    equal = await isEqual(other);
    // In turns, so that whatever else the machine does falls on both.
    for (let turn = 0; turn < runs && equal; turn++) {
      const [one, two] = [await first.run(), await other.run()];
      [against, best] = [Math.min(against, one), Math.min(best, two)];
    }
    other.destroy();
  });
  return refused || !equal ? Number.POSITIVE_INFINITY : best / against;
}

async function isRefused(device: GPUDevice, work: () => Promise<void>): Promise<boolean> {
  for (const filter of filters) device.pushErrorScope(filter);
  await work();
  const errors = await Promise.all(filters.map(() => device.popErrorScope()));
  return errors.some((error) => error !== null);
}

/** What was measured on another device or with other shaders does not count. */
function parseStored(value: unknown, maker: string): [string, Ratios][] {
  const stored = value as { maker?: unknown; classes?: unknown } | undefined;
  if (stored?.maker !== maker || !Array.isArray(stored.classes)) return [];
  return stored.classes.filter(
    (entry): entry is [string, Ratios] =>
      Array.isArray(entry) &&
      typeof entry[0] === 'string' &&
      Array.isArray(entry[1]) &&
      entry[1].every((ratio) => typeof ratio === 'number' && ratio > 0),
  );
}

async function sourceHash(): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(convSources.join('\n')));
  return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** For tests: as after the start of a worker. */
export function forgetTiles(): void {
  measured.clear();
  met.clear();
}
