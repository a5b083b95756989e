/**
 * Syllables as a source and a filter make them (Fant 1960): pulses of the voice, or noise of the breath, through three
 * resonances, which glide from where the consonant is said to those of the vowel. Every clip has a voice, a pitch, a pace
 * and a room of its own. Resonances of the vowels after Peterson and Barney (1952).
 */
import type { sampleRandom } from './sampleRandom';

type Random = ReturnType<typeof sampleRandom>;
type Formants = readonly [number, number, number];

interface Syllable {
  vowel: Formants;
  /** Where the resonances begin. */
  from: Formants;
  /** A burst or a hiss before the voice: how long, in seconds, how loud, and around which frequency. */
  breath?: { seconds: number; loudness: number; hertz: number };
  /** The voice hums through the nose before the vowel, so long. */
  hum?: number;
}

const a: Formants = [730, 1090, 2440];
const i: Formants = [270, 2290, 3010];
const u: Formants = [300, 870, 2240];

export const syllables: Readonly<Record<string, Syllable>> = {
  ba: { vowel: a, from: [200, 700, 2100], breath: { seconds: 0.008, loudness: 0.4, hertz: 500 } },
  da: { vowel: a, from: [250, 1750, 2700], breath: { seconds: 0.01, loudness: 0.5, hertz: 3000 } },
  ma: { vowel: a, from: [250, 1000, 2200], hum: 0.09 },
  sa: { vowel: a, from: [350, 1500, 2600], breath: { seconds: 0.13, loudness: 0.5, hertz: 3400 } },
  shi: { vowel: i, from: [300, 1900, 2700], breath: { seconds: 0.13, loudness: 0.7, hertz: 2200 } },
  mu: { vowel: u, from: [250, 900, 2100], hum: 0.09 },
};

export const syllableRate = 8000;
const clipSeconds = 0.6;

export function saySyllable(name: string, random: Random): Float32Array {
  const { vowel, from, breath, hum = 0 } = syllables[name] as Syllable;
  const rate = syllableRate;
  const sound = new Float32Array(Math.round(clipSeconds * rate));
  const tract = 0.88 + 0.3 * random.uniform();
  const pitch = 95 + 130 * random.uniform();
  const fall = 0.75 + 0.3 * random.uniform();
  const pace = 0.85 + 0.4 * random.uniform();
  const spoken = 0.26 * pace;
  const first = 0.03 + 0.1 * random.uniform();
  const voiceAt = first + (breath?.seconds ?? 0) * pace;
  const resonances = [0, 1, 2].map(() => resonance());
  const hiss = resonance();
  let phase = 0;
  for (let n = 0; n < sound.length; n++) {
    const t = n / rate;
    const since = t - voiceAt;
    const open = since - hum * pace;
    let value = 0;
    if (breath && t >= first && since < 0.02)
      value +=
        breath.loudness *
        hiss(random.normal(), breath.hertz * tract, 600, rate) *
        Math.min(1, (t - first) / 0.01);
    if (since >= 0 && since < spoken + hum * pace) {
      const along = since / (spoken + hum * pace);
      phase += (pitch * (1 + (fall - 1) * along) * (1 + 0.01 * random.normal())) / rate;
      const pulse = phase >= 1 ? 1 : 0;
      phase %= 1;
      const glide = open < 0 ? 0 : 1 - Math.exp(-open / 0.03);
      const loudness = Math.min(1, since / 0.015) * Math.min(1, (1 - along) / 0.25) * (open < 0 ? 0.35 : 1);
      let wave = pulse + 0.015 * random.normal();
      for (const [k, filter] of resonances.entries()) {
        const hertz = ((from[k] as number) + ((vowel[k] as number) - (from[k] as number)) * glide) * tract;
        wave = filter(wave, Math.min(hertz, 0.46 * rate), 70 + 40 * k, rate);
      }
      value += loudness * wave;
    }
    sound[n] = value;
  }
  return inRoom(sound, random);
}

/** A second-order resonator of unit gain at zero frequency (Klatt 1980). */
function resonance() {
  let [last, before] = [0, 0];
  return (value: number, hertz: number, width: number, rate: number): number => {
    const radius = Math.exp((-Math.PI * width) / rate);
    const b = 2 * radius * Math.cos((2 * Math.PI * hertz) / rate);
    const c = -(radius ** 2);
    const out = (1 - b - c) * value + b * last + c * before;
    before = last;
    last = out;
    return out;
  };
}

/** As loud as may be, with the noise of a room. */
function inRoom(sound: Float32Array, random: Random): Float32Array {
  const loudest = sound.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const scale = (0.35 + 0.5 * random.uniform()) / loudest;
  const noise = 0.002 + 0.012 * random.uniform() ** 2;
  return sound.map((value) => value * scale + noise * random.normal());
}
