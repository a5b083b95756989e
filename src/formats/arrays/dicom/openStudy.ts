/** The images of a study as arrays: every file's header is read, what is no image is left out by name. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import { breathe } from '#/core/protocol/heartbeat';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { Bundle, BundleEntry } from '../../bundle/bundle';
import { openedArrays } from '../openedArrays';
import { FrameReader } from './frameReader';
import { type DicomImage, readImageFacts } from './imageFacts';
import { openDicomFile } from './openDicomFile';
import { stacksOf } from './stacks';
import { placeOf, variablesOf } from './stackVariables';

const atOnce = 8;

export async function openStudy(bundle: Bundle): Promise<ArrayFile> {
  const images: DicomImage[] = [];
  const refused: TetradError[] = [];
  const step = bundle.forward ? 1 : atOnce;
  for (let i = 0; i < bundle.entries.length; i += step) {
    const opened = await Promise.all(
      bundle.entries.slice(i, i + step).map((entry) => openImage(entry, bundle, refused)),
    );
    images.push(...opened.filter((image) => image !== undefined));
    breathe();
  }
  if (images.length === 0) throw noImage(bundle, refused);
  const reader = new FrameReader();
  const stacks = stacksOf(images);
  const { variables, coordinates, roles, details } = variablesOf(stacks, reader, bundle.name);
  const issues = stacks.flatMap((stack, i) =>
    stack.issues.map((issue) => ({ ...issue, column: variables[i]?.variable.name })),
  );
  const [largest] = variables;
  if (variables.length > 1)
    issues.unshift({
      severity: 'info',
      message: `There are ${variables.length.toLocaleString('en')} series; “${largest?.variable.name}” is the largest.`,
      column: undefined,
      hint: 'Choose another one where the dimensions are mapped.',
    });
  return openedArrays(bundle.name, {
    variables,
    coordinates,
    roles,
    details,
    told: [...bundle.told(), ...issues],
    close: () => reader.clear(),
  });
}

async function openImage(
  entry: BundleEntry,
  bundle: Bundle,
  refused: TetradError[],
): Promise<DicomImage | undefined> {
  const { path } = entry;
  const place = placeOf(bundle.name, path);
  try {
    const file = await openDicomFile(bundle.forward ? await held(entry) : entry, place);
    const image = file && readImageFacts(file, place);
    if (image) return image;
    bundle.leaveOut(path, file ? 'without an image' : 'no DICOM file');
  } catch (thrown) {
    const { code, message } = toErrorInfo(thrown);
    if (code !== 'badInput' && code !== 'unsupported') throw thrown;
    if (thrown instanceof TetradError) refused.push(thrown);
    bundle.leaveOut(
      path,
      message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()),
    );
  }
  return undefined;
}

/** Going back in what is unpacked from front to back would start it over for each slice. */
async function held(entry: BundleEntry): Promise<BundleEntry> {
  const blob = new Blob([await entry.whole()]);
  return {
    ...entry,
    head: async (most) => new Uint8Array(await blob.slice(0, most).arrayBuffer()),
    blob: async () => blob,
  };
}

function noImage(bundle: Bundle, refused: readonly TetradError[]): TetradError {
  const [only] = refused;
  if (bundle.entries.length === 1 && only) return only;
  const told = bundle.told().map(({ message }) => message);
  return new TetradError({
    code: 'badInput',
    message: `There is no DICOM image in it that can be used. ${told.slice(0, 3).join(' ')}`.trim(),
    place: bundle.name,
    hint: 'Choose the folder or the archive with the images of a series.',
  });
}
