/**
 * A scalar carried by a steady wind and smeared by diffusion on a periodic cube, kept alive by random sources:
 * one long recording, to forecast. Exact in Fourier space: each mode turns by k.u and decays by D k^2 in a step,
 * and gets as much fresh noise as it lost (an Ornstein-Uhlenbeck process a mode), so the field is stationary.
 */
import { sampleRandom } from './sampleRandom';
import { writeNetcdf3 } from './writeNetcdf3';

const edge = 8;
const frame = edge ** 3;
const wind = [0.55, -0.35, 0.25] as const;
const diffusion = 0.02;
const highest = 2;

interface Mode {
  k: [number, number, number];
  amplitude: number;
  re: number;
  im: number;
}

/** [times, x, y, z], mean 10, standard deviation about 1. */
export function makeAdvectedField(times: number, seed = 1_822): Float32Array {
  const random = sampleRandom(seed);
  const modes = makeModes(random);
  const field = new Float32Array(times * frame);
  for (let time = 0; time < times; time++) {
    drawFrame(field.subarray(time * frame, (time + 1) * frame), modes);
    for (const mode of modes) stepMode(mode, random);
  }
  return field;
}

/** One of each pair of opposite wave vectors; longer waves are stronger. */
function makeModes(random: ReturnType<typeof sampleRandom>): Mode[] {
  const modes: Mode[] = [];
  for (let kx = -highest; kx <= highest; kx++)
    for (let ky = -highest; ky <= highest; ky++)
      for (let kz = -highest; kz <= highest; kz++) {
        const length2 = kx ** 2 + ky ** 2 + kz ** 2;
        const isFirstOfPair = kx > 0 || (kx === 0 && (ky > 0 || (ky === 0 && kz > 0)));
        if (!isFirstOfPair || length2 > highest ** 2) continue;
        const amplitude = 1 / length2;
        modes.push({
          k: [kx, ky, kz],
          amplitude,
          re: amplitude * random.normal(),
          im: amplitude * random.normal(),
        });
      }
  const power = Math.sqrt(modes.reduce((sum, { amplitude }) => sum + amplitude ** 2, 0));
  for (const mode of modes) {
    mode.amplitude /= power;
    mode.re /= power;
    mode.im /= power;
  }
  return modes;
}

const waveNumber = (2 * Math.PI) / edge;

function stepMode(mode: Mode, random: ReturnType<typeof sampleRandom>): void {
  const [kx, ky, kz] = mode.k;
  const decay = Math.exp(-diffusion * waveNumber ** 2 * (kx ** 2 + ky ** 2 + kz ** 2));
  const turn = -waveNumber * (kx * wind[0] + ky * wind[1] + kz * wind[2]);
  const fresh = mode.amplitude * Math.sqrt(1 - decay ** 2);
  const { re, im } = mode;
  mode.re = decay * (re * Math.cos(turn) - im * Math.sin(turn)) + fresh * random.normal();
  mode.im = decay * (re * Math.sin(turn) + im * Math.cos(turn)) + fresh * random.normal();
}

function drawFrame(out: Float32Array, modes: readonly Mode[]): void {
  let i = 0;
  for (let x = 0; x < edge; x++)
    for (let y = 0; y < edge; y++)
      for (let z = 0; z < edge; z++) {
        let value = 10;
        for (const { k, re, im } of modes) {
          const angle = waveNumber * (k[0] * x + k[1] * y + k[2] * z);
          value += re * Math.cos(angle) - im * Math.sin(angle);
        }
        out[i++] = value;
      }
}

/** The sample as a file. */
export function makeAdvectedFieldFile() {
  const times = 800;
  return writeNetcdf3({
    dimensions: { time: times, x: edge, y: edge, z: edge },
    attributes: {
      title: 'A field carried by wind and smeared by diffusion, generated',
      Conventions: 'CF-1.11',
    },
    variables: [
      {
        name: 'tracer',
        dimensions: ['time', 'x', 'y', 'z'],
        data: makeAdvectedField(times),
        attributes: { units: 'g m-3', long_name: 'tracer concentration' },
      },
    ],
  });
}
