import { TetradError } from '#/core/protocol/errors';
import { samples } from '#/core/samples/index';

export async function makeSample(id: string): Promise<File> {
  const sample = samples.find((candidate) => candidate.id === id);
  if (!sample)
    throw new TetradError({
      code: 'notFound',
      message: `There is no sample called “${id}”.`,
      hint: `Choose one of: ${samples.map((candidate) => candidate.id).join(', ')}.`,
    });
  return new File([await sample.make(load)], sample.fileName, { type: sample.type ?? 'text/csv' });
}

async function load(path: string): Promise<BlobPart> {
  const response = await fetch(`${import.meta.env.BASE_URL}${path}`);
  if (!response.ok)
    throw new TetradError({
      code: 'notFound',
      message: 'The file of this sample could not be loaded.',
      place: path,
      hint: 'Go online once; afterwards it is kept for offline use.',
    });
  return response.arrayBuffer();
}
