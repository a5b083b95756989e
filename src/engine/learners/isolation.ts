/** An isolation forest, and from which score on a row is odd. */
import { forestBody, forestOf, forestTensors } from '#/core/bodies/forest';
import type { Rows } from '#/core/clusters/rows';
import type { IsolationParams } from '#/core/families/isolationForest';
import { addForest, forestOutputs, GrowingForest } from '#/core/forests/forest';
import { isolation as def } from '#/core/learners/isolation';
import { isolationTree } from '#/core/outliers/isolationForest';
import { oddFrom, oddJudge } from './host/oddJudge';
import { rowSpec } from './host/rowSpec';
import { type Method, type Trial, Trials } from './host/trials';
import type { Learner } from './learner';

const outputs = 1;

export const isolation: Learner = {
  type: def.type,
  async learn(job) {
    const spec = rowSpec(job);
    const { oddShare, trees, rowsPerTree } = spec.params as IsolationParams;
    const { width } = spec;
    const settings = { trees, rowsPerTree, seed: spec.config.seed };
    const outputsOf = ({ tensors }: Pick<Trial, 'tensors'>, features: Float32Array, rows: number) => {
      const sums = new Float64Array(rows);
      addForest(forestOf({ width, outputs }, tensors), [0, trees], features, sums);
      return forestOutputs(sums, trees, false);
    };
    const method: Method = {
      reason: 'Trees are grown on the processor',
      trials: 1,
      async fit(_trial, data: Rows, worked) {
        const forest = new GrowingForest(width, outputs);
        for (let tree = 0; tree < trees; tree++) {
          forest.add(isolationTree(data, settings, tree));
          await worked(rowsPerTree * 16);
        }
        const tensors = forestTensors(forest);
        const scores = Float64Array.from(outputsOf({ tensors }, data.features, data.rows), (raw) => 2 ** raw);
        return { facts: { oddFrom: oddFrom(scores, oddShare) }, tensors };
      },
      outputs: outputsOf,
      ...oddJudge(spec),
      body: (_trial, nodes) => forestBody({ width, outputs, areShares: false, count: trees, nodes }),
    };
    return await new Trials(def.type, job, method, spec).learn();
  },
};
