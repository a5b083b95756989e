/** Counts at a glance: "870", "12.3 k", "4.7 M". */
const units = ['', 'k', 'M', 'G', 'T'] as const;

export function formatShort(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return unit === 0 ? `${Math.round(value)}` : `${Number(value.toFixed(digits))} ${units[unit]}`;
}
