/** What paths say of sound files: labels by folder or by the beginnings of names, and the layout of Speech Commands. */
import { pathLabels } from '../images/pathLabels';

export interface SoundLabels {
  /** "folders are labels" */
  title: string;
  labels?: (string | null)[];
  splits?: (string | null)[];
  speakers?: (string | null)[];
}

/** Text files of Speech Commands that name the clips of a part. */
export const partLists: ReadonlyMap<string, string> = new Map([
  ['validation_list.txt', 'validation'],
  ['testing_list.txt', 'test'],
]);

/** Long recordings beside the words of Speech Commands. */
export const isBackground = (path: string): boolean => /(^|\/)_background_noise_\//.test(path);

const spoken = /(?:^|\/)([0-9a-f]{6,10})_nohash_\d+\.\w+$/;

/** `lists`: parts by the paths that the lists name. */
export function soundLabels(paths: readonly string[], lists: ReadonlyMap<string, string>): SoundLabels {
  const byFolder = pathLabels(paths);
  const speakers = paths.map((path) => spoken.exec(path)?.[1] ?? null);
  const isSpeech = speakers.filter((speaker) => speaker !== null).length > paths.length / 2;
  const splits = lists.size > 0 ? paths.map((path) => lists.get(lastTwo(path)) ?? 'train') : byFolder.splits;
  const labels = byFolder.labels ?? (isSpeech ? undefined : nameLabels(paths));
  const title = byFolder.labels
    ? 'folders are labels'
    : labels
      ? 'the beginnings of names are labels'
      : paths.length === 1
        ? 'a file'
        : 'files';
  return {
    title: isSpeech ? 'Speech Commands: folders are labels' : title,
    ...(labels && { labels }),
    ...(splits && { splits }),
    ...(isSpeech && { speakers }),
  };
}

export const lastTwo = (path: string): string => path.split('/').slice(-2).join('/');

/** "7_jackson_12.wav", "dog-3.wav", "kick04.wav": few beginnings, each of several files. */
function nameLabels(paths: readonly string[]): string[] | undefined {
  const labels = paths.map((path) => {
    const name = path.replace(/^.*\//, '').replace(/\.[a-z0-9]+$/i, '');
    return (
      /^([^_\-. ]*\D)\d*$/.exec(name.split(/[_\-. ]/)[0] as string)?.[1] ??
      (name.split(/[_\-. ]/)[0] as string)
    );
  });
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const tells = counts.size > 1 && !counts.has('') && Math.min(...counts.values()) >= 3;
  return tells ? labels : undefined;
}
