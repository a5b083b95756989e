/** An imported file as a network that can learn: where it can be, and what keeps it from that. Loaded when asked for. */
import type { OnnxBody } from '../../bodies/onnx';
import { readOnnxFile } from '../../onnxFile/readOnnxFile';
import { pictureAxes } from '../../images/pictureAxes';
import { TetradError, toErrorInfo } from '../../protocol/errors';
import { graphOfFile } from '../graphOfFile';
import { fileToArch, type OpenedNetwork } from './fileToArch';

/** How samples enter it: the axes behind the batch, as the file has them. */
export interface Entering {
  axes: number[];
  channelsFirst: boolean;
  /** Of several outputs the one that answers. */
  output?: string;
}

/** Beyond this many weights it stays a file. */
const mostWeights = 50_000_000;
/** Of a picture whose size a file leaves free, until a dataset says it. */
const freeSide = 64;

/** `isWhole`: no weights lie in files beside it. */
type Asked = Pick<OnnxBody, 'inputs' | 'parameters'> & { isWhole: boolean };

/** Throws with the reason, which begins in the middle of a sentence: "the operator Loop (“n3”) has no layer of ours". */
export function openNetwork(
  { inputs, parameters, isWhole }: Asked,
  bytes: Uint8Array,
  entering?: Entering,
): OpenedNetwork {
  const refused = (why: string) =>
    new TetradError({ code: 'unsupported', message: why, place: 'modelVersionId' });
  const [input, ...more] = inputs;
  if (!input || more.length > 0) throw refused(`it takes ${inputs.length} arrays`);
  if (!isWhole) throw refused('its weights lie in files of their own');
  if (parameters > mostWeights) throw refused(`it has more than ${mostWeights / 1e6} million weights`);
  const read = readOnnxFile(bytes);
  const opset = read.opsets.get('') ?? read.opsets.get('ai.onnx') ?? 0;
  return fileToArch(graphOfFile(read, { reading: true }), { opset, ...(entering ?? usualEntering(input)) });
}

/** As the sizes of its input say. */
export function usualEntering(input: OnnxBody['inputs'][number]): Entering {
  const [, ...axes] = input.shape ?? [];
  if (axes.length === 3) {
    const [first = '', , last = ''] = axes;
    const channels = [first, last].find((axis) => axis === 1 || axis === 3);
    try {
      const size = { height: freeSide, width: freeSide, channels: channels === 1 ? 1 : 3 } as const;
      const picture = pictureAxes(input, size);
      const { height, width, channelsFirst } = picture;
      const own = channelsFirst ? first : last;
      const depth = typeof own === 'number' ? own : picture.channels;
      return { axes: channelsFirst ? [depth, height, width] : [height, width, depth], channelsFirst };
    } catch {
      // Three axes that are no picture's.
    }
  }
  const free = axes.find((axis) => typeof axis !== 'number');
  if (axes.length === 0 || free !== undefined)
    throw new TetradError({
      code: 'unsupported',
      message:
        axes.length === 0
          ? 'it does not say what it takes'
          : `it leaves the size “${String(free)}” of its input free`,
      place: 'modelVersionId',
    });
  return { axes: axes as number[], channelsFirst: false };
}

/** The network, or why it is none. */
export function tryNetwork(
  body: Asked,
  bytes: Uint8Array,
  entering?: Entering,
): { network: OpenedNetwork } | { why: string } {
  try {
    return { network: openNetwork(body, bytes, entering) };
  } catch (thrown) {
    return { why: toErrorInfo(thrown).message };
  }
}
