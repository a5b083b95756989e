/** What the answers of a model that somebody else made are, for a task: told, or seen in what it answers to a few rows. */
import type { Reading } from '#/core/bodies/bound';
import type { OnnxParams } from '#/core/families/onnx';
import { TetradError } from '#/core/protocol/errors';
import { commonScale } from '#/core/tasks/scale';
import type { HostSpec } from './host/hostSpec';

const bad = (message: string, place: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place, hint });

/** `answers`: row-major, of `rows` rows. `words`: what they were taken for, for a person. */
export function readingOf(
  answers: Float32Array,
  rows: number,
  { task, params, outputWidth }: Pick<HostSpec, 'task' | 'params' | 'outputWidth'>,
): { reads: Reading; words: string } {
  const values = answers.length / rows;
  const { labels } = task;
  if (!labels) {
    if (values !== 1)
      throw bad(
        `The model answers a row with ${values} values; “${task.target}” is one number.`,
        'output',
        'Choose the output that is one number for a row.',
      );
    return {
      reads: { as: 'numbers', values: 1, scale: commonScale(task), width: 1 },
      words: `The answers of the imported model are taken for “${task.target}” in its own unit.`,
    };
  }
  const { answers: told, labels: order } = params as OnnxParams;
  const own = order.length > 0 ? order : labels;
  const needs = values === 1 ? 2 : values;
  if (own.length !== needs)
    throw bad(
      `The model answers a row with ${values} ${values === 1 ? 'value' : 'values'}; ${
        order.length > 0 ? 'given are' : `“${task.target}” has`
      } ${own.length} labels.`,
      'labels',
      'Give the labels of the model in the order of its outputs; those that the dataset does not have as well.',
    );
  const unknown = labels.find((label) => !own.includes(label));
  if (unknown !== undefined)
    throw bad(
      `The dataset has the label “${unknown.slice(0, 100)}”, which is not one of the model’s.`,
      'labels',
      `Given are ${own.slice(0, 12).join(', ')}.`,
    );
  const as = told === 'auto' ? (areShares(answers, rows, values) ? 'probabilities' : 'logits') : told;
  return {
    reads: { as, values, order: labels.map((label) => own.indexOf(label)), width: outputWidth },
    words: `The answers of the imported model are taken for ${as} of ${own.slice(0, 12).join(', ')}${
      own.length > 12 ? ', …' : ''
    }, in this order${told === 'auto' ? `: ${as === 'logits' ? 'they are no shares that add up to 1' : 'they lie between 0 and 1'}` : ''}.`,
  };
}

function areShares(answers: Float32Array, rows: number, values: number): boolean {
  if (!answers.every((value) => value >= -1e-6 && value <= 1 + 1e-6)) return false;
  if (values === 1) return true;
  return Array.from({ length: rows }, (_, row) =>
    answers.subarray(row * values, (row + 1) * values).reduce((sum, value) => sum + value, 0),
  ).every((sum) => Math.abs(sum - 1) < 1e-3);
}
