/** Samples of a training as they are told: what is known of each, what the model answers, and of tables its cells. */
import type { RawSamples } from '../../kinds/rawSamples';
import type { Neighbours } from '../attribution';
import { columnsOf, textOf } from '../columns';
import type { AskedModel, Background } from '../explainerDef';
import { watched } from '../watched';

const mostTold = 20;

/** `places` in the background. */
export async function toldSamples(
  model: AskedModel,
  source: Background,
  places: readonly number[],
  sample: RawSamples,
): Promise<Pick<Neighbours, 'samples' | 'names' | 'given'>> {
  const near = await source.batch(places);
  const answers = await model.run(near);
  const width = answers.length / Math.max(1, near.rows);
  const labels = model.task.labels ?? [];
  const say = (from: number) => {
    if (model.value === 'class' && labels.length > 0) {
      let best = 0;
      for (let i = 1; i < width; i++)
        if ((answers[from + i] as number) > (answers[from + best] as number)) best = i;
      return labels[best] ?? '';
    }
    return String(
      Number(
        watched(model, answers.slice(from, from + width))
          .read(answers, from, width)
          .toPrecision(5),
      ),
    );
  };
  const truthOf = (place: number) => {
    const value = source.truth[place] as number;
    if (Number.isNaN(value)) return '';
    return labels.length > 0 ? (labels[value] ?? '') : String(Number(value.toPrecision(6)));
  };
  const isTable = sample.form === 'columns';
  const names = isTable ? model.inputs.map(({ name }) => name).slice(0, mostTold) : [];
  return {
    samples: places.map((place, i) => ({
      row: source.numbers?.[place] as number,
      truth: truthOf(place),
      answer: say(i * width),
      cells: names.map((name) => textOf(columnsOf(near).get(name), i)),
    })),
    names,
    given: isTable ? names.map((name) => textOf(columnsOf(sample).get(name), 0)) : [],
  };
}
