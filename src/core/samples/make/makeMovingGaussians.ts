/**
 * A blob that moves along one of six directions through noise. No single moment tells the direction: only order in
 * time does. In most recordings it starts in the first quarter; the last ones, the part called "shifted", start
 * late, where training never saw an event. A model that knows what motion is does not mind.
 */
import { sampleRandom } from './sampleRandom';
import { classFlags } from './classFlags';
import { writeNetcdf3 } from './writeNetcdf3';

export const directions = ['right', 'left', 'forward', 'back', 'up', 'down'] as const;
const parts = ['train', 'validation', 'shifted'] as const;
const times = 16;
const edge = 8;
const eventTimes = 6;
const speed = 0.8;
const noise = 0.1;
const frame = edge ** 3;

export interface MovingGaussians {
  field: Float32Array;
  direction: Int32Array;
  part: Int32Array;
  start: Int32Array;
}

/** Recordings of each part; directions take turns. */
export function makeMovingGaussians(
  counts: { train: number; validation: number; shifted: number },
  seed = 8_128,
): MovingGaussians {
  const random = sampleRandom(seed);
  const recordings = counts.train + counts.validation + counts.shifted;
  const made: MovingGaussians = {
    field: new Float32Array(recordings * times * frame),
    direction: new Int32Array(recordings),
    part: new Int32Array(recordings),
    start: new Int32Array(recordings),
  };
  for (let i = 0; i < recordings; i++) {
    const part = i < counts.train ? 0 : i < counts.train + counts.validation ? 1 : 2;
    const direction = i % directions.length;
    const start = Math.floor(4 * random.uniform()) + (part === 2 ? 7 : 0);
    made.direction[i] = direction;
    made.part[i] = part;
    made.start[i] = start;
    drawEvent(made.field.subarray(i * times * frame, (i + 1) * times * frame), direction, start, random);
  }
  return made;
}

function drawEvent(
  field: Float32Array,
  direction: number,
  start: number,
  random: ReturnType<typeof sampleRandom>,
): void {
  for (let i = 0; i < field.length; i++) field[i] = noise * random.normal();
  const axis = direction >> 1;
  const sign = direction % 2 === 0 ? 1 : -1;
  const middle = (edge - 1) / 2;
  const centre = [0, 1, 2].map(() => middle + 3 * (random.uniform() - 0.5));
  // Along its way the blob is centred half-way on average, so that where it is says nothing of where it goes.
  const halfway = (eventTimes - 1) / 2;
  for (let moment = 0; moment < eventTimes; moment++) {
    const at = centre.map((value, i) => (i === axis ? value + sign * speed * (moment - halfway) : value));
    const [cx, cy, cz] = at as [number, number, number];
    let i = (start + moment) * frame;
    for (let x = 0; x < edge; x++)
      for (let y = 0; y < edge; y++)
        for (let z = 0; z < edge; z++, i++) {
          const distance2 = (x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2;
          field[i] = (field[i] as number) + Math.exp(-distance2 / (2 * 1.1 ** 2));
        }
  }
}

/** The sample as a file. */
export function makeMovingGaussiansFile() {
  const made = makeMovingGaussians({ train: 480, validation: 120, shifted: 120 });
  return writeNetcdf3({
    dimensions: { sample: made.part.length, time: times, x: edge, y: edge, z: edge },
    attributes: { title: 'Moving Gaussians, generated', Conventions: 'CF-1.11' },
    variables: [
      { name: 'intensity', dimensions: ['sample', 'time', 'x', 'y', 'z'], data: made.field },
      {
        name: 'direction',
        dimensions: ['sample'],
        data: made.direction,
        attributes: classFlags(directions),
      },
      { name: 'split', dimensions: ['sample'], data: made.part, attributes: classFlags(parts) },
      { name: 'onset', dimensions: ['sample'], data: made.start },
    ],
  });
}
