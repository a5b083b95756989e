/**
 * A beating heart in a chest, as a CT series in Hounsfield units with scanner noise. In half of the recordings a part
 * of the wall carries a lesion: a little denser than the wall, and it hardly moves. At rest it is nearly invisible.
 * A phantom of ellipsoids for learning the tool, not a medical device.
 */
import { sampleRandom } from './sampleRandom';
import { classFlags } from './classFlags';
import { writeNetcdf3 } from './writeNetcdf3';

const times = 10;
const edge = 12;
const frame = edge ** 3;
const units = { lung: -750, wall: 60, blood: 220, lesion: 95, noise: 25 };

export interface BeatingPhantom {
  density: Float32Array;
  lesion: Int32Array;
}

export function makeBeatingPhantom(recordings: number, seed = 1_895): BeatingPhantom {
  const random = sampleRandom(seed);
  const density = new Float32Array(recordings * times * frame);
  const lesion = new Int32Array(recordings);
  for (let i = 0; i < recordings; i++) {
    lesion[i] = i % 2;
    drawHeart(density.subarray(i * times * frame, (i + 1) * times * frame), i % 2 === 1, random);
  }
  return { density, lesion };
}

function drawHeart(out: Float32Array, sick: boolean, random: ReturnType<typeof sampleRandom>): void {
  const centre = [0, 1, 2].map(() => (edge - 1) / 2 + 0.8 * (random.uniform() - 0.5));
  const [cx, cy, cz] = centre as [number, number, number];
  const outer = 4.3 + 0.4 * random.uniform();
  const thickness = 1.5;
  const stroke = 0.22 + 0.08 * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  const up = 2 * random.uniform() - 1;
  const around = 2 * Math.PI * random.uniform();
  const flat = Math.sqrt(1 - up ** 2);
  const place = [flat * Math.cos(around), flat * Math.sin(around), up] as const;
  let i = 0;
  for (let time = 0; time < times; time++) {
    const squeeze = 1 - stroke * (0.5 - 0.5 * Math.cos(phase + (2 * Math.PI * time) / times));
    for (let x = 0; x < edge; x++)
      for (let y = 0; y < edge; y++)
        for (let z = 0; z < edge; z++, i++) {
          const [dx, dy, dz] = [x - cx, y - cy, 0.9 * (z - cz)];
          const radius = Math.hypot(dx, dy, dz);
          const towards = (dx * place[0] + dy * place[1] + dz * place[2]) / (radius || 1);
          const isLesion = sick && towards > 0.72;
          const wallOuter = outer * (isLesion ? 1 - stroke * 0.1 : squeeze);
          const wall = isLesion ? units.lesion : units.wall;
          out[i] =
            soft(radius - wallOuter, units.lung, soft(radius - wallOuter + thickness, wall, units.blood)) +
            units.noise * random.normal();
        }
  }
}

/** A boundary one voxel wide: `outside` where the distance is positive. */
function soft(distance: number, outside: number, inside: number): number {
  const share = Math.min(1, Math.max(0, distance + 0.5));
  return share * outside + (1 - share) * inside;
}

/** The sample as a file. */
export function makeBeatingPhantomFile() {
  const recordings = 240;
  const made = makeBeatingPhantom(recordings);
  return writeNetcdf3({
    dimensions: { sample: recordings, time: times, x: edge, y: edge, z: edge },
    attributes: { title: 'A beating phantom, generated', Conventions: 'CF-1.11' },
    variables: [
      {
        name: 'density',
        dimensions: ['sample', 'time', 'x', 'y', 'z'],
        data: made.density,
        attributes: { units: 'HU' },
      },
      {
        name: 'diagnosis',
        dimensions: ['sample'],
        data: made.lesion,
        attributes: classFlags(['healthy', 'lesion']),
      },
    ],
  });
}
