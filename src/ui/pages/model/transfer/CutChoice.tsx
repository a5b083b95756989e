/** Where the network is cut, and up to where it stands still. */
import { Input, Select, Slider } from '@mantine/core';
import { usualFrozen } from '#/core/arch/cut/transferRecipe';
import type { CommandOutput } from '#/app/run';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from '../further/further.module.css';

type Point = CommandOutput<'models.cuts'>['points'][number];

const shapeText = ({ shape }: Point) => shape.join(' × ');

export function CutChoice({
  points,
  cut,
  stands,
  frozen,
  onCut,
  onFrozen,
}: {
  points: readonly Point[];
  cut: string;
  /** Why it stands still as a whole. */
  stands: string | undefined;
  /** Of the gates up to the cut, so many stand still. */
  frozen: number | undefined;
  onCut: (id: string) => void;
  onFrozen: (count: number) => void;
}) {
  const before = points.slice(0, points.findIndex(({ id }) => id === cut) + 1);
  const gates = before.filter(({ isGate }) => isGate);
  const count = Math.min(frozen ?? usualFrozen(gates.length), gates.length);
  const last = gates[count - 1];
  const until = last ? before.indexOf(last) + 1 : 0;
  const weightsOf = (some: readonly Point[]) => some.reduce((sum, { weights }) => sum + weights, 0);
  return (
    <>
      <Select
        label="Cut after"
        description="What is kept of the network; what follows is made anew."
        allowDeselect={false}
        searchable
        data={points.map((point) => ({
          value: point.id,
          label: `${point.id}, ${point.type}${point.shape.length > 0 ? `: ${shapeText(point)}` : ''}`,
        }))}
        value={cut}
        onChange={(next) => next && onCut(next)}
      />
      {stands === undefined && (
        <Input.Wrapper
          label="Frozen up to"
          description={
            last
              ? `${last.id} (${shapeText(last)}): ${formatCount(weightsOf(before.slice(0, until)))} weights stand still and are computed once; of what is kept ${formatCount(weightsOf(before.slice(until)))} go on learning.`
              : 'Nothing stands still: all layers learn from where they are.'
          }
          className={classes.slider}
        >
          <Slider
            min={0}
            max={gates.length}
            step={1}
            value={count}
            onChange={onFrozen}
            label={null}
            thumbLabel="Frozen up to"
          />
        </Input.Wrapper>
      )}
    </>
  );
}
