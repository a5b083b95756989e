/** How a dataset is heard, from what its files are and what a person wants. */
import { TetradError } from '../protocol/errors';
import type { AudioCut, Hearing } from './audioSchema';
import { featureFault, standardFeatures } from './featureSpec';

/** Speech keeps what tells its sounds apart; more takes longer. */
const mostRate = 16_000;
/** Files up to here are a clip each. */
const wholeSeconds = 10;
const longSeconds = 2;

export interface FileFacts {
  seconds: number;
  rate: number;
}

export function guessCut(files: readonly FileFacts[]): Required<Omit<AudioCut, 'features'>> {
  const longest = files.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const isWhole = longest <= wholeSeconds;
  // A tenth of a second is not heard; a clip is as long as the longest file.
  const seconds = isWhole ? Math.max(0.05, Math.ceil(longest * 10 - 1e-6) / 10) : longSeconds;
  return {
    rate: Math.min(mostRate, commonest(files.map(({ rate }) => rate))),
    seconds,
    stride: isWhole ? 0 : seconds,
  };
}

/** Frames and bands follow another rate, unless they are said as well. */
export function hearingOf(
  cut: Required<Omit<AudioCut, 'features'>> & Pick<AudioCut, 'features'>,
  before?: Hearing,
): Hearing {
  const { rate, seconds } = cut;
  const kept =
    before?.rate === rate
      ? before.features
      : { ...standardFeatures(rate), ...(before && { form: before.features.form }) };
  const features = { ...kept, ...cut.features };
  const fault = featureFault(features, rate);
  if (fault)
    throw new TetradError({
      code: 'badInput',
      message: fault,
      place: 'features',
      hint: 'Change it, or leave it out: it is guessed from the rate.',
    });
  return { rate, samples: Math.max(16, Math.round(seconds * rate)), features };
}

/** Where the clips of a file begin, in seconds. A rest of half a clip and more is one, too. */
export function clipStarts(fileSeconds: number, seconds: number, stride: number): number[] {
  if (stride === 0) return [0];
  const starts: number[] = [];
  for (let k = 0; ; k++) {
    const start = k * stride;
    const rest = fileSeconds - start;
    if (rest + 1e-9 < seconds && (k > 0 || rest <= 0) && rest < seconds / 2) break;
    starts.push(start);
    if (rest <= seconds + 1e-9) break;
  }
  return starts.length > 0 ? starts : [0];
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}
