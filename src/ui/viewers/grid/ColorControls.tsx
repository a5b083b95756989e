/** Colours of the values: map, range, logarithm, and the bar that explains them. */
import { unitText } from '#/core/grid/unitText';
import { NativeSelect, NumberInput, SegmentedControl, Switch } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { type ColorMapName, colorLevels, colorMap, colorMapNames } from '#/core/slices/colorMaps';
import styles from './grid.module.css';
import type { ChosenRange } from './useColorRange';

export interface ColorControlsProps {
  map: ColorMapName;
  unit?: string;
  colorRange: ChosenRange;
  onMap(map: ColorMapName): void;
}

export function ColorControls({ map, unit, colorRange, onMap }: ColorControlsProps) {
  const { range, choice, canLog, choose, setOwn, setLog } = colorRange;
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
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Range of the colours"
        value={choice}
        onChange={(next) => choose(next as 'shown' | 'whole')}
        data={[
          { value: 'shown', label: 'What is shown' },
          { value: 'whole', label: 'Whole range' },
        ]}
      />
      <div className={styles.row}>
        <NumberInput
          size="xs"
          label="From"
          value={shorten(range.low)}
          onChange={(value) => setOwn({ ...range, low: number(value, range.low) })}
          hideControls
        />
        <NumberInput
          size="xs"
          label="To"
          value={shorten(range.high)}
          onChange={(value) => setOwn({ ...range, high: number(value, range.high) })}
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
      <Switch
        size="xs"
        label="Logarithmic"
        checked={range.log}
        disabled={!canLog}
        onChange={(event) => setLog(event.currentTarget.checked)}
      />
    </fieldset>
  );
}

const shorten = (value: number): number => Number(value.toPrecision(5));
