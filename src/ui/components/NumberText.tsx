/** A number as people read it: grouped, tabular, missing as a dash, the exact value on hover. */
export interface NumberTextProps {
  value: number | undefined | null;
  /** Decimals at most; whole numbers stay whole. */
  digits?: number;
  unit?: string;
  /** 0.973 as 97.3 %. */
  percent?: boolean;
}

export function numberText(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 10 ** -digits || size >= 1e15)) return value.toExponential(Math.min(digits, 3));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

export function NumberText({ value, digits = 4, unit, percent }: NumberTextProps) {
  if (value === undefined || value === null) return <span className="quiet">–</span>;
  const text = percent ? `${numberText(value * 100, Math.min(digits, 2))} %` : numberText(value, digits);
  return (
    <span className="num" title={String(value)}>
      {text}
      {unit ? ` ${unit}` : ''}
    </span>
  );
}
