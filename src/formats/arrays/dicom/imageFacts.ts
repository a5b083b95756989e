/**
 * What the header of a DICOM image says: how its pixels are stored, and of each frame where and when it was taken.
 * Nothing that names a person, a place or a day is kept.
 */
import { TetradError } from '#/core/protocol/errors';
import { type DataSet, tagOf } from './dataSet';
import { ElementValues } from './elementValues';
import type { DicomFile } from './openDicomFile';
import { type Palette, readPalette } from './palette';

export interface PixelForm {
  rows: number;
  columns: number;
  samples: 1 | 3;
  allocated: 1 | 8 | 16 | 32 | 64;
  stored: number;
  highBit: number;
  signed: boolean;
  float: boolean;
  photometric: string;
  planar: boolean;
  palette?: Palette;
}

export interface FrameFacts {
  /** In its file. */
  index: number;
  slope: number;
  intercept: number;
  /** Of the middle of its first pixel, in mm; directions of its rows and columns. */
  position?: number[];
  orientation?: number[];
  /** Between rows, between columns. */
  spacing?: number[];
  sliceLocation?: number;
  temporal?: number;
  triggerMs?: number;
  takenAt?: number;
  echoMs?: number;
  bValue?: number;
  instance: number;
  stack?: string;
}

export interface DicomImage {
  file: DicomFile;
  form: PixelForm;
  frames: FrameFacts[];
  /** Only to tell images apart. */
  series: string;
  instanceUid: string;
  modality: string;
  seriesNumber?: number;
  unit?: string;
  bodyPart?: string;
  frameMs?: number;
  padding?: number;
  /** Centre and width of what is to be seen, in units of the values. */
  window?: { center: number; width: number };
  isMosaic: boolean;
}

const mostFrames = 1_000_000;

export function readImageFacts(file: DicomFile, place: string): DicomImage | undefined {
  const { littleEndian } = file.syntax;
  const all = new ElementValues([file.elements], littleEndian);
  if (!file.pixels) {
    if (all.number(0x0028, 0x0010) === undefined) return undefined;
    throw new TetradError({
      code: 'badInput',
      message: 'The file was cut short: it ends before its pixels.',
      place,
      hint: 'Copy or export the file again.',
    });
  }
  const form = pixelForm(file, all, place);
  const count = all.number(0x0028, 0x0008) ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > mostFrames)
    throw refuse(place, `It claims ${count.toLocaleString('en')} frames.`);
  const shared = all.items(0x5200, 0x9229)[0];
  const perFrame = all.items(0x5200, 0x9230);
  const frames = Array.from({ length: count }, (_, index) =>
    frameFacts(file.elements, shared, perFrame[index], index, littleEndian),
  );
  const center = all.number(0x0028, 0x1050);
  const width = all.number(0x0028, 0x1051);
  const modality = all.text(0x0008, 0x0060) ?? '';
  const unit = unitOf(all, modality);
  const seriesNumber = all.number(0x0020, 0x0011);
  const bodyPart = all.text(0x0018, 0x0015);
  const frameMs = all.number(0x0018, 0x1063);
  const padding = all.number(0x0028, 0x0120);
  return {
    file,
    form,
    frames,
    series: all.text(0x0020, 0x000e) ?? '',
    instanceUid: all.text(0x0008, 0x0018) ?? '',
    modality: /^[A-Z]{1,16}$/.test(modality) ? modality : '',
    ...(seriesNumber !== undefined && { seriesNumber }),
    ...(unit && { unit }),
    ...(bodyPart && { bodyPart: bodyPart.slice(0, 64) }),
    ...(frameMs !== undefined && frameMs > 0 && { frameMs }),
    ...(padding !== undefined && { padding }),
    ...(center !== undefined && width !== undefined && width > 0 && { window: { center, width } }),
    isMosaic: /\\MOSAIC(\\|$)/.test(all.text(0x0008, 0x0008) ?? ''),
  };
}

