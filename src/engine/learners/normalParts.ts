/** Mixtures of normal distributions: each number of groups is one epoch, that of the least BIC is taken. */
import { mixtureBody, mixtureOf, mixtureTensors } from '#/core/bodies/mixture';
import { gaussianMixture, type FittedMixture } from '#/core/clusters/gaussianMixture';
import { bySize, groupLabels } from '#/core/clusters/groupNames';
import { mixtureOutputs } from '#/core/clusters/mixture';
import type { MixtureParams } from '#/core/families/gaussianMixture';
import { groupCounts } from '#/core/families/groupSettings';
import { normalParts as def } from '#/core/learners/centres';
import { TetradError } from '#/core/protocol/errors';
import { groupJudge } from './host/groupJudge';
import { rowSpec } from './host/rowSpec';
import { type Method, type Trial, Trials } from './host/trials';
import type { Learner } from './learner';

const starts = 4;
/** A covariance has as many numbers as the square of this. */
const mostWidth = 300;

export const normalParts: Learner = {
  type: def.type,
  async learn(job) {
    const spec = rowSpec(job);
    const { floor, ...wanted } = spec.params as MixtureParams;
    const { width, train, config } = spec;
    if (width > mostWidth)
      throw new TetradError({
        code: 'badInput',
        message: `A Gaussian mixture has a covariance for every group: ${width} prepared columns are more than the ${mostWidth} it may have.`,
        place: 'features',
        hint: 'Leave out columns of many categories, or choose k-means.',
      });
    const counts = groupCounts(wanted, train.rows);
    const method: Method = {
      reason: 'Groups are found on the processor',
      trials: counts.length,
      fit: async (trial, data, worked) =>
        asTrial(
          await gaussianMixture(
            data,
            { k: counts[trial] as number, starts, seed: config.seed, floor },
            worked,
          ),
        ),
      outputs: (trial, features, rows) =>
        mixtureOutputs(mixtureOf(shapeOf(trial, width), trial.tensors), features, rows),
      ...groupJudge(spec, (outputs) => outputs),
      better: (now, before) =>
        (now.bic ?? Number.POSITIVE_INFINITY) < (before.bic ?? Number.POSITIVE_INFINITY),
      task: (task, { facts }) => ({ ...task, labels: groupLabels(facts.groups ?? 0, false) }),
      body: (trial, stored) => mixtureBody({ ...shapeOf(trial, width), round: false, stored }),
      warnings:
        counts.length > 1
          ? [
              `Each epoch judges one number of groups, from ${counts[0]} to ${counts.at(-1)}. That of the least BIC on the training rows is taken.`,
            ]
          : [],
    };
    return await new Trials(def.type, job, method, spec).learn();
  },
};

const shapeOf = ({ facts }: Trial, width: number) => ({ width, parts: facts.groups ?? 0 });

/** The heaviest part first. */
function asTrial({ parts, width, means, offsets, factors, weights, likelihood, bic }: FittedMixture): Trial {
  const places = bySize(weights, parts);
  const laid = (values: ArrayLike<number>, each: number) => {
    const data = new Float32Array(parts * each);
    for (let part = 0; part < parts; part++)
      for (let i = 0; i < each; i++)
        data[(places[part] as number) * each + i] = values[part * each + i] as number;
    return data;
  };
  return {
    facts: { groups: parts, likelihood, bic },
    tensors: new Map([
      [mixtureTensors.means, { shape: [parts, width], data: laid(means, width) }],
      [mixtureTensors.offsets, { shape: [parts], data: laid(offsets, 1) }],
      [mixtureTensors.factors, { shape: [parts, width, width], data: laid(factors, width * width) }],
    ]),
  };
}
