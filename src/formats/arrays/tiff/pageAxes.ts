/**
 * Which axes the pages of a TIFF stack stand for, from the description ImageJ or OME write into the first page.
 * https://imagej.net/ij/developer/source/ij/io/TiffEncoder.java.html, https://docs.openmicroscopy.org/ome-model/
 */

export interface PageAxes {
  /** Slowest first; their product is the number of pages. */
  axes: { name: string; size: number }[];
  /** Step and unit along x, y, z, time, where given. */
  steps: Record<string, { step: number; unit?: string }>;
  writtenBy?: string;
  /** Images the description promises, when more than there are pages. */
  promised: number;
}

const omeNames: Record<string, string> = { Z: 'z', C: 'channel', T: 'time' };

/** `samples`: values per pixel; OME counts them among its channels. */
export function pageAxes(description: string, pages: number, samples: number): PageAxes {
  const described = description.startsWith('ImageJ=')
    ? imageJ(description)
    : /<OME[\s>]/.test(description)
      ? ome(description, samples)
      : undefined;
  if (described && described.promised === pages)
    return { ...described, axes: described.axes.filter(({ size }) => size > 1) };
  return {
    axes: pages > 1 ? [{ name: 'page', size: pages }] : [],
    steps: described?.steps ?? {},
    writtenBy: described?.writtenBy,
    promised: described?.promised ?? pages,
  };
}

function imageJ(description: string): PageAxes {
  const fields = new Map(
    description.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
  const size = (name: string) => Math.max(1, Number.parseInt(fields.get(name) ?? '1', 10) || 1);
  const channels = size('channels');
  const frames = size('frames');
  let slices = size('slices');
  const images = size('images');
  // Older files give only the number of images.
  if (channels * slices * frames === 1) slices = images;
  const unit = fields.get('unit');
  const steps: PageAxes['steps'] = {};
  const spacing = Math.abs(Number(fields.get('spacing')));
  if (spacing > 0) steps.z = { step: spacing, unit };
  const interval = Number(fields.get('finterval'));
  if (interval > 0) steps.time = { step: interval, unit: 's' };
  return {
    axes: [
      { name: 'time', size: frames },
      { name: 'z', size: slices },
      { name: 'channel', size: channels },
    ],
    steps,
    writtenBy: `ImageJ ${fields.get('ImageJ') ?? ''}`.trim(),
    promised: channels * slices * frames,
  };
}

function ome(description: string, samples: number): PageAxes {
  const pixels = /<Pixels\b[^>]*>/.exec(description)?.[0] ?? '';
  const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(pixels)?.[1];
  const size = (letter: string) => {
    const count = Math.max(1, Number.parseInt(attribute(`Size${letter}`) ?? '1', 10) || 1);
    return letter === 'C' ? Math.max(1, Math.round(count / samples)) : count;
  };
  const order = attribute('DimensionOrder') ?? 'XYZCT';
  const axes = Array.from(order.slice(2))
    .reverse()
    .map((letter) => ({ name: omeNames[letter] ?? letter.toLowerCase(), size: size(letter) }));
  const steps: PageAxes['steps'] = {};
  for (const letter of ['X', 'Y', 'Z']) {
    const step = Number(attribute(`PhysicalSize${letter}`));
    if (step > 0)
      steps[letter.toLowerCase()] = { step, unit: attribute(`PhysicalSize${letter}Unit`) ?? 'µm' };
  }
  const interval = Number(attribute('TimeIncrement'));
  if (interval > 0) steps.time = { step: interval, unit: attribute('TimeIncrementUnit') ?? 's' };
  return { axes, steps, writtenBy: 'OME', promised: axes.reduce((pages, axis) => pages * axis.size, 1) };
}
