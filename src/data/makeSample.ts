import { TetradError } from '#/core/protocol/errors';
import { samples } from '#/core/samples/index';

export async function makeSample(type: string): Promise<File> {
  const sample = samples.find((candidate) => candidate.type === type);
  if (!sample)
    throw new TetradError({
      code: 'notFound',
      message: `There is no sample called “${type}”.`,
      hint: `Choose one of: ${samples.map((candidate) => candidate.type).join(', ')}.`,
    });
  return new File([await sample.make(load)], sample.fileName, { type: sample.mime ?? 'text/csv' });
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
