/** What applies to every chart of a page: the x axis, smoothing, a log scale. */
import { SegmentedControl, Switch } from '@mantine/core';
import classes from './ChartControls.module.css';

export interface ChartSettings {
  axis: 'epoch' | 'step';
  smoothing: number;
  log: boolean;
}

export const startSettings: ChartSettings = { axis: 'epoch', smoothing: 0, log: false };

export function ChartControls({
  settings,
  onChange,
}: {
  settings: ChartSettings;
  onChange: (settings: ChartSettings) => void;
}) {
  return (
    <div className={classes.controls}>
      <SegmentedControl
        aria-label="Horizontal axis"
        data={[
          { value: 'epoch', label: 'Epochs' },
          { value: 'step', label: 'Steps' },
        ]}
        value={settings.axis}
        onChange={(axis) => onChange({ ...settings, axis: axis as ChartSettings['axis'] })}
      />
      <label className={classes.smooth}>
        Smoothing
        <input
          type="range"
          min={0}
          max={0.98}
          step={0.02}
          value={settings.smoothing}
          onChange={(event) => onChange({ ...settings, smoothing: Number(event.target.value) })}
        />
        <output>{settings.smoothing.toFixed(2)}</output>
      </label>
      <Switch
        label="Log scale"
        checked={settings.log}
        onChange={(event) => onChange({ ...settings, log: event.currentTarget.checked })}
      />
      <span className={classes.tip}>Drag to zoom, double-click to reset</span>
    </div>
  );
}
