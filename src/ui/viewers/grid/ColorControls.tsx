/** Colours of the values: map, range, logarithm, and the bar that explains them. */
import { unitText } from '#/core/grid/unitText';
import { Button, NativeSelect, NumberInput, Switch } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { type ColorMapName, colorLevels, colorMap, colorMapNames } from '#/core/slices/colorMaps';
import type { ColorRange } from '#/core/slices/colorScale';
import styles from './grid.module.css';

export interface ColorControlsProps {
  map: ColorMapName;
  range: ColorRange;
  unit?: string;
  /** False when no value is above zero. */
  canLog: boolean;
  onMap(map: ColorMapName): void;
  onRange(range: ColorRange): void;
  onLog(log: boolean): void;
  onReset(): void;
  /** To the slice across x and y. */
  onFit(): void;
}

export function ColorControls({
  map,
  range,
  unit,
  canLog,
  onMap,
  onRange,
  onLog,
  onReset,
  onFit,
}: ColorControlsProps) {
  const bar = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = bar.current?.getContext('2d');
    if (!context) return;
    const colors = colorMap(map);
    const image = context.createImageData(colorLevels, 1);
    for (let level = 0; level < colorLevels; level++)
      image.data.set([...colors.subarray(level * 3, level * 3 + 3), 255], level * 4);
    context.putImageData(image, 0, 0);
  }, [map]);
  const number = (value: number | string, old: number) => (typeof value === 'number' ? value : old);

  return (
    <fieldset className={styles.colors}>
      <legend>Colours{unit ? ` · ${unitText(unit)}` : ''}</legend>
      <canvas ref={bar} className={styles.bar} width={colorLevels} height={1} aria-hidden />
      <div className={styles.row}>
        <NumberInput
          size="xs"
          label="From"
          value={shorten(range.low)}
          onChange={(value) => onRange({ ...range, low: number(value, range.low) })}
          hideControls
        />
        <NumberInput
          size="xs"
          label="To"
          value={shorten(range.high)}
          onChange={(value) => onRange({ ...range, high: number(value, range.high) })}
          error={range.high <= range.low ? 'Above the first' : undefined}
          hideControls
        />
      </div>
      <NativeSelect
        size="xs"
        label="Map"
        value={map}
        onChange={(event) => onMap(event.currentTarget.value as ColorMapName)}
        data={[...colorMapNames]}
      />
      <div className={styles.row}>
        <Button size="compact-xs" variant="default" onClick={onReset}>
          Whole range
        </Button>
        <Button size="compact-xs" variant="default" onClick={onFit}>
          This slice
        </Button>
      </div>
      <Switch
        size="xs"
        label="Logarithmic"
        checked={range.log}
        disabled={!canLog}
        onChange={(event) => onLog(event.currentTarget.checked)}
      />
    </fieldset>
  );
}

const shorten = (value: number): number => Number(value.toPrecision(5));
