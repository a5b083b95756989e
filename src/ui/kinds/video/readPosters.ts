/** Clips for the grid: of each the frame in its middle. */
import { run } from '#/app/run';
import { videoColumns } from '#/core/video/videoSchema';
import type { Batch, WantedImages } from '../images/imageCache';

export async function readPosters({ versionId, label }: WantedImages, rows: number[]): Promise<Batch> {
  const { file: name, start } = videoColumns;
  const columns = [name, start, ...(label === undefined ? [] : [label])];
  const [{ clips }, cells] = await Promise.all([
    run('datasets.frames', { versionId, rows, what: 'poster' }),
    run('datasets.rowsAt', { versionId, rows, columns }),
  ]);
  return rows.map((row, i) => {
    const clip = clips[i];
    if (!clip) return undefined;
    const [path, from, answer] = cells.rows[i] ?? [];
    const { width, height, file, problem } = clip;
    return {
      width,
      height,
      ...(problem !== undefined && { problem }),
      ...(file && { url: URL.createObjectURL(file) }),
      name: `${path ?? `clip ${row}`}${from && from !== '0' ? `, from frame ${from}` : ''}`,
      label: answer ?? null,
    };
  });
}
