/**
 * A chirp that crosses a grid of three-channel detectors in coloured noise, in half of the recordings. Each detector
 * sees the plane wave at its own time; the channels see it with the weights of a random polarisation. The noise is
 * autoregressive in time, and the wave is scaled so that its matched-filter signal-to-noise ratio
 * sqrt(h' C^-1 h) over the whole recording is the one stored beside it (Maggiore, Gravitational Waves I, 7.3).
 */
import { sampleRandom } from './sampleRandom';
import { classFlags } from './classFlags';
import { writeNetcdf3 } from './writeNetcdf3';

const times = 16;
const edge = 8;
const channels = 3;
const memory = 0.6;
const recordingSize = times * edge ** 3 * channels;
const series = edge ** 3 * channels;

export interface ChirpDetector {
  strain: Float32Array;
  event: Int32Array;
  snr: Float32Array;
}

export function makeChirpDetector(recordings: number, seed = 1_509): ChirpDetector {
  const random = sampleRandom(seed);
  const made: ChirpDetector = {
    strain: new Float32Array(recordings * recordingSize),
    event: new Int32Array(recordings),
    snr: new Float32Array(recordings),
  };
  for (let i = 0; i < recordings; i++) {
    const strain = made.strain.subarray(i * recordingSize, (i + 1) * recordingSize);
    colouredNoise(strain, random);
    if (i % 2 === 0) continue;
    const snr = 16 + 40 * random.uniform();
    const wave = chirp(random);
    const scale = snr / matchedFilterSnr(wave);
    for (let j = 0; j < strain.length; j++) strain[j] = (strain[j] as number) + scale * (wave[j] as number);
    made.event[i] = 1;
    made.snr[i] = snr;
  }
  return made;
}

/** AR(1) of unit variance in time, independent between detectors. */
function colouredNoise(out: Float32Array, random: ReturnType<typeof sampleRandom>): void {
  const fresh = Math.sqrt(1 - memory ** 2);
  for (let i = 0; i < out.length; i++)
    out[i] = i < series ? random.normal() : memory * (out[i - series] as number) + fresh * random.normal();
}

/** The norm of the wave after whitening, which for AR(1) noise is exact. */
export function matchedFilterSnr(wave: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < wave.length; i++) {
    const now = wave[i] as number;
    sum += i < series ? now ** 2 : (now - memory * (wave[i - series] as number)) ** 2 / (1 - memory ** 2);
  }
  return Math.sqrt(sum);
}

function chirp(random: ReturnType<typeof sampleRandom>): Float32Array {
  const out = new Float32Array(recordingSize);
  const up = 2 * random.uniform() - 1;
  const around = 2 * Math.PI * random.uniform();
  const flat = Math.sqrt(1 - up ** 2);
  const heading = [flat * Math.cos(around), flat * Math.sin(around), up] as const;
  const coalescence = 7 + 6 * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  const polarisation = 2 * Math.PI * random.uniform();
  const weights = [0, 1, 2].map((k) => Math.cos(polarisation + (2 * Math.PI * k) / 3));
  const crossing = 0.25;
  let i = 0;
  for (let time = 0; time < times; time++)
    for (let x = 0; x < edge; x++)
      for (let y = 0; y < edge; y++)
        for (let z = 0; z < edge; z++) {
          const delay = crossing * (heading[0] * (x - 3.5) + heading[1] * (y - 3.5) + heading[2] * (z - 3.5));
          const left = coalescence + delay - time;
          const h = left <= 0 ? 0 : (left + 0.5) ** -0.25 * Math.cos(phase - 2.6 * (left + 0.5) ** 0.625);
          for (let channel = 0; channel < channels; channel++) out[i++] = h * (weights[channel] as number);
        }
  return out;
}

/** The sample as a file. */
export function makeChirpDetectorFile() {
  const recordings = 400;
  const made = makeChirpDetector(recordings);
  return writeNetcdf3({
    dimensions: { sample: recordings, time: times, x: edge, y: edge, z: edge, channel: channels },
    attributes: { title: 'A chirp crossing a detector grid, generated', Conventions: 'CF-1.11' },
    variables: [
      { name: 'strain', dimensions: ['sample', 'time', 'x', 'y', 'z', 'channel'], data: made.strain },
      {
        name: 'event',
        dimensions: ['sample'],
        data: made.event,
        attributes: classFlags(['noise', 'chirp']),
      },
      { name: 'snr', dimensions: ['sample'], data: made.snr },
    ],
  });
}
