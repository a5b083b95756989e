/** k-means, from all rows or from small batches: each number of groups is one epoch. */
import { mixtureBody, mixtureOf, mixtureTensors } from '#/core/bodies/mixture';
import { bySize, groupLabels, sizesOf } from '#/core/clusters/groupNames';
import { type Centres, kMeans } from '#/core/clusters/kMeans';
import { miniBatchKMeans } from '#/core/clusters/miniBatchKMeans';
import { mixtureOutputs } from '#/core/clusters/mixture';
import type { Rows } from '#/core/clusters/rows';
import { groupCounts } from '#/core/families/groupSettings';
import type { KMeansParams } from '#/core/families/kMeans';
import { centres as centresDef, smallBatches as smallBatchesDef } from '#/core/learners/centres';
import { groupJudge } from './host/groupJudge';
import { rowSpec } from './host/rowSpec';
import { type Trial, Trials } from './host/trials';
import type { Learner } from './learner';

const reason = 'Groups are found on the processor';

const learner = (type: string, find: typeof kMeans): Learner => ({
  type,
  async learn(job) {
    const spec = rowSpec(job);
    const { starts, ...wanted } = spec.params as KMeansParams;
    const counts = groupCounts(wanted, spec.train.rows);
    const { seed } = spec.config;
    const method = {
      reason,
      trials: counts.length,
      fit: async (trial: number, data: Rows, worked: (values: number) => Promise<void> | void) =>
        asMixture(data, await find(data, { k: counts[trial] as number, starts, seed }, worked)),
      outputs: (trial: Trial, features: Float32Array, rows: number) =>
        mixtureOutputs(mixtureOf(shapeOf(trial, spec.width), trial.tensors), features, rows),
      ...groupJudge(spec, (outputs) => outputs),
      task: (task: typeof spec.task, { facts }: Trial) => ({
        ...task,
        labels: groupLabels(facts.groups ?? 0, false),
      }),
      body: (trial: Trial, stored: Parameters<typeof mixtureBody>[0]['stored'], width: number) =>
        mixtureBody({ ...shapeOf(trial, width), round: true, stored }),
      warnings:
        counts.length > 1
          ? [
              `Each epoch judges one number of groups, from ${counts[0]} to ${counts.at(-1)}. That of the highest silhouette is taken.`,
            ]
          : [],
    };
    return await new Trials(type, job, method, spec).learn();
  },
});

export const centres = learner(centresDef.type, kMeans);
export const smallBatches = learner(smallBatchesDef.type, miniBatchKMeans);

const shapeOf = ({ facts }: Trial, width: number) => ({ width, parts: facts.groups ?? 0 });

/** Largest group first; each spreads as all do on average, in every direction alike. */
function asMixture({ rows, width }: Rows, { k, centres: found, labels, inertia }: Centres): Trial {
  const places = bySize(sizesOf(labels, k), k);
  const means = new Float32Array(k * width);
  for (let group = 0; group < k; group++)
    means.set(found.subarray(group * width, (group + 1) * width), (places[group] as number) * width);
  const variance = Math.max(inertia / (rows * width), 1e-6);
  return {
    facts: { groups: k, inertia },
    tensors: new Map([
      [mixtureTensors.means, { shape: [k, width], data: means }],
      [mixtureTensors.offsets, { shape: [k], data: new Float32Array(k) }],
      [mixtureTensors.factors, { shape: [1], data: Float32Array.of(1 / Math.sqrt(variance)) }],
    ]),
  };
}
