/** Files attached to a run: checked, stored, and in place of those of the same name. */
import {
  attachmentEndings,
  attachmentsOf,
  mostAttachmentBytes,
  mostAttachments,
  typeOfName,
} from '#/core/runs/attachments';
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';

export interface GivenFile {
  name: string;
  blob: Blob;
}

const refused = (place: string, message: string, hint: string) =>
  new TetradError({ code: 'badInput', message, place, hint });

/** Of all or of none. */
export async function attachFiles(
  { runs, blobs, writing }: Pick<Storage, 'runs' | 'blobs' | 'writing'>,
  run: Run,
  files: readonly GivenFile[],
): Promise<Run> {
  for (const { name, blob } of files) check(run, name, blob.size);
  const added = new Set(files.map(({ name }) => name));
  const others = attachmentsOf(run).filter(({ name }) => !added.has(name)).length;
  if (others + added.size > mostAttachments)
    throw refused(
      run.name,
      `A run has at most ${mostAttachments} attached files, and this one has ${others}.`,
      'Take some away first, or attach a table or a page in place of many images.',
    );
  return await writing(async () => {
    const made: Run['artifacts'] = [];
    for (const { name, blob } of files)
      made.push({
        name,
        type: typeOfName(name),
        blob: await blobs.put(new Uint8Array(await blob.arrayBuffer())),
      });
    return await runs.update(run.id, ({ artifacts }) => ({
      artifacts: [...artifacts.filter(({ name }) => !added.has(name)), ...made],
    }));
  });
}

function check({ artifacts }: Run, name: string, bytes: number): void {
  if (typeOfName(name) === undefined)
    throw refused(
      name,
      'Files of this kind are not shown with a run.',
      `Attach images, tables, pages or text: ${attachmentEndings.join(', ')}.`,
    );
  if (artifacts.some((one) => one.name === name && one.type === undefined))
    throw refused(name, 'The studio keeps something under this name.', 'Give the file another name.');
  if (bytes === 0) throw refused(name, 'The file is empty.', 'Attach one with something in it.');
  if (bytes > mostAttachmentBytes)
    throw refused(
      name,
      `The file has ${bytesText(bytes)}; at most ${bytesText(mostAttachmentBytes)} are kept with a run.`,
      'Make it smaller: a smaller image, fewer rows.',
    );
}
