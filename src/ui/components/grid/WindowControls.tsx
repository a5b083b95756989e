/** Windows along time and patches in space, and how many samples they make. */
import { Checkbox } from '@mantine/core';
import type { MappingProblem } from '#/core/grid/checkMapping';
import type { GridSchema, Windowing } from '#/core/grid/gridSchema';
import { windowsOf } from '#/core/grid/windowsOf';
import { formatCount } from '#/ui/charts/formatNumber';
import { CountInput } from '../CountInput';
import classes from './grid.module.css';
import { Problem } from './Problem';

const axes = ['x', 'y', 'z'] as const;
type Triple = [number, number, number];
const patchPlaces = ['patch x', 'patch y', 'patch z'] as const;

type CutGrid = Pick<GridSchema, 'recordings' | 'axes' | 'windowing'>;

export function WindowControls({
  grid,
  problems,
  onChange,
}: {
  grid: CutGrid;
  problems: readonly MappingProblem[];
  onChange: (windowing: Windowing) => void;
}) {
  const { windowing } = grid;
  const { horizon, patch } = windowing;
  const space: Triple = [grid.axes.x.size, grid.axes.y.size, grid.axes.z.size];
  const errorAt = (at: MappingProblem['at']) => problems.find((problem) => problem.at === at)?.message;
  const set = (change: Partial<Windowing>) => onChange({ ...windowing, ...change });
  const setPatch = (part: 'size' | 'stride', axis: number, value: number) => {
    if (!patch) return;
    const next = patch[part].map((old, i) => (i === axis ? value : old)) as Triple;
    set({ patch: { ...patch, [part]: next } });
  };
  const half = (): Triple => space.map((size) => (size < 8 ? size : Math.floor(size / 2))) as Triple;
  return (
    <>
      <div className={classes.fields}>
        <CountInput
          label="Window length"
          value={windowing.length}
          error={errorAt('length')}
          onChange={(length) => set({ length })}
        />
        <CountInput
          label="Stride"
          value={windowing.stride}
          error={errorAt('stride')}
          onChange={(stride) => set({ stride })}
        />
        <CountInput
          label="Horizon"
          value={horizon}
          error={errorAt('horizon')}
          onChange={(next) => set({ horizon: next })}
        />
      </div>
      <p className={classes.hint}>
        {horizon > 0
          ? `The target is the field ${horizon === 1 ? 'one step' : `${formatCount(horizon)} steps`} after the last time of a window.`
          : 'With a horizon of 0 nothing is forecast: the target is a label.'}
      </p>
      <Problem problems={problems} at={['length', 'stride', 'horizon']} />
      <Checkbox
        label="Cut space into patches"
        checked={patch !== undefined}
        onChange={(event) =>
          set({ patch: event.currentTarget.checked ? { size: half(), stride: half() } : undefined })
        }
      />
      {patch && (
        <div className={classes.patches}>
          {axes.map((axis, i) => (
            <div key={axis} className={classes.patchRow}>
              <span className={classes.axis}>
                {axis} <span className="quiet">of {formatCount(space[i] as number)}</span>
              </span>
              <CountInput
                label={`Patch size in ${axis}`}
                labelHidden
                value={patch.size[i] as number}
                error={errorAt(`patch ${axis}`)}
                onChange={(value) => setPatch('size', i, value)}
              />
              <span className="quiet">every</span>
              <CountInput
                label={`Step between patches in ${axis}`}
                labelHidden
                value={patch.stride[i] as number}
                onChange={(value) => setPatch('stride', i, value)}
              />
            </div>
          ))}
          <Problem problems={problems} at={patchPlaces} />
        </div>
      )}
    </>
  );
}

/** "15 samples, each 5 times of 17 × 21 × 3, 1 channel"; only of a windowing without problems. */
export function samplesText(grid: CutGrid, channels: number): string {
  const { count, size } = windowsOf(grid);
  const [times, ...space] = size;
  const plural = (n: number, word: string) => `${formatCount(n)} ${word}${n === 1 ? '' : 's'}`;
  const shape = space.map(formatCount).join(' × ');
  return `${plural(count, 'sample')}, each ${plural(times, 'time')} of ${shape}, ${plural(channels, 'channel')}`;
}
