/** Principal components (core/components), and from which distance off them on a row is odd. */
import { componentsBody, componentsIn, componentTensors } from '#/core/bodies/components';
import { countForShare, findComponents, offComponents } from '#/core/components/components';
import type { PcaParams } from '#/core/families/pca';
import { directions as def } from '#/core/learners/directions';
import { TetradError } from '#/core/protocol/errors';
import { oddFrom, oddJudge } from './host/oddJudge';
import { rowSpec } from './host/rowSpec';
import { type Method, type Trial, Trials } from './host/trials';
import type { Learner } from './learner';

/** Of a matrix whose directions are found: within seconds. */
const mostSize = 1000;
const variancesName = 'components/variances';

export const directions: Learner = {
  type: def.type,
  async learn(job) {
    const spec = rowSpec(job);
    const { oddShare, keptShare, components } = spec.params as PcaParams;
    const { width, train } = spec;
    refuseWide(train.rows, width);
    if (components > Math.min(width, train.rows - 1))
      throw new TetradError({
        code: 'badInput',
        message: `${train.rows} training rows of ${width} prepared columns have at most ${Math.min(width, train.rows - 1)} components, not ${components}.`,
        place: 'familyParams.components',
        hint: 'Choose fewer, or 0 for as many as the share of variance asks for.',
      });
    const of = ({ facts, tensors }: Trial) =>
      componentsIn({ width, count: facts.components as number }, tensors);
    const method: Method = {
      reason: 'The directions are found on the processor, in double precision',
      trials: 1,
      async fit(_trial, data, worked) {
        const found = await findComponents(
          data,
          components > 0 ? { count: components } : { share: keptShare },
          worked,
        );
        const raw = offComponents(found, data.features, data.rows);
        const all = found.variances.reduce((sum, value) => sum + value, 0);
        const kept = found.variances.slice(0, found.count).reduce((sum, value) => sum + value, 0);
        return {
          facts: {
            components: found.count,
            varianceKept: all > 0 ? kept / all : 1,
            oddFrom: oddFrom(
              Float64Array.from(raw, (value) => 2 ** value),
              oddShare,
            ),
          },
          tensors: new Map([
            ...componentTensors(found),
            [
              variancesName,
              { shape: [found.variances.length], data: Float32Array.from(found.variances) },
            ] as const,
          ]),
        };
      },
      outputs: (trial, features, rows) => offComponents(of(trial), features, rows),
      ...oddJudge(spec),
      body: (trial, stored) =>
        componentsBody({
          width,
          count: trial.facts.components as number,
          variances: Array.from(trial.tensors.get(variancesName)?.data ?? []),
          stored,
        }),
      remarks({ facts: { components: count = 0 }, tensors }) {
        const variances = tensors.get(variancesName)?.data ?? [];
        if (count < variances.length) return [];
        const fewer = Math.max(1, countForShare(variances, 0.9));
        return [
          variances.length === 0
            ? 'All rows are alike: there is no direction in which they differ.'
            : `All ${variances.length} components are kept, so only rows that leave them altogether are odd.${fewer < count ? ` ${fewer} have 90 % of the variance.` : ''}`,
        ];
      },
    };
    return await new Trials(def.type, job, method, spec).learn();
  },
};

function refuseWide(rows: number, width: number): void {
  if (Math.min(rows, width) <= mostSize) return;
  throw new TetradError({
    code: 'badInput',
    message: `${rows.toLocaleString('en')} rows of ${width.toLocaleString('en')} prepared columns: principal components are found of at most ${mostSize.toLocaleString('en')} columns, or of as many rows.`,
    place: 'features',
    hint: 'Choose fewer columns (a column of many categories counts as many), or an isolation forest, which takes any number.',
  });
}
