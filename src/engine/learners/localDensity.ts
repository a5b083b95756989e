/** Local outlier factors: the training rows are kept with how dense it is about each. */
import { densitiesOf, densityTensors, localDensityBody } from '#/core/bodies/localDensity';
import { searchLimit } from '#/core/clusters/searchLimit';
import type { LocalParams } from '#/core/families/localOutlierFactor';
import { localDensity as def } from '#/core/learners/localDensity';
import { localDensities, localOutputs } from '#/core/outliers/localDensity';
import { rowsPerSearch } from '#/core/neighbours/searchSize';
import { TetradError } from '#/core/protocol/errors';
import { metricName } from '#/core/tasks/judgeName';
import { oddFrom, oddJudge } from './host/oddJudge';
import { rowSpec } from './host/rowSpec';
import { type Method, Trials } from './host/trials';
import type { Learner } from './learner';

export const localDensity: Learner = {
  type: def.type,
  async learn(job) {
    const spec = rowSpec(job);
    const { oddShare, neighbours } = spec.params as LocalParams;
    const { width, train } = spec;
    const { rows } = train;
    searchLimit(
      'The local outlier factor',
      { rows, width },
      'an isolation forest, which takes any number of rows',
    );
    if (rows <= neighbours)
      throw new TetradError({
        code: 'badInput',
        message: `${neighbours} neighbours of a row cannot be found among ${rows} training ${rows === 1 ? 'row' : 'rows'}.`,
        place: 'familyParams.neighbours',
        hint: rows > 1 ? `Choose at most ${rows - 1} neighbours.` : 'Import more rows.',
      });
    const method: Method = {
      reason: 'Neighbours are found on the processor',
      trials: 1,
      rowsAtOnce: rowsPerSearch({ rows, width }),
      async fit(_trial, data, worked) {
        const { reach, density, scores } = await localDensities(data, neighbours, worked);
        const from = oddFrom(scores, oddShare);
        return {
          // Of the rows themselves: asked again, each would be its own neighbour.
          facts: {
            oddFrom: from,
            [metricName('train', 'oddShare')]: scores.filter((score) => score >= from).length / rows,
          },
          tensors: new Map([
            [densityTensors.features, { shape: [rows, width], data: data.features }],
            [densityTensors.reach, { shape: [rows], data: reach }],
            [densityTensors.density, { shape: [rows], data: density }],
          ]),
        };
      },
      outputs: ({ tensors }, features, asked) =>
        localOutputs(densitiesOf({ rows, width }, tensors), features, asked, neighbours),
      ...oddJudge(spec),
      body: (_trial, stored) => localDensityBody({ width, rows, neighbours, stored }),
    };
    return await new Trials(def.type, job, method, spec).learn();
  },
};
