/** One answer: the value, how likely each label is, a range, or a picture of what is an array. */
import type { LeavingModel } from '#/core/leaving/leavingModel';
import type { Prediction } from '#/core/protocol/predict';
import { element, numberText } from './element';
import { drawSlice } from './drawSlice';

const mostBars = 20;

export function showAnswer(model: LeavingModel, answer: Prediction, ms: number): Node[] {
  const { value, probabilities, quantiles, field, mask } = answer;
  const nodes: Node[] = [];
  const said = typeof value === 'number' && (field || mask) ? undefined : value;
  if (said !== undefined)
    nodes.push(
      element(
        'p',
        { className: 'value' },
        element('span', { className: 'quiet' }, `${model.task.target}: `),
        element('strong', { id: 'answer' }, typeof said === 'number' ? numberText(said) : said),
      ),
    );
  if (probabilities && model.task.labels) nodes.push(bars(model.task.labels, probabilities));
  if (quantiles && model.task.levels) nodes.push(ranges(model.task.levels, quantiles));
  if (mask) nodes.push(...arrayAnswer(model, Float32Array.from(mask), 'numbers of labels'));
  else if (field) nodes.push(...arrayAnswer(model, field, 'values'));
  nodes.push(
    element(
      'p',
      { className: 'quiet' },
      `Answered in ${numberText(Math.max(0.1, Math.round(ms * 10) / 10))} ms, here.`,
    ),
  );
  return nodes;
}

function bars(labels: readonly string[], shares: readonly number[]): HTMLElement {
  const order = shares.map((share, i) => ({ share, label: labels[i] ?? String(i) }));
  order.sort((a, b) => b.share - a.share);
  const list = element('dl', { className: 'bars' });
  for (const { share, label } of order.slice(0, mostBars)) {
    const bar = element('meter', { min: 0, max: 1, value: share, title: label });
    bar.setAttribute('aria-label', label);
    list.append(element('dt', {}, label), element('dd', {}, bar, `${(share * 100).toFixed(1)} %`));
  }
  return list;
}

function ranges(levels: readonly number[], quantiles: readonly number[]): HTMLElement {
  const list = element('dl', { className: 'pairs' });
  for (const [i, level] of levels.entries())
    list.append(
      element('dt', {}, `${numberText(level * 100)} % are below`),
      element('dd', {}, numberText(quantiles[i] ?? Number.NaN)),
    );
  return list;
}

function arrayAnswer(model: LeavingModel, values: Float32Array, what: string): Node[] {
  const save = element('button', { type: 'button', className: 'second' }, 'Save as JSON');
  save.onclick = () => {
    const url = URL.createObjectURL(
      new Blob([JSON.stringify(Array.from(values, (value) => (Number.isFinite(value) ? value : null)))], {
        type: 'application/json',
      }),
    );
    element('a', { href: url, download: `${model.name}-answer.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  const size = model.inputs[0]?.shape ?? [];
  const plane = planeOf(size, values.length);
  return [
    element('p', {}, `${values.length.toLocaleString('en')} ${what}.`),
    ...(plane ? [drawSlice(values, plane, 'The answer')] : []),
    save,
  ];
}

/** The first plane of the answer, where it has the extent of what went in. */
function planeOf(
  input: readonly number[],
  length: number,
): { width: number; height: number; step: number } | undefined {
  const last = input.length - 1;
  if (input.length === 3 && length === (input[0] ?? 0) * (input[1] ?? 0))
    return { height: input[0] ?? 1, width: input[1] ?? 1, step: 1 };
  if (input.length === 3 && length === input.reduce((a, b) => a * b, 1))
    return { height: input[0] ?? 1, width: input[1] ?? 1, step: input[last] ?? 1 };
  const frame = input.slice(1).reduce((a, b) => a * b, 1);
  if (input.length === 5 && length % frame === 0)
    return { height: input[1] ?? 1, width: input[2] ?? 1, step: (input[3] ?? 1) * (input[4] ?? 1) };
  return undefined;
}