function pixelForm({ pixels }: DicomFile, all: ElementValues, place: string): PixelForm {
  const rows = all.number(0x0028, 0x0010) ?? 0;
  const columns = all.number(0x0028, 0x0011) ?? 0;
  const samples = all.number(0x0028, 0x0002) ?? 1;
  const allocated = all.number(0x0028, 0x0100) ?? 16;
  const stored = all.number(0x0028, 0x0101) ?? allocated;
  const highBit = all.number(0x0028, 0x0102) ?? stored - 1;
  const photometric = all.text(0x0028, 0x0004) ?? 'MONOCHROME2';
  if (rows < 1 || columns < 1) throw refuse(place, 'It says no size of the image.');
  if (rows * columns > 2 ** 27)
    throw refuse(place, `It claims ${columns.toLocaleString('en')} × ${rows.toLocaleString('en')} pixels.`);
  if (samples !== 1 && samples !== 3)
    throw refuse(place, `It has ${samples} values a pixel; 1 or 3 are read.`);
  if (
    ![1, 8, 16, 32, 64].includes(allocated) ||
    stored < 1 ||
    stored > allocated ||
    highBit >= allocated ||
    highBit < stored - 1
  )
    throw refuse(
      place,
      `Its pixels have ${stored} of ${allocated} bits, up to bit ${highBit}, which is not read.`,
    );
  const float = pixels !== undefined && pixels.tag !== tagOf(0x7fe0, 0x10);
  if (samples === 3 && !/^(RGB|YBR_FULL|YBR_FULL_422|YBR_ICT|YBR_RCT)$/.test(photometric))
    throw refuse(place, `Its colours are ${photometric.slice(0, 32)}, which is not read.`);
  const palette = photometric === 'PALETTE COLOR' ? readPalette(all, place) : undefined;
  return {
    rows,
    columns,
    samples,
    allocated: allocated as PixelForm['allocated'],
    stored: float ? allocated : stored,
    highBit,
    signed: all.number(0x0028, 0x0103) === 1,
    float,
    photometric,
    planar: all.number(0x0028, 0x0006) === 1,
    ...(palette && { palette }),
  };
}

/** Of an enhanced image what its functional groups say; each goes before what stands outside. */
function frameFacts(
  elements: DataSet,
  shared: DataSet | undefined,
  own: DataSet | undefined,
  index: number,
  littleEndian: boolean,
): FrameFacts {
  const group = (group: number, element: number): ElementValues => {
    const inner = [own, shared].flatMap((set) => set?.get(tagOf(group, element))?.items?.slice(0, 1) ?? []);
    return new ElementValues([...inner, elements], littleEndian);
  };
  const all = new ElementValues([elements], littleEndian);
  const values = group(0x0028, 0x9145);
  const content = group(0x0020, 0x9111);
  const position = group(0x0020, 0x9113).vector(0x0020, 0x0032, 3);
  const orientation = group(0x0020, 0x9116).vector(0x0020, 0x0037, 6);
  const measures = group(0x0028, 0x9110);
  const spacing = measures.vector(0x0028, 0x0030, 2) ?? all.vector(0x0018, 0x1164, 2);
  const facts = {
    position,
    orientation,
    spacing: spacing?.every((step) => step > 0) ? spacing : undefined,
    sliceLocation: all.number(0x0020, 0x1041),
    temporal: content.number(0x0020, 0x9128) ?? all.number(0x0020, 0x0100),
    triggerMs: group(0x0018, 0x9118).number(0x0020, 0x9153) ?? all.number(0x0018, 0x1060),
    takenAt:
      content.seconds([0x0018, 0x9074], [0, 0], [0, 0]) ??
      all.seconds([0x0008, 0x002a], [0x0008, 0x0022], [0x0008, 0x0032]) ??
      all.seconds([0, 0], [0x0008, 0x0023], [0x0008, 0x0033]),
    echoMs: group(0x0018, 0x9114).number(0x0018, 0x9082) ?? all.number(0x0018, 0x0081),
    bValue: group(0x0018, 0x9117).number(0x0018, 0x9087),
    stack: content.text(0x0020, 0x9056),
  };
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return {
    ...given,
    index,
    slope: values.number(0x0028, 0x1053) ?? 1,
    intercept: values.number(0x0028, 0x1052) ?? 0,
    instance: all.number(0x0020, 0x0013) ?? 0,
  };
}

function unitOf(all: ElementValues, modality: string): string | undefined {
  const written = all.text(0x0028, 0x1054) ?? all.text(0x0054, 0x1001);
  if (written && written !== 'US') return written.slice(0, 16);
  return modality === 'CT' ? 'HU' : undefined;
}

const refuse = (place: string, message: string): TetradError =>
  new TetradError({
    code: 'unsupported',
    message,
    place,
    hint: 'Convert it: gdcmconv --raw in.dcm out.dcm, or leave it out.',
  });
