/**
 * A cnn2d that learnt the drawn digits 0 to 4, its answer made anew for 5 to 9 with few images of each: as a version of ours
 * and as an imported ONNX file, beside the same network from random weights on the same images. Judged on images that none
 * of them saw. On WebAssembly, five named seeds. From scratch the drawn digits are known from 50 images each, so that
 * nothing is left to be gained there: the gain is asked for where images are few. `SEEDS=1 EACH=3,10` for others,
 * `IMAGES=handwritten` for those of UCI (8 × 8).
 */
import '@tensorflow/tfjs';
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as ort from 'onnxruntime-web';
import { expect, it } from 'vitest';
import { cutPoints } from '#/core/arch/cut/cutArch';
import { transferDraft } from '#/core/arch/cut/transferDraft';
import { transferRecipe, usualFrozen } from '#/core/arch/cut/transferRecipe';
import { toOnnxNodes } from '#/core/arch/toOnnxNodes';
import type { NetworkBody } from '#/core/bodies/network';
import type { OnnxBody } from '#/core/bodies/onnx';
import { unpackWeights } from '#/core/bodies/tensorBlob';
import type { FittedImages } from '#/core/images/fittedImages';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import { removeIdentity } from '#/core/onnx/passes/removeIdentity';
import { openNetwork } from '#/core/onnx/toArch/openNetwork';
import { writeModel } from '#/core/onnx/writeModel';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { permutation } from '#/core/random/random';
import { drawDigitImages } from '#/core/samples/make/drawDigits';
import { openStorage } from '#/storage/openStorage';
import { importOnnx } from '../../importModel/importOnnx';
import type { OrtBuild } from '../../ort/runOnnx';
import { openNodeWasm } from '../fixtures/nodeWasm';
import { runOnGrid } from '../fixtures/runOnGrid';
import { storeImages } from '../fixtures/storeImages';

const { SEEDS = '1,2,3,4,5', EACH = '5,50', IMAGES = 'drawn' } = process.env;
const side = IMAGES === 'drawn' ? 28 : 8;
const size = { height: side, width: side, channels: 1 } as const;
const inNode: OrtBuild = { provider: 'wasm', load: async () => ort };
const what = { task: 'classification', target: 'label', features: ['image'] };
const head = { units: [], dropout: 0 };

const drawn = IMAGES === 'drawn' ? drawDigitImages(2400) : handwritten();
const digitOf = (i: number): number => drawn.digits[i] ?? 0;
const store = (storage: Storage, name: string, rows: readonly number[], parts?: string[]) =>
  storeImages(storage, name, {
    pixels: size,
    images: rows.map((i) => drawn.pixels.subarray(i * side * side, (i + 1) * side * side)),
    labels: rows.map((i) => String(digitOf(i))),
    ...(parts && { parts }),
  });

