/** Image files in folders: labels by folder or by a table beside them, boxes of COCO and YOLO, folders of masks. */
import { packMarks, type ImageBox } from '#/core/images/imageMarks';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { Bundle, BundleEntry } from '#/formats/bundle/bundle';
import { isDicom } from '#/formats/arrays/dicom/isDicom';
import { checkWhole } from '#/formats/images/checkWhole';
import { imageTypeOf, readImageHeader } from '#/formats/images/imageHeader';
import { fileKey, isMaskPath } from './fileKey';
import type { ImageLayout, ImportedImage } from './imageLayout';
import { columnsOf, type NameTable, readNameTable } from './nameTable';
import { pathLabels } from './pathLabels';
import { readCoco } from './readCoco';
import { readYolo, yoloNames } from './readYolo';

const imageEnding = /\.(png|jpe?g|webp|gif|bmp|avif|tiff?|jfif)$/i;
const besideEnding = /\.(csv|tsv|txt|json|jsonl|ya?ml|names)$/i;
const mostTables = 16;
const mostBesideBytes = 512 * 1024 ** 2;

export async function fileLayout(bundle: Bundle, signal: AbortSignal): Promise<ImageLayout> {
  const beside: BundleEntry[] = [];
  const pictures: BundleEntry[] = [];
  for (const entry of bundle.entries) (isBeside(entry) ? beside : pictures).push(entry);
  const images = new Map(
    pictures.filter(({ path }) => !isMaskPath(path)).map((entry) => [fileKey(entry.path), entry]),
  );
  const masks = new Map<string, BundleEntry>();
  const shown: BundleEntry[] = [];
  for (const entry of pictures) {
    const image = images.get(fileKey(entry.path));
    if (isMaskPath(entry.path) && image && image !== entry) masks.set(fileKey(entry.path), entry);
    else shown.push(entry);
  }
  const paths = shown.map(({ path }) => path);
  const found = await readBeside(beside, bundle, { paths, keys: images }, signal);
  const { labels, splits } = found.table ? { labels: undefined, splits: undefined } : pathLabels(paths);
  const hasMarks = masks.size > 0 || found.boxes.size > 0 || found.texts.size > 0;
  return {
    title: found.table ? `files and “${found.table.path}”` : labels ? 'folders are labels' : 'files',
    async *images(stop) {
      for (const [i, entry] of shown.entries()) {
        stop.throwIfAborted();
        const image = await readImage(entry, bundle);
        if (image) yield { ...image, label: labels?.[i] ?? null, split: splits?.[i] ?? null };
      }
    },
    ...(found.table && { columns: (read) => columnsOf(found.table as NameTable, read) }),
    ...(hasMarks && {
      async marksOf(image) {
        const key = fileKey(image.path);
        const text = found.texts.get(key);
        const boxes: ImageBox[] = [
          ...(found.boxes.get(image.path.toLowerCase()) ?? found.boxes.get(baseOf(image.path)) ?? []),
          ...((text !== undefined && readYolo(text, found.classes, image.width, image.height)) || []),
        ];
        const mask = await maskOf(masks.get(key), image, bundle);
        return boxes.length > 0 || mask ? packMarks({ boxes, ...(mask && { mask }) }) : undefined;
      },
    }),
  };
}

/** A mask that cannot be laid over its image is left out by name. */
async function maskOf(
  entry: BundleEntry | undefined,
  { width, height }: Pick<ImportedImage, 'width' | 'height'>,
  bundle: Bundle,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!entry) return undefined;
  const bytes = await entry.whole();
  const header = readImageHeader(bytes, entry.path);
  if (header?.width === width && header.height === height) return bytes;
  bundle.leaveOut(
    entry.path,
    header
      ? `a mask of ${header.width} × ${header.height} pixels, of an image of ${width} × ${height}`
      : 'no image',
  );
  return undefined;
}

const isBeside = ({ path }: BundleEntry): boolean => besideEnding.test(path) && !imageEnding.test(path);
const baseOf = (path: string): string => path.replace(/^.*\//, '').toLowerCase();

interface Beside {
  table?: NameTable;
  /** Of COCO, by file name. */
  boxes: Map<string, ImageBox[]>;
  /** Of YOLO, by key. */
  texts: Map<string, string>;
  classes: string[];
}

async function readBeside(
  entries: readonly BundleEntry[],
  bundle: Bundle,
  { paths, keys }: { paths: readonly string[]; keys: ReadonlyMap<string, unknown> },
  signal: AbortSignal,
): Promise<Beside> {
  const found: Beside = { boxes: new Map(), texts: new Map(), classes: [] };
  let tables = 0;
  for (const entry of entries) {
    signal.throwIfAborted();
    const { path } = entry;
    if (entry.bytes > mostBesideBytes) {
      bundle.leaveOut(path, 'no image, and too large to be looked into');
      continue;
    }
    const isJson = /\.json$/i.test(path);
    const isText = /\.txt$/i.test(path);
    if (isText && keys.has(fileKey(path))) {
      found.texts.set(fileKey(path), await textOf(entry));
      continue;
    }
    if (isJson || isText || /\.(ya?ml|names)$/i.test(path)) {
      const text = await textOf(entry);
      const boxes = isJson ? readCoco(text) : undefined;
      for (const [file, own] of boxes ?? []) {
        found.boxes.set(file.toLowerCase(), own);
        found.boxes.set(baseOf(file), own);
      }
      const classes = yoloNames(path, text);
      if (classes) found.classes = classes;
      if (boxes || classes) continue;
    }
    if (!/\.(ya?ml|names)$/i.test(path) && !found.table && tables++ < mostTables) {
      const file = Object.assign(new Blob([await entry.whole()]), { name: path });
      found.table = await readNameTable(file, paths, signal);
      if (found.table) continue;
    }
    bundle.leaveOut(path, 'no image');
  }
  return found;
}

const textOf = async (entry: BundleEntry): Promise<string> => new TextDecoder().decode(await entry.whole());

/** undefined where it cannot be used: it is left out by name. */
async function readImage(entry: BundleEntry, bundle: Bundle): Promise<ImportedImage | undefined> {
  const { path } = entry;
  try {
    const bytes = await readable(await entry.whole(), path);
    const header = readImageHeader(bytes, path);
    if (!header) {
      bundle.leaveOut(path, isPage(bytes) ? 'a web page in place of an image' : 'no image');
      return undefined;
    }
    checkWhole(header.type, bytes, path);
    const { width, height, isGrey } = header;
    if (width < 1 || height < 1)
      throw new TetradError({ code: 'badInput', message: 'without pixels', place: path });
    return { path, bytes, width, height, isGrey };
  } catch (thrown) {
    const { code, message } = toErrorInfo(thrown);
    if (code !== 'badInput' && code !== 'unsupported') throw thrown;
    bundle.leaveOut(
      path,
      message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()),
    );
    return undefined;
  }
}

/** Of a DICOM file its picture: the rest of it speaks of persons. */
const readable = async (bytes: Uint8Array<ArrayBuffer>, path: string): Promise<Uint8Array<ArrayBuffer>> =>
  isDicom(bytes) && !imageTypeOf(bytes)
    ? await (await import('#/formats/images/dicomImage')).dicomAsPng(bytes, path)
    : bytes;

const isPage = (bytes: Uint8Array): boolean =>
  /^\s*<(!doctype|html|head|\?xml)/i.test(new TextDecoder('latin1').decode(bytes.subarray(0, 256)));
