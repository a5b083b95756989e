/** Any two columns of the runs against each other. */
import { Checkbox, Select } from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import type { Run } from '#/core/protocol/model';
import { fieldName, parseFieldName, type RunNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { type Area, LinkedPlot, type Mark } from '#/ui/charts/linked/LinkedPlot';
import linked from '#/ui/charts/linked/linked.module.css';
import { PlotDot } from '#/ui/charts/linked/PlotDot';
import { fieldTitle } from '../fieldTitle';
import { runAxis, valueText } from './runAxis';

type Choices = { group: string; items: { value: string; label: string }[] }[];

export function RunScatter({
  runs,
  names,
  focus,
  choices,
  start,
}: {
  runs: readonly Run[];
  names: RunNames;
  focus: PlotFocus;
  choices: Choices;
  start: readonly [x: string, y: string];
}) {
  const [chosen, choose] = useState<readonly [x: string, y: string]>();
  const [logs, setLogs] = useState<readonly [x?: boolean, y?: boolean]>([]);
  const [nameX, nameY] = chosen ?? start;
  const [x, y] = [parseFieldName(nameX), parseFieldName(nameY)] as [QueryField, QueryField];
  const { xAxis, yAxis, marks } = useMemo(() => {
    const [xAxis, yAxis] = [nameX, nameY].map((name, at) =>
      runAxis(runs, parseFieldName(name) as QueryField, names, logs[at]),
    ) as [ReturnType<typeof runAxis>, ReturnType<typeof runAxis>];
    const marks = runs.flatMap((_, number): Mark[] => {
      const [px, py] = [xAxis.placeOf(number), yAxis.placeOf(number)];
      return px === undefined || py === undefined ? [] : [{ number, x: px, y: py }];
    });
    return { xAxis, yAxis, marks };
  }, [runs, names, nameX, nameY, logs]);
  const [titleX, titleY] = [fieldTitle(x), fieldTitle(y)];
  const told = (number: number) =>
    `${runs[number]?.name ?? ''}: ${valueText(x, xAxis.valueOf(number))}, ${valueText(y, yAxis.valueOf(number))}`;
  return (
    <LinkedPlot
      title="Scatter"
      figure={`${marks.length} of ${runs.length}`}
      fileName="runs"
      description={`${titleY} over ${titleX} of ${marks.length} runs.`}
      xLabel={titleX}
      yLabel={titleY}
      xAxis={xAxis}
      yAxis={yAxis}
      marks={marks}
      told={told}
      nameOf={(number) => runs[number]?.name ?? ''}
      focus={focus}
      height={280}
      none={marks.length === 0 ? 'None of these runs has both.' : undefined}
      controls={
        <div className={linked.controls}>
          <ColumnChoice
            label="Across"
            choices={choices}
            value={nameX}
            onChange={(value) => choose([value, nameY])}
          />
          {xAxis.canBeLog && (
            <Checkbox
              size="xs"
              label="log"
              aria-label="Logarithmic across"
              checked={xAxis.isLog}
              onChange={(event) => setLogs([event.currentTarget.checked, logs[1]])}
            />
          )}
          <ColumnChoice
            label="Upwards"
            choices={choices}
            value={nameY}
            onChange={(value) => choose([nameX, value])}
          />
          {yAxis.canBeLog && (
            <Checkbox
              size="xs"
              label="log"
              aria-label="Logarithmic upwards"
              checked={yAxis.isLog}
              onChange={(event) => setLogs([logs[0], event.currentTarget.checked])}
            />
          )}
        </div>
      }
      toTable={() => [
        ['run', fieldName(x), fieldName(y)],
        ...marks.map(({ number }) => [
          runs[number]?.name ?? '',
          xAxis.valueOf(number) ?? null,
          yAxis.valueOf(number) ?? null,
        ]),
      ]}
    >
      {(area) => <Dots marks={marks} area={area} focus={focus} />}
    </LinkedPlot>
  );
}

function ColumnChoice({
  label,
  choices,
  value,
  onChange,
}: {
  label: string;
  choices: Choices;
  value: string;
  onChange(value: string): void;
}) {
  return (
    <Select
      aria-label={label}
      size="xs"
      w={170}
      searchable
      allowDeselect={false}
      data={choices}
      value={value}
      onChange={(next) => next && onChange(next)}
    />
  );
}

/** What the pointer is on is drawn once more above the others, which stay as they are. */
function Dots({ marks, area, focus }: { marks: readonly Mark[]; area: Area; focus: PlotFocus }) {
  const hovered = marks.find(({ number }) => number === focus.hovered);
  return (
    <>
      <StillDots
        marks={marks}
        width={area.width}
        height={area.height}
        x0={area.x(0)}
        y0={area.y(1)}
        focus={focus}
      />
      {hovered && (
        <PlotDot
          x={area.x(hovered.x)}
          y={area.y(hovered.y)}
          number={hovered.number}
          state="complete"
          focus={focus}
        />
      )}
    </>
  );
}

const StillDots = memo(
  function StillDots({
    marks,
    width,
    height,
    x0,
    y0,
    focus,
  }: {
    marks: readonly Mark[];
    width: number;
    height: number;
    x0: number;
    y0: number;
    focus: PlotFocus;
  }) {
    const still = { ...focus, hovered: undefined };
    return marks.map(({ number, x, y }) => (
      <PlotDot
        key={number}
        x={x0 + x * width}
        y={y0 + (1 - y) * height}
        number={number}
        state="complete"
        focus={still}
      />
    ));
  },
  (a, b) =>
    a.marks === b.marks && a.width === b.width && a.height === b.height && a.focus.picked === b.focus.picked,
);
