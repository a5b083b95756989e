/** What a model sees of samples of before and of now; undefined, and a note, where that is not known. */
import type { SeenReference } from '#/core/drift/referenceFile';
import { mostSeen, type SeenPair } from '#/core/drift/seen/judgeSeen';
import { mostWidth } from '#/core/drift/seen/points';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import type { OpenModel } from '../predict/openModel';
import { mostAsked } from './answersBefore';
import { isTable } from './makeReference';
import { drawRows, mostSamples } from './samplesOf';
import { seenReference } from './seenReference';
import { layerSeen, seenOf } from './seenSamples';
import type { Side } from './side';

export async function seenPair(
  model: OpenModel,
  { version, dataset, rows, windowing }: Side,
  before: { kept?: SeenReference; own?: DatasetVersion; heldBack: Uint32Array },
  notes: string[],
  blobs: Storage['blobs'],
  tell: (progress: number) => Promise<void>,
): Promise<SeenPair | undefined> {
  if (isTable(version.input)) return undefined;
  const why = (text: string): undefined => void notes.push(`What the model sees is not compared: ${text}`);
  if (before.own?.id === dataset.id) return why('newer samples would be compared with these.');
  const reference =
    before.kept ??
    (before.own &&
      (await seenReference(model, before.own, before.heldBack, blobs, (part) => tell(part * 0.4))));
  if (!reference) return why('the version keeps nothing of it, and its dataset was deleted.');
  const windows = windowing?.titles.length ?? 0;
  const drawn = drawRows(rows, mostSamples(version, windows > 0 ? mostAsked : mostSeen));
  const now = await seenOf(model, layerSeen(model), dataset, blobs, drawn, (part) => tell(0.4 + part * 0.6));
  const projected =
    reference.width > mostWidth
      ? `, its ${reference.width.toLocaleString('en')} numbers by a random projection onto ${mostWidth}`
      : '';
  notes.push(
    `What the model sees is ${reference.layer === undefined ? 'its prepared input' : `the output of “${reference.layer}”`}${projected}: ${reference.points.rows.toLocaleString('en')} samples that ${reference.heldBack ? 'were held back' : 'it learnt from, which it may know better than any other,'} beside ${now.points.rows.toLocaleString('en')}.`,
  );
  if (now.leftOut > 0)
    notes.push(
      `${now.leftOut.toLocaleString('en')} samples are left out there: not all of what it sees of them is a number.`,
    );
  return {
    before: reference.points,
    now: now.points,
    rows: now.rows,
    windows,
    ...(windowing && { windowOf: windowing.of(now.rows, 0, now.rows.length) }),
  };
}
