/** Every network that a family makes of its examples, exported with random weights and opened again from the file. */
import '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { onnxRuntimes } from '../../../../test/support/onnxRuntimes';
import { onnxShape } from '../../arch/deviceShape';
import { weightSpecs } from '../../arch/shapes';
import { sizeOf } from '../../arch/sizeOf';
import { toOnnxNodes } from '../../arch/toOnnxNodes';
import { buildArch } from '../../families/buildArch';
import { families } from '../../families/registry';
import type { HostWeight } from '../../layers/layerDef';
import { readOnnxFile } from '../../onnxFile/readOnnxFile';
import { normals, uniforms } from '../../random/random';
import { createGraphBuilder } from '../createGraphBuilder';
import { foldIntoConv } from '../passes/foldIntoConv';
import { foldScale } from '../passes/foldScale';
import { fuseGemm } from '../passes/fuseGemm';
import { joinLayouts } from '../passes/joinLayouts';
import { runPasses } from '../passes/pass';
import { removeIdentity } from '../passes/removeIdentity';
import { shareConstants } from '../passes/shareConstants';
import { writeModel } from '../writeModel';
import { foldedWeights, readFolded } from './outline';
import { recoverWeights, type Weights } from './recoverWeights';

for (const family of families.all.filter(({ build }) => build)) {
  describe(family.title, () => {
    it.each(family.examples)('opens again: %j', async ({ params, ...data }) => {
      const arch = buildArch(family, data, params);
      const fileOf = (weights: Weights): Uint8Array => {
        const graph = createGraphBuilder(['y']);
        const flat = graph.input('x', 'float', [null, sizeOf(data.inputShape)]);
        const target = onnxShape(data.inputShape).map(BigInt);
        const input = graph.node('Reshape', [
          flat,
          graph.constant('int64', [target.length], BigInt64Array.from(target)),
        ]);
        for (const [i, output] of toOnnxNodes(graph, arch, [input], weights).entries())
          graph.output(output, i === 0 ? 'y' : `y${i}`, 'float', [null, null]);
        const passes = [removeIdentity, foldScale, foldIntoConv, joinLayouts, fuseGemm, shareConstants];
        return writeModel(runPasses(graph.build(), passes).graph, { name: family.type, opset: 17 });
      };
      const weights = new Map(
        weightSpecs(arch).map((spec): [string, HostWeight] => {
          const values = normals(1, spec.name, 0, sizeOf(spec.shape)).map((x) => 0.1 * x);
          const isLarge = /[vV]ariance|gamma|scale/.test(spec.name);
          return [
            spec.name,
            { shape: spec.shape, data: isLarge ? values.map((x) => 1 + Math.abs(x)) : values },
          ];
        }),
      );
      const file = fileOf(weights);
      const known = readFolded(arch, foldedWeights(arch, weights));
      const found = recoverWeights(
        arch,
        known,
        (tensors) => readOnnxFile(fileOf(tensors)).graph,
        readOnnxFile(file).graph,
      );
      const size = 2 * sizeOf(data.inputShape);
      const { vocabulary } = data;
      const values =
        vocabulary && family.from
          ? uniforms(1, 'ids', 0, size).map((x) => 1 + Math.floor(x * (vocabulary - 1)))
          : normals(1, 'x', 0, size);
      const feed = {
        name: 'x',
        type: 'float32' as const,
        data: Float32Array.from(values),
        dims: [2, sizeOf(data.inputShape)],
      };
      const [runtime] = onnxRuntimes;
      const answers = await Promise.all(
        [file, fileOf(found)].map(async (bytes) => (await runtime?.run(bytes, [feed]))?.get('y')?.data ?? []),
      );
      const [before = [], after = []] = answers.map((answer) => Array.from(answer as ArrayLike<number>));
      expect(after).toHaveLength(before.length);
      const largest = Math.max(1, ...before.map(Math.abs));
      for (const [i, value] of after.entries())
        expect(Math.abs(value - (before[i] ?? 0))).toBeLessThan(1e-6 * largest);
    });
  });
}
