/** What a part of a shape is to say instead: which bins, and how. By mouse on the plot, or here by keyboard. */
import { Button, RangeSlider, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ShapeChange } from '#/core/additive/changed';
import type { ShownAxis } from '#/core/additive/shownShapes';
import type { ModelVersion } from '#/core/protocol/model';
import { binText } from './binText';
import classes from './shapes.module.css';

export interface EditPanelProps {
  /** Absent: of a pair, which is changed as a whole. */
  axis?: ShownAxis;
  version: Pick<ModelVersion, 'inputs'>;
  chosen: [number, number];
  /** "price", "logits". */
  unit: string;
  canUndo: boolean;
  onChoose: (bins: [number, number]) => void;
  onChange: (change: ShapeChange) => void;
  onUndo: () => void;
}

export function EditPanel({
  axis,
  version,
  chosen,
  unit,
  canUndo,
  onChoose,
  onChange,
  onUndo,
}: EditPanelProps) {
  const [text, setText] = useState('');
  const value = Number(text.trim().replace(',', '.'));
  const isNumber = text.trim() !== '' && Number.isFinite(value);
  const said = (bin: number) => (axis ? binText(version, axis, bin) : '');
  return (
    <section className={classes.edit} aria-label="Change it">
      {axis && axis.bins > 1 && (
        <div>
          <p className={classes.chosen}>
            {chosen[0] === chosen[1] ? said(chosen[0]) : `${said(chosen[0])} … ${said(chosen[1])}`}
          </p>
          <RangeSlider
            aria-label="Values to change"
            thumbFromLabel="First value to change"
            thumbToLabel="Last value to change"
            min={0}
            max={axis.bins - 1}
            minRange={0}
            step={1}
            value={chosen}
            label={null}
            onChange={onChoose}
          />
        </div>
      )}
      <div className={classes.buttons}>
        {axis && (
          <>
            <TextInput
              label={`In ${unit}`}
              w={120}
              inputMode="decimal"
              autoComplete="off"
              value={text}
              error={text.trim() !== '' && !isNumber}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button variant="default" disabled={!isNumber} onClick={() => onChange({ to: value })}>
              Set
            </Button>
            <Button variant="default" disabled={!isNumber} onClick={() => onChange({ by: value })}>
              Add
            </Button>
            <Button
              variant="default"
              disabled={chosen[0] === chosen[1]}
              onClick={() => onChange({ way: 'mean' })}
            >
              Level
            </Button>
            <Button
              variant="default"
              disabled={chosen[0] === chosen[1]}
              onClick={() => onChange({ way: 'line' })}
            >
              Straight line
            </Button>
          </>
        )}
        <Button variant="default" onClick={() => onChange({ way: 'nothing' })}>
          {axis ? 'Nothing' : 'Take the pair away'}
        </Button>
        <Button variant="subtle" disabled={!canUndo} onClick={onUndo}>
          Undo
        </Button>
      </div>
    </section>
  );
}
