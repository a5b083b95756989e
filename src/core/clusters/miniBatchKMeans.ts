/**
 * k-means from small batches of rows, for very many (Sculley 2010): each row draws its centre towards it by less the more
 * rows that centre has had.
 */
import { randomWords } from '../random/random';
import type { Centres, KMeansSettings } from './kMeans';
import { type Rows, squaredBetween, takenRows, type Worked } from './rows';
import { startCentres } from './startCentres';

const batchRows = 1024;
/** Rows that starts are drawn and compared by. */
const startRows = 3 * batchRows;
const passes = 10;
const mostBatches = 1500;

export async function miniBatchKMeans(
  data: Rows,
  { k, starts, seed }: KMeansSettings,
  worked: Worked,
): Promise<Centres> {
  const { rows, width, features } = data;
  const drawn = (counter: number, count: number) =>
    randomWords(seed, `miniBatch/${k}`, counter, count).map((word) =>
      Math.floor((word * rows) / 0x1_0000_0000),
    );
  const sample = takenRows(data, rows > startRows ? drawn(0, Math.max(startRows, 3 * k)) : everyRow(rows));
  let centres = new Float64Array();
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < starts; start++) {
    const begun = await startCentres(sample, k, { seed, stream: `kMeans/${k}/${start}` }, worked);
    const { inertia } = nearestCentres(sample, begun, k);
    if (inertia < least) [least, centres] = [inertia, Float64Array.from(begun)];
  }
  const counts = new Float64Array(k);
  const batches = Math.min(mostBatches, Math.max(100, Math.ceil((passes * rows) / batchRows)));
  for (let batch = 1; batch <= batches; batch++) {
    const some = takenRows(data, drawn(batch, Math.min(batchRows, rows)));
    const { labels } = nearestCentres(some, centres, k);
    for (let row = 0; row < some.rows; row++) {
      const label = labels[row] as number;
      const count = (counts[label] as number) + 1;
      counts[label] = count;
      for (let i = 0; i < width; i++) {
        const at = label * width + i;
        const value = some.features[row * width + i] as number;
        centres[at] = (centres[at] as number) + (value - (centres[at] as number)) / count;
      }
    }
    await worked(some.rows * width * k);
  }
  await worked(features.length * k);
  return { k, centres, ...nearestCentres(data, centres, k) };
}

const everyRow = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, row) => row);

function nearestCentres(
  { rows, width, features }: Rows,
  centres: Float64Array,
  k: number,
): Pick<Centres, 'labels' | 'inertia'> {
  const labels = new Int32Array(rows);
  let inertia = 0;
  for (let row = 0; row < rows; row++) {
    let least = Number.POSITIVE_INFINITY;
    for (let centre = 0; centre < k; centre++) {
      const square = squaredBetween(features, row * width, centres, centre * width, width);
      if (square < least) [least, labels[row]] = [square, centre];
    }
    inertia += least;
  }
  return { labels, inertia };
}
