/** The image as the network saw it, its patches the deeper the more they are looked at. */
import type { CSSProperties } from 'react';
import type { FittedImages } from '#/core/images/fittedImages';
import type { ModelVersion } from '#/core/protocol/model';
import { formatShare } from '#/ui/charts/formatNumber';
import type { SampleOf } from '#/ui/viewers/grid/sampleBox';
import { SeenImage } from '../SeenImage';
import classes from './attention.module.css';
import { depthOf } from './depthOf';
import type { LookProps } from './lookProps';

export function PatchPicture({
  found: { grid, tokens },
  shares,
  looking,
  onLook,
  version,
  of,
}: LookProps & { version: ModelVersion; of: SampleOf }) {
  if (!grid) return null;
  const depth = depthOf(shares);
  const columns = grid.count[1] ?? 1;
  return (
    <SeenImage of={of} size={version.input.fitted as FittedImages}>
      <div className={classes.patches} role="group" aria-label="Patches of the image">
        {tokens.map((token, i) => {
          const [top, height] = cut(grid, 0, Math.floor(i / columns));
          const [left, width] = cut(grid, 1, i % columns);
          const place = { top, height, left, width, '--depth': depth(i) };
          const words = `${token}: ${formatShare(shares[i] as number)}`;
          return (
            <button
              key={token}
              type="button"
              aria-pressed={looking === i}
              aria-label={words}
              title={words}
              style={place as CSSProperties}
              onClick={() => onLook(looking === i ? undefined : i)}
            />
          );
        })}
      </div>
    </SeenImage>
  );
}

/** Where a patch begins along an axis and how long it is, as shares of the side. */
function cut(
  { size, step, before }: { size: number[]; step: number[]; before: number[] },
  axis: number,
  at: number,
): [string, string] {
  const [side = 1, wide = 1, lead = 0] = [size[axis], step[axis], before[axis]];
  const first = Math.max(0, at * wide - lead);
  const last = Math.min(side, (at + 1) * wide - lead);
  return [`${(100 * first) / side}%`, `${(100 * (last - first)) / side}%`];
}
