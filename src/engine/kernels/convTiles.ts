/**
 * How a convolution may be cut into invocations. Every tile of a pass sums each element in the same order, so the
 * bits of a result do not depend on the choice: it may differ between two devices or change between two runs.
 */
import type { ConvGeometry } from '#/core/arch/convGeometry';

export type ConvPass = 'forward' | 'backwardInput' | 'backwardWeights' | 'backwardBias';

export interface ConvTile {
  /** Rows of eight positions (or twice as many of four) that share their weights (forward, backwardInput). */
  rows?: 1 | 2 | 4;
  /** Channels (backwardWeights: columns) that are added between two turns of a loop. */
  unrolled?: 1 | 2 | 3 | 4 | 8;
  /** Planes of taps that share their loads of dy (backwardWeights); 3 only where the kernel is 3 there. */
  planes?: 1 | 3;
  workgroupSize?: number;
  /** Four lanes share their loads; only where the device has subgroups. */
  quad?: true;
}

/** The first is taken where nothing was measured: few registers, few turns. */
export function convTiles(pass: ConvPass, g: ConvGeometry): readonly [ConvTile, ...ConvTile[]] {
  switch (pass) {
    case 'forward':
      return correlationTiles(g.inChannels / g.groups, g.outChannels / g.groups);
    case 'backwardInput':
      return correlationTiles(g.outChannels / g.groups, g.inChannels / g.groups);
    case 'backwardWeights':
      return g.kernel.at(-1) === 3 ? weightTiles(g) : [{}];
    case 'backwardBias':
      return [{}];
    default:
      return pass satisfies never;
  }
}

/** `depth` channels are summed over, for `width` channels of the result. */
function correlationTiles(depth: number, width: number): [ConvTile, ...ConvTile[]] {
  const unrolled = ([4, 3, 2, 1] as const).find((turns) => depth % turns === 0) ?? 1;
  // Few channels leave room for more rows; a quad has at least one channel for each of its four.
  if (width <= 4)
    return [
      { rows: 2, unrolled },
      { rows: 4, unrolled },
      { rows: 1, unrolled },
      { rows: 2, unrolled: 1, workgroupSize: 128 },
    ];
  return [
    { rows: 1, unrolled },
    { quad: true, rows: 4, unrolled },
    { quad: true, rows: 2, unrolled },
    { rows: 2, unrolled },
    { rows: 1, unrolled: 1, workgroupSize: 128 },
  ];
}

function weightTiles(g: ConvGeometry): [ConvTile, ...ConvTile[]] {
  const slides = g.stride.at(-1) === 1 && g.dilation.at(-1) === 1;
  return [
    { planes: 1, unrolled: 4 },
    { quad: true, planes: 1 },
    ...(g.kernel.at(-2) === 3 ? [{ quad: true, planes: 3 } as const] : []),
    { planes: 1, unrolled: 1, workgroupSize: 128 },
    // Where nothing slides these are three times the code, which takes software adapters seconds to compile.
    ...(slides ? [{ planes: 1, unrolled: 8 } as const] : []),
    ...(slides && g.kernel.at(-2) === 3 ? [{ planes: 3, unrolled: 2 } as const] : []),
  ];
}
