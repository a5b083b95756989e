/** What is to be said of video files: clips that are filled up, files that differ, that break off or are otherwise odd. */
import type { DataIssue } from '#/core/protocol/dataset';
import type { Looking } from '#/core/video/videoSchema';
import { type Clips, roleOfFile } from './clipTable';
import type { VideoFile } from './videoFiles';

const named = 5;

export function aboutVideo(files: readonly VideoFile[], looking: Looking, clips: Clips): DataIssue[] {
  const issues: DataIssue[] = [];
  const { frames, stride, size } = looking;
  const sizes = new Set(files.map(({ width, height }) => `${width} × ${height}`));
  if (sizes.size > 1)
    issues.push({
      severity: 'info',
      message: `The files have ${sizes.size.toLocaleString('en')} sizes; all are taken at ${size.width} × ${size.height}.`,
      hint: 'Choose another size, and what becomes of other proportions, under “Change clips”.',
    });
  const short = clips.held.filter((held) => held < frames).length;
  if (short > 0)
    issues.push({
      severity: 'info',
      message: `${counted(short, 'clip has', 'clips have')} fewer than ${frames} frames; the last one stays.`,
      hint: 'Under “Change clips”, take fewer frames.',
      count: short,
    });
  if (stride === 0) {
    const seconds = files.map((file) => file.seconds);
    const [least, most] = [Math.min(...seconds), Math.max(...seconds)];
    if (most > 2 * least)
      issues.push({
        severity: 'info',
        message: `The files last from ${least.toFixed(1)} to ${most.toFixed(1)} s, and ${frames} frames are spread over each: what is shown runs at different speeds.`,
        hint: 'Where speed matters, cut clips of one length under “Change clips”.',
      });
  } else if (stride < frames && roleOfFile(clips, files.length) !== 'group')
    issues.push({
      severity: 'warning',
      message: 'Clips of the only file overlap, so that a part held back for a test is partly learnt from.',
      hint: `Under “Change clips”, let the next clip begin ${frames} frames later or more.`,
    });
  const notes = new Map<string, VideoFile[]>();
  for (const file of files)
    for (const note of file.notes) notes.set(note, [...(notes.get(note) ?? []), file]);
  for (const [note, some] of notes)
    issues.push({
      severity: 'warning',
      message: `${note.replace(/\.$/, '')}: ${listed(some)}.`,
      count: some.length,
    });
  return issues;
}

const listed = (files: readonly VideoFile[]): string => {
  const some = files
    .slice(0, named)
    .map(({ path }) => `“${path}”`)
    .join(', ');
  return files.length > named ? `${some} and ${(files.length - named).toLocaleString('en')} more` : some;
};
const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