function handwritten(): ReturnType<typeof drawDigitImages> {
  const file = new URL('../fixtures/digits.csv.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => line.split(',').map(Number));
  return {
    // Sixteen grey levels, as bytes.
    pixels: Uint8Array.from(
      rows.flatMap((row) => row.slice(0, 64)),
      (grey) => Math.round((grey * 255) / 16),
    ),
    digits: Uint8Array.from(rows, (row) => row[64] ?? 0),
  };
}

/** What is meant to be kept, and the middle of it, up to which it stands still. */
function halfOf(arch: NetworkBody['arch']): { standard: string; freeze: string } {
  const { standard, points } = cutPoints(arch, true);
  const gates = points.filter(({ isGate }) => isGate);
  return { standard, freeze: gates[usualFrozen(gates.length) - 1]?.id ?? standard };
}

/** The same network as somebody else would export it: pictures of 0 to 1, channels last. */
async function asFile(storage: Storage, source: ModelVersion): Promise<ModelVersion> {
  const { arch, weights } = source.body.spec as NetworkBody;
  const tensors = unpackWeights(await storage.blobs.get(weights.blob), weights.tensors);
  const { mean, std } = source.input.fitted as FittedImages;
  const graph = createGraphBuilder(['scores']);
  const number = (value = 0) => graph.constant('float', [1], Float32Array.of(value));
  const picture = graph.input('picture', 'float', [null, side, side, 1]);
  const shades = graph.node('Mul', [picture, number(255)]);
  const standard = graph.node('Div', [graph.node('Sub', [shades, number(mean[0])]), number(std[0])]);
  graph.output(toOnnxNodes(graph, arch, standard, tensors)[0] as string, 'scores', 'float', [null, 5]);
  const bytes = writeModel(removeIdentity(graph.build()).graph, { name: 'digits', opset: 17 });
  const made = await importOnnx(
    { name: 'digits.onnx', file: new Blob([bytes]), beside: [] },
    storage,
    inNode,
  );
  const model = await storage.models.create({ name: 'imported', family: made.body.type });
  const { description: _description, remarks: _remarks, family: _family, ...version } = made;
  return await storage.models.commitVersion({
    ...version,
    modelId: model.id,
    runId: '',
    datasetId: '',
    datasetVersionId: '',
    datasetHash: '',
    metrics: {},
    sampleRows: [],
  });
}

it('answers 5 to 9 better than from scratch by 5 points where images are few, from a version and from a file', {
  timeout: 90 * 60_000,
}, async () => {
  const storage = await openStorage({ name: 'transfer', blobs: 'dexie' });
  const backend = await openNodeWasm();
  const all = [...drawn.digits.keys()];
  const low = all.slice(0, 1600).filter((i) => digitOf(i) < 5);
  const high = all.filter((i) => digitOf(i) >= 5);
  const known = await store(storage, '0 to 4', low);
  const gains = new Map<string, number[]>();
  for (const seed of SEEDS.split(',').map(Number)) {
    const { version: source, metrics: known5 } = await runOnGrid(storage, known, backend, {
      ...what,
      family: 'cnn2d',
      config: { seed, epochs: 5, replay: 'off' },
    });
    const file = await asFile(storage, source);
    for (const each of EACH.split(',').map(Number)) {
      const order = Array.from(permutation(seed, 'transfer', 0, high.length), (at) => high[at] as number);
      const seen = new Map<number, number>();
      // A fifth of them says when to stop.
      const parts = order.map((i) => {
        const count = (seen.get(digitOf(i)) ?? 0) + 1;
        seen.set(digitOf(i), count);
        return count > each ? 'test' : count > each * 0.8 ? 'validation' : 'train';
      });
      const few = await store(storage, `5 to 9, ${seed}, ${each}`, order, parts);
      const config = { seed, splitBy: 'roles', testSplit: 'auto', replay: 'off' } as const;
      const scored = async (data: DatasetVersion, wanted: Partial<Parameters<typeof runOnGrid>[3]>) => {
        const { metrics } = await runOnGrid(
          storage,
          data,
          backend,
          { ...what, family: 'customNetwork', ...wanted, config: { ...config, ...wanted.config } },
          { ort: inNode },
        );
        return metrics.testAccuracy ?? Number.NaN;
      };
      const scratch = await scored({ ...few, rows: 5 * each }, { family: 'cnn2d' });
      const { arch } = source.body.spec as NetworkBody;
      const { standard, freeze } = halfOf(arch);
      const kept = { familyParams: { ...transferDraft(arch, standard, head) }, startFrom: source.id };
      const version = await scored(few, {
        ...kept,
        transfer: { cut: standard, freeze },
        config: transferRecipe,
      });
      const headAlone = await scored(few, {
        ...kept,
        transfer: { cut: standard, freeze: standard },
        config: { epochs: 80, batchSize: 16, learningRate: 0.02 },
      });
      const [bytes] = await Promise.all(
        [(file.body.spec as { file: { blob: { hash: string; bytes: number } } }).file.blob].map((blob) =>
          storage.blobs.get(blob),
        ),
      );
      const samples = { ...size, channelsFirst: false, scale: 'unit', layers: true } as const;
      const spec = file.body.spec as OnnxBody;
      const opened = openNetwork({ ...spec, isWhole: true }, bytes ?? new Uint8Array(), {
        axes: [side, side, 1],
        channelsFirst: false,
      });
      const own = halfOf(opened.arch);
      const imported = await scored(few, {
        familyParams: { ...transferDraft(opened.arch, own.standard, head) },
        startFrom: file.id,
        transfer: { cut: own.standard, freeze: own.freeze, samples },
        config: transferRecipe,
      });
      console.log(
        JSON.stringify({ seed, each, source: known5.valAccuracy, scratch, version, headAlone, imported }),
      );
      for (const [name, score] of Object.entries({ version, imported })) {
        const key = `${name}, ${each} each`;
        gains.set(key, [...(gains.get(key) ?? []), score - scratch]);
      }
    }
  }
  for (const [name, some] of gains) {
    const sorted = some.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    console.log(`${name}: gain ${median} in the median, worst ${sorted[0]}`);
    if (IMAGES === 'drawn' && name.endsWith(', 5 each')) expect(median).toBeGreaterThanOrEqual(0.05);
  }
  storage.close();
});

it('an epoch on what was computed once of 2,000 images is told', { timeout: 20 * 60_000 }, async () => {
  const storage = await openStorage({ name: 'cached', blobs: 'dexie' });
  const backend = await openNodeWasm();
  const rows = [...drawn.digits.keys()].slice(0, 2000);
  const some = await store(storage, 'few', rows.slice(0, 100));
  const config = { seed: 1, epochs: 1, replay: 'off' } as const;
  const { version } = await runOnGrid(storage, some, backend, { ...what, family: 'cnn2d', config });
  const { arch } = version.body.spec as NetworkBody;
  const { standard } = cutPoints(arch);
  const { events } = await runOnGrid(storage, await store(storage, 'all', rows), backend, {
    ...what,
    family: 'customNetwork',
    familyParams: { ...transferDraft(arch, standard, { units: [64], dropout: 0 }) },
    startFrom: version.id,
    transfer: { cut: standard, freeze: standard },
    config: { ...config, epochs: 8, validationSplit: 0.1, testSplit: 0 },
  });
  const ms = events.flatMap((event) => (event.kind === 'epoch' ? [event.metrics.epochMs ?? 0] : []));
  console.log(`epochs on 1,800 of 2,000 images, the rest judging: ${ms.map(Math.round).join(', ')} ms`);
  expect(ms).toHaveLength(8);
  storage.close();
});
