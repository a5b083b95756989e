/**
 * Perceptually uniform colour maps as 256 RGB triples, made from anchors of the published maps (viridis and inferno:
 * Smith and van der Walt, CC0; RdBu: ColorBrewer, Brewer and Harrower) by straight lines between them.
 */
const anchors = {
  viridis: [
    '440154',
    '482878',
    '3e4989',
    '31688e',
    '26828e',
    '1f9e89',
    '35b779',
    '6ece58',
    'b5de2b',
    'fde725',
  ],
  inferno: [
    '000004',
    '1b0c41',
    '4a0c6b',
    '781c6d',
    'a52c60',
    'cf4446',
    'ed6925',
    'fb9b06',
    'f7d13d',
    'fcffa4',
  ],
  diverging: [
    '053061',
    '2166ac',
    '4393c3',
    '92c5de',
    'd1e5f0',
    'f7f7f7',
    'fddbc7',
    'f4a582',
    'd6604d',
    'b2182b',
    '67001f',
  ],
  gray: ['000000', 'ffffff'],
} as const;

export const colorMapNames = ['viridis', 'inferno', 'gray', 'diverging'] as const;
export type ColorMapName = (typeof colorMapNames)[number];

export const colorLevels = 256;

/** The colour at a share from 0 to 1 of a map, for canvas and style. */
export function cssColor(name: ColorMapName, share: number): string {
  const level = Math.round(Math.min(Math.max(share, 0), 1) * (colorLevels - 1));
  return `rgb(${colorMap(name)
    .subarray(level * 3, level * 3 + 3)
    .join(' ')})`;
}

const made = new Map<ColorMapName, Uint8Array>();

/** [256, 3], red, green, blue. */
export function colorMap(name: ColorMapName): Uint8Array {
  const known = made.get(name);
  if (known) return known;
  const stops = anchors[name].map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
  const table = new Uint8Array(colorLevels * 3);
  for (let level = 0; level < colorLevels; level++) {
    const at = (level / (colorLevels - 1)) * (stops.length - 1);
    const low = Math.min(Math.floor(at), stops.length - 2);
    for (let part = 0; part < 3; part++) {
      const from = (stops[low] as number[])[part] as number;
      const to = (stops[low + 1] as number[])[part] as number;
      table[level * 3 + part] = Math.round(from + (at - low) * (to - from));
    }
  }
  made.set(name, table);
  return table;
}
