/** Numbers as an instrument shows them: few digits, never "1e+21" for counts, never NaN. */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function formatNumber(value: number | undefined | null, digits = 4): string {
  if (value === undefined || value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return grouped.format(value).replace('-', '−');
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2).replace('e+', 'e').replace('-', '−');
  const text = size >= 10 ** (digits - 1) ? grouped.format(value) : String(Number(value.toPrecision(digits)));
  return text.replace('-', '−');
}

export const formatCount = (value: number): string => grouped.format(value);

export const formatShare = (share: number): string => {
  if (share === 0) return '0 %';
  const percent = share * 100;
  if (percent < 0.1) return '< 0.1 %';
  return `${percent >= 99.95 && percent < 100 ? '> 99.9' : Number(percent.toFixed(1))} %`;
};
