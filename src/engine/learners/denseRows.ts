/** Groups where rows lie dense, of which the core rows are kept: they answer for new ones. */
import { coresBody, coresOf, coreTensors } from '#/core/bodies/cores';
import { type DenseGroups, dbscan, proposeDistance } from '#/core/clusters/dbscan';
import { bySize, groupLabels, sizesOf } from '#/core/clusters/groupNames';
import { KdTree } from '#/core/clusters/kdTree';
import { coreOutputs } from '#/core/clusters/nearestCore';
import { type Rows, takenRows } from '#/core/clusters/rows';
import { searchLimit } from '#/core/clusters/searchLimit';
import type { DbscanParams } from '#/core/families/dbscan';
import { denseRows as def } from '#/core/learners/denseRows';
import { rowsPerSearch } from '#/core/neighbours/searchSize';
import { TetradError } from '#/core/protocol/errors';
import { groupJudge } from './host/groupJudge';
import { rowSpec } from './host/rowSpec';
import { type Method, type Trial, Trials } from './host/trials';
import type { Learner } from './learner';

export const denseRows: Learner = {
  type: def.type,
  async learn(job) {
    const spec = rowSpec(job);
    const { distance, leastRows } = spec.params as DbscanParams;
    const { width, train } = spec;
    searchLimit('DBSCAN', { rows: train.rows, width }, 'k-means, which takes any number of rows');
    const method: Method = {
      reason: 'Groups are found on the processor',
      trials: 1,
      rowsAtOnce: rowsPerSearch({ rows: train.rows, width }),
      async fit(_trial, data, worked) {
        const tree = new KdTree(data);
        const taken = distance || (await proposeDistance(data, leastRows, worked, tree));
        const found = await dbscan(data, { distance: taken, leastRows }, worked, tree);
        if (found.groups === 0) throw nothingDense(taken, leastRows, data.rows);
        return asTrial(data, found, taken);
      },
      outputs: (trial, features, rows) => coreOutputs(keptOf(trial, width), features, rows),
      ...groupJudge(spec, (outputs) => outputs - 1),
      task: (task, { facts }) => ({ ...task, labels: groupLabels(facts.groups ?? 0, true) }),
      body: (trial, stored) => coresBody({ ...shapeOf(trial, width), stored }),
      remarks: ({ facts }) => [
        ...(distance === 0
          ? [
              `The distance was set to ${(facts.distance ?? 0).toPrecision(3)}, where the distances to near rows bend.`,
            ]
          : []),
        ...(facts.groups === 1
          ? ['All dense rows are one group: choose a smaller distance to divide them.']
          : []),
        'A new row is of the group of the nearest core row within the distance, and of no group where there is none.',
      ],
    };
    return await new Trials(def.type, job, method, spec).learn();
  },
};

const shapeOf = ({ facts }: Trial, width: number) => ({
  width,
  groups: facts.groups ?? 0,
  rows: facts.cores ?? 0,
  neighbours: 1,
});

const keptOf = (trial: Trial, width: number) => coresOf(shapeOf(trial, width), trial.tensors);

function asTrial(data: Rows, { groups, labels, isCore }: DenseGroups, distance: number): Trial {
  const places = bySize(sizesOf(labels, groups), groups);
  const cores = Array.from(isCore.keys()).filter((row) => isCore[row]);
  const kept = takenRows(data, cores);
  return {
    facts: {
      groups,
      cores: cores.length,
      distance,
      ungrouped: labels.filter((label) => label < 0).length / data.rows,
    },
    tensors: new Map([
      [coreTensors.features, { shape: [cores.length, data.width], data: kept.features }],
      [
        coreTensors.labels,
        {
          shape: [cores.length],
          data: Float32Array.from(cores, (row) => places[labels[row] as number] as number),
        },
      ],
      [
        coreTensors.squares,
        { shape: [cores.length], data: new Float32Array(cores.length).fill(distance * distance) },
      ],
    ]),
  };
}

const nothingDense = (distance: number, leastRows: number, rows: number): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `DBSCAN finds no group: none of the ${rows.toLocaleString('en')} training rows has ${leastRows} within a distance of ${distance.toPrecision(3)}, itself among them.`,
    place: 'familyParams.distance',
    hint: `Choose a larger distance than ${distance.toPrecision(3)}, fewer least rows than ${leastRows}, fewer columns, or k-means.`,
  });
