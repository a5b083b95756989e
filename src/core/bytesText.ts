const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** 15_400_000 as "15.4 MB": decimal units, as file managers show them. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toLocaleString('en-US', { maximumFractionDigits: unit === 0 || value >= 100 ? 0 : 1 })} ${units[unit]}`;
}
