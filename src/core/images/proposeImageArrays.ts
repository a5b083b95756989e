/**
 * Arrays that are images of 8 bits, as NumPy and h5py users keep them: [image, height, width], with 1 or 3 channels
 * last or before the height, and a label for each beside it; also divided into train and test.
 */
import type { ArrayVariable, TextList } from '../grid/arrayFile';
import { bareName, isAnswerName, isNamesOfClasses, namesNoDimension, splitOf } from '../grid/arrayNames';

export type ImageVariable = Pick<ArrayVariable, 'name' | 'dimensions' | 'dtype'>;

export interface ImagePart {
  images: string;
  /** One an image: numbers or texts. */
  labels?: string;
  /** Texts that the numbers stand for. */
  classes?: string;
  split?: 'train' | 'validation' | 'test';
  count: number;
}

export interface ImageArrays {
  /** Of one size. */
  parts: ImagePart[];
  height: number;
  width: number;
  channels: 1 | 3;
  /** Channels lie before the height. */
  planes: boolean;
  /** It can hardly be meant otherwise. */
  sure: boolean;
}

const leastSide = 4;
const meansImages = /^(x|images?|imgs?|data|pixels|pictures?|photos?|arr_0)$/i;

export function proposeImageArrays(
  variables: readonly ImageVariable[],
  texts: readonly Pick<TextList, 'name' | 'size'>[] = [],
): ImageArrays | undefined {
  if (!namesNoDimension(variables)) return undefined;
  const found = variables.flatMap((variable) => {
    const form = formOf(variable);
    return form ? [{ variable, form, split: splitOf(variable.name) }] : [];
  });
  const leading =
    found.find(({ split }) => split === 'train') ??
    found.toSorted((a, b) => valuesOf(b.variable) - valuesOf(a.variable))[0];
  if (!leading) return undefined;
  const { form } = leading;
  const same = found.filter(
    ({ variable, form: other, split }) =>
      bareName(variable.name) === bareName(leading.variable.name) &&
      JSON.stringify(other) === JSON.stringify(form) &&
      (split === undefined ? variable === leading.variable : leading.split !== undefined),
  );
  const parts = same.map(({ variable, split }): ImagePart => {
    const labels = labelsFor(variable, variables, texts);
    const classes =
      labels !== undefined && !texts.some(({ name }) => name === labels)
        ? texts.find(({ name }) => isNamesOfClasses(name))
        : undefined;
    return {
      images: variable.name,
      ...(labels !== undefined && { labels }),
      ...(classes && { classes: classes.name }),
      ...(split && same.length > 1 && { split: split === 'val' ? 'validation' : split }),
      count: variable.dimensions[0]?.size ?? 0,
    };
  });
  const isNamed = meansImages.test(bareName(leading.variable.name));
  const isColour = form.channels === 3 && leading.variable.dtype === 'uint8';
  const isLabelled = parts.every(({ labels }) => labels !== undefined);
  return { parts, ...form, sure: (isNamed || isColour) && isLabelled };
}

function formOf({ dimensions, dtype }: ImageVariable): Omit<ImageArrays, 'parts' | 'sure'> | undefined {
  if (dtype !== 'uint8' || (dimensions.length !== 3 && dimensions.length !== 4)) return undefined;
  const [count = 0, a = 0, b = 0, c = 1] = dimensions.map(({ size }) => size);
  if (count < 2) return undefined;
  const form =
    c === 1 || c === 3
      ? { height: a, width: b, channels: c, planes: false }
      : a === 1 || a === 3
        ? { height: b, width: c, channels: a, planes: true }
        : undefined;
  return form && form.height >= leastSide && form.width >= leastSide
    ? (form as ReturnType<typeof formOf>)
    : undefined;
}

function labelsFor(
  images: ImageVariable,
  variables: readonly ImageVariable[],
  texts: readonly Pick<TextList, 'name' | 'size'>[],
): string | undefined {
  const count = images.dimensions[0]?.size ?? 0;
  const split = splitOf(images.name);
  const fitting = [
    ...texts.filter(({ size }) => size === count),
    ...variables.filter(
      ({ dimensions: [first, ...rest] }) => first?.size === count && rest.every(({ size }) => size === 1),
    ),
  ].filter(({ name }) => splitOf(name) === split);
  return (fitting.find(({ name }) => isAnswerName(name)) ?? (fitting.length === 1 ? fitting[0] : undefined))
    ?.name;
}

const valuesOf = ({ dimensions }: ImageVariable): number =>
  dimensions.reduce((product, { size }) => product * size, 1);
