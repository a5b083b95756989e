/** A forecast rolled out beyond the end of a recording has nothing to be compared with. */
import type { Split } from '../../kinds/preparedData';
import { expect, it } from 'vitest';
import { judgeForecast } from './judgeForecast';

it('is judged against the recording it began in, never against the next one', async () => {
  // Two recordings of four times, windows of one: targets are times 1, 2, 3 of each.
  const starts = [0, 1, 2, 4, 5, 6];
  const split: Split = {
    rows: starts.length,
    features: Float32Array.of(0, 1, 2, 3, 100, 101, 102, 103),
    frames: Int32Array.from(starts),
    target: new Float32Array(0),
    targetFrames: Int32Array.from(starts, (start) => start + 1),
    series: 4,
  };
  const [leads = []] = await judgeForecast(
    {
      train: split,
      val: split,
      outputWidth: 1,
      task: { type: 'forecast', target: 'future', scales: [{ mean: 0, std: 1 }] },
    },
    async ({ features }) => features.slice(),
  );
  expect(leads.map(({ lead, forecasts }) => [lead, forecasts])).toEqual([
    [1, 6],
    [2, 4],
    [3, 2],
  ]);
  expect(leads.map(({ rmse }) => rmse.persistence)).toEqual([1, 2, 3]);
});
