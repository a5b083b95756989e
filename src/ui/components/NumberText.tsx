import { formatNumber } from '../charts/formatNumber';

export interface NumberTextProps {
  value: number | undefined | null;
  /** Significant ones. */
  digits?: number;
}

/** A number as people read it: grouped, tabular, missing as a dash, the exact value on hover. */
export function NumberText({ value, digits }: NumberTextProps) {
  if (value === undefined || value === null) return <span className="quiet">–</span>;
  return (
    <span className="num" title={String(value)}>
      {formatNumber(value, digits)}
    </span>
  );
}
