import { Slider, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { columnFormat } from '#/ui/charts/columnFormat';
import type { InputProps } from './AskForm';
import { typicalRange } from './typicalRange';

/** A number, with what is usual; empty means missing. */
export function NumberControl({
  column,
  version,
  value,
  onChange,
  slides,
}: InputProps & { slides?: boolean }) {
  const range = useMemo(() => typicalRange(version, column.name), [version, column.name]);
  const wrong = value.trim() !== '' && !Number.isFinite(Number(value.trim().replace(',', '.')));
  const input = (
    <TextInput
      label={column.unit ? `${column.name} (${column.unit})` : column.name}
      placeholder="missing"
      autoComplete="off"
      value={value}
      inputMode="decimal"
      description={range && usualText(column, range)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={wrong ? 'Not a number: counts as missing' : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
  if (!slides || !range || range[0] === range[1]) return input;
  return (
    <div>
      {input}
      <ValueSlider column={column} range={range} value={value} onChange={onChange} />
    </div>
  );
}

function ValueSlider({
  column,
  range: [min, max],
  value,
  onChange,
}: Pick<InputProps, 'column' | 'value' | 'onChange'> & { range: [number, number] }) {
  const number = Number(value.trim().replace(',', '.'));
  const step = column.type === 'integer' ? 1 : stepOf((max - min) / 100);
  const isKnown = value.trim() !== '' && Number.isFinite(number);
  return (
    <Slider
      size="sm"
      mt={6}
      thumbLabel={`${column.name}, slider`}
      label={null}
      min={min}
      max={max}
      step={step}
      value={isKnown ? Math.min(max, Math.max(min, number)) : (min + max) / 2}
      onChange={(next) => onChange(String(Number(next.toPrecision(8))))}
    />
  );
}

/** 1, 2 or 5 of some power of ten. */
function stepOf(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const lead = size / power;
  return power * (lead < 2 ? 1 : lead < 5 ? 2 : 5);
}

function usualText(column: InputProps['column'], [min, max]: [number, number]): string {
  const text = columnFormat(column, { min, max });
  return `usually ${text(min)} to ${text(max)}`;
}
