/** What counts in an image, laid over it: orange where the answer drops without it, blue where it rises. */
import { NativeSelect } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { Picture } from '#/core/explain/attribution';
import type { FittedImages } from '#/core/images/fittedImages';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { AttributionViewProps } from './attributionViews';
import { HeatCanvas } from './HeatCanvas';
import { HeatKey } from './HeatKey';
import { largestOf } from './largestOf';
import { SeenImage } from './SeenImage';

export function PictureView({ found, version, of, largest }: AttributionViewProps<Picture>) {
  const [part, setPart] = useState(0);
  const {
    shape: [height, width, count],
    parts,
    values,
    signs,
  } = found;
  const most = useMemo(() => largestOf(values), [values]);
  const at = useCallback(
    (column: number, row: number) => values[(row * width + column) * count + part] as number,
    [values, width, count, part],
  );
  return (
    <>
      {parts.length > 1 && (
        <NativeSelect
          label="Channel"
          w={160}
          value={String(part)}
          data={parts.map((name, i) => ({ value: String(i), label: name }))}
          onChange={(event) => setPart(Number(event.currentTarget.value))}
        />
      )}
      <SeenImage of={of} size={version.input.fitted as FittedImages}>
        <HeatCanvas width={width} height={height} most={most} at={at} label={`${found.measure}, by place`} />
      </SeenImage>
      <HeatKey values={values} more={signs?.more ?? 'drops'} less={signs?.less ?? 'rises'} />
      {largest && (
        <p className="quiet">
          {signs?.how ?? `${found.measure} when a patch is hidden.`} Largest around column {largest.x + 1},
          row {largest.y + 1} of {width} × {height}: {formatNumber(largest.value)}
          {parts.length > 1 && ` (${largest.part})`}.
        </p>
      )}
    </>
  );
}
