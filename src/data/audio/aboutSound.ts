/** What is to be said of sound files: rates that differ, clips that are silent, filled up or cut short, odd files. */
import { type AudioSchema, secondsOf } from '#/core/audio/audioSchema';
import type { DataIssue } from '#/core/protocol/dataset';
import type { SoundFile } from './soundFiles';

const named = 5;

export function aboutSound(
  files: readonly SoundFile[],
  { hearing, stride }: Pick<AudioSchema, 'hearing' | 'stride'>,
): DataIssue[] {
  const issues: DataIssue[] = [];
  const say = (
    severity: DataIssue['severity'],
    some: readonly SoundFile[],
    message: string,
    hint?: string,
  ): void => {
    if (some.length > 0)
      issues.push({
        severity,
        message: `${message}: ${names(some)}.`,
        ...(hint && { hint }),
        count: some.length,
      });
  };
  const rates = [...new Set(files.map(({ rate }) => rate))].sort((a, b) => a - b);
  if (rates.some((rate) => rate !== hearing.rate))
    issues.push({
      severity: 'info',
      message:
        rates.length > 1
          ? `The files have ${rates.length} rates, from ${hertz(rates[0])} to ${hertz(rates.at(-1))}; all are heard at ${hertz(hearing.rate)}.`
          : `The files have ${hertz(rates[0])} and are heard at ${hertz(hearing.rate)}.`,
      hint: 'Choose another rate under “Change clips”.',
    });
  const mixed = files.filter(({ channels }) => channels > 1);
  if (mixed.length > 0)
    issues.push({
      severity: 'info',
      message: `${counted(mixed.length, 'file has', 'files have')} several channels; their mean is heard.`,
      count: mixed.length,
    });
  const seconds = secondsOf(hearing);
  const near = 1 / hearing.rate;
  const short = files.filter((one) => one.seconds < seconds - near).length;
  if (short > 0)
    issues.push({
      severity: 'info',
      message: `${counted(short, 'file is', 'files are')} shorter than ${seconds} s; silence follows.`,
      count: short,
    });
  const long = stride === 0 ? files.filter((one) => one.seconds > seconds + near).length : 0;
  if (long > 0)
    issues.push({
      severity: 'warning',
      message: `${counted(long, 'file is', 'files are')} longer than ${seconds} s, and only the beginning is heard.`,
      hint: 'Under “Change clips”, make clips longer or cut files into several.',
      count: long,
    });
  say(
    'warning',
    files.filter(({ level }) => !Number.isFinite(level)),
    'Silent from beginning to end',
    'Take them out if they are mistakes.',
  );
  const notes = new Map<string, SoundFile[]>();
  for (const file of files)
    for (const note of file.notes) notes.set(note, [...(notes.get(note) ?? []), file]);
  for (const [note, some] of notes) say('warning', some, note.replace(/\.$/, ''));
  return issues;
}

const names = (files: readonly SoundFile[]): string => {
  const some = files
    .slice(0, named)
    .map(({ path }) => `“${path}”`)
    .join(', ');
  return files.length > named ? `${some} and ${(files.length - named).toLocaleString('en')} more` : some;
};
const hertz = (rate = 0): string => `${rate.toLocaleString('en')} Hz`;
const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
