/** Groups that last over many densities: their rows are kept, and answer for new ones. */
import { coresBody, coresOf, coreTensors } from '#/core/bodies/cores';
import { bySize, groupLabels, sizesOf } from '#/core/clusters/groupNames';
import { hdbscan, type LastingGroups } from '#/core/clusters/hdbscan';
import { coreOutputs } from '#/core/clusters/nearestCore';
import { type Rows, takenRows } from '#/core/clusters/rows';
import { searchLimit } from '#/core/clusters/searchLimit';
import type { HdbscanParams } from '#/core/families/hdbscan';
import { denseTree as def } from '#/core/learners/denseRows';
import { rowsPerSearch } from '#/core/neighbours/searchSize';
import { TetradError } from '#/core/protocol/errors';
import { groupJudge } from './host/groupJudge';
import { rowSpec } from './host/rowSpec';
import { type Method, type Trial, Trials } from './host/trials';
import type { Learner } from './learner';

export const denseTree: Learner = {
  type: def.type,
  async learn(job) {
    const spec = rowSpec(job);
    const { leastGroup, leastRows } = spec.params as HdbscanParams;
    const { width, train } = spec;
    searchLimit('HDBSCAN', { rows: train.rows, width }, 'k-means, which takes any number of rows');
    const shapeOf = ({ facts }: Trial) => ({
      width,
      groups: facts.groups ?? 0,
      rows: facts.cores ?? 0,
      neighbours: Math.max(1, Math.min(leastRows, leastGroup) - 1),
    });
    const method: Method = {
      reason: 'Groups are found on the processor',
      trials: 1,
      rowsAtOnce: rowsPerSearch({ rows: train.rows, width }),
      async fit(_trial, data, worked) {
        const found = await hdbscan(data, { leastGroup, leastRows }, worked);
        if (found.groups === 0) throw nothingLasts(leastGroup, data.rows);
        return asTrial(data, found);
      },
      outputs: (trial, features, rows) => coreOutputs(coresOf(shapeOf(trial), trial.tensors), features, rows),
      ...groupJudge(spec, (outputs) => outputs - 1),
      task: (task, { facts }) => ({ ...task, labels: groupLabels(facts.groups ?? 0, true) }),
      body: (trial, stored) => coresBody({ ...shapeOf(trial), stored }),
      remarks: () => [
        'A new row is of the group of the nearest row that has one, if it and enough others lie as near as where that group comes apart from the rest; else of no group.',
      ],
    };
    return await new Trials(def.type, job, method, spec).learn();
  },
};

function asTrial(data: Rows, { groups, labels, reaches }: LastingGroups): Trial {
  const places = bySize(sizesOf(labels, groups), groups);
  const kept = Array.from(labels.keys()).filter((row) => (labels[row] as number) >= 0);
  const of = (value: (label: number) => number) =>
    Float32Array.from(kept, (row) => value(labels[row] as number));
  return {
    facts: { groups, cores: kept.length, ungrouped: 1 - kept.length / data.rows },
    tensors: new Map([
      [coreTensors.features, { shape: [kept.length, data.width], data: takenRows(data, kept).features }],
      [coreTensors.labels, { shape: [kept.length], data: of((label) => places[label] as number) }],
      [coreTensors.squares, { shape: [kept.length], data: of((label) => (reaches[label] as number) ** 2) }],
    ]),
  };
}

const nothingLasts = (leastGroup: number, rows: number): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `HDBSCAN finds no groups: nowhere do the ${rows.toLocaleString('en')} training rows come apart into two of at least ${leastGroup} rows.`,
    place: 'familyParams.leastGroup',
    hint: `Choose a smaller least group than ${leastGroup}, fewer columns, or k-means.`,
  });
