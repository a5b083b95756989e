/** A border round the rows (core/svm), and from which score on a row is odd. */
import { kernelBody, supportIn, supportTensors } from '#/core/bodies/kernel';
import type { OneClassParams } from '#/core/families/oneClass';
import { enclosing as def } from '#/core/learners/enclosing';
import { fitOneClass } from '#/core/svm/fitSvm';
import { kernelSums, supportOf } from '#/core/svm/kernelSums';
import { RbfKernel, scaleGamma } from '#/core/svm/rbfKernel';
import { refuseMany } from '#/core/svm/refuseMany';
import { oddFrom, oddJudge } from './host/oddJudge';
import { rowSpec } from './host/rowSpec';
import { type Method, type Trial, Trials } from './host/trials';
import type { Learner } from './learner';

const outputs = 1;

export const enclosing: Learner = {
  type: def.type,
  async learn(job) {
    const spec = rowSpec(job);
    const { oddShare, outside, gamma: given } = spec.params as OneClassParams;
    const { width, train } = spec;
    refuseMany(train.rows, 'an isolation forest, which takes any number of rows');
    const factsOf = ({ facts }: Pick<Trial, 'facts'>) => ({
      width,
      outputs,
      rows: facts.supportRows as number,
      gamma: facts.gamma as number,
    });
    const method: Method = {
      reason: 'The border is found on the processor, in double precision',
      trials: 1,
      rowsAtOnce: 256,
      async fit(_trial, data, worked) {
        const kernel = new RbfKernel(data, given || scaleGamma(data));
        const { weights } = await fitOneClass(kernel, outside, worked);
        // The nearer to the rows that support it, the less odd: from -1 to 0.
        const support = supportOf(data, kernel.gamma, [
          { weights: weights.map((weight) => -weight), bias: 0 },
        ]);
        const scores = Float64Array.from(kernelSums(support, data.features, data.rows), (raw) => 2 ** raw);
        return {
          facts: { oddFrom: oddFrom(scores, oddShare), supportRows: support.rows, gamma: support.gamma },
          tensors: supportTensors(support),
        };
      },
      outputs: (trial, features, rows) =>
        kernelSums(supportIn(factsOf(trial), trial.tensors), features, rows),
      ...oddJudge(spec),
      body: (trial, stored) => kernelBody({ ...factsOf(trial), stored }),
    };
    return await new Trials(def.type, job, method, spec).learn();
  },
};
