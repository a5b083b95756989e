/** Axis arithmetic: domains, nice ticks and tick text, linear and logarithmic. Pure. */
export type ScaleKind = 'linear' | 'log';

export interface Scale {
  kind: ScaleKind;
  domain: [number, number];
  /** Value to pixel. */
  toPixel(value: number): number;
  toValue(pixel: number): number;
  ticks: number[];
}

export function makeScale(
  kind: ScaleKind,
  domain: [number, number],
  range: [number, number],
  wantedTicks: number,
): Scale {
  const map = kind === 'log' ? Math.log10 : (value: number) => value;
  const unmap = kind === 'log' ? (value: number) => 10 ** value : (value: number) => value;
  const low = map(domain[0]);
  const span = map(domain[1]) - low || 1;
  const [from, to] = range;
  return {
    kind,
    domain,
    toPixel: (value) => from + ((map(value) - low) / span) * (to - from),
    toValue: (pixel) => unmap(low + ((pixel - from) / (to - from || 1)) * span),
    ticks: kind === 'log' ? logTicks(domain, wantedTicks) : linearTicks(domain, wantedTicks),
  };
}

/** Steps of 1, 2 or 5 times a power of ten, all inside the domain. */
export function linearTicks([low, high]: [number, number], wanted: number): number[] {
  const step = niceStep((high - low) / Math.max(1, wanted));
  if (!Number.isFinite(step) || step <= 0) return [low];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

function logTicks([low, high]: [number, number], wanted: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = last - first;
  const mantissas = decades <= wanted / 3 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / wanted));
  const ticks: number[] = [];
  for (let power = first; power <= last; power += stride)
    for (const mantissa of mantissas) {
      const value = mantissa * 10 ** power;
      if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) ticks.push(value);
    }
  // Less than a decade with no two round numbers: even steps read better than none.
  return ticks.length >= 2 ? ticks : linearTicks([low, high], wanted).filter((tick) => tick > 0);
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  return (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10) * power;
}

/** Domain with room above and below; never empty, positive for log. */
export function paddedDomain(values: readonly number[], kind: ScaleKind): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value) || (kind === 'log' && value <= 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return kind === 'log' ? [0.1, 1] : [0, 1];
  if (kind === 'log') {
    if (low === high) return [low / 2, high * 2];
    const room = (high / low) ** 0.05;
    return [low / room, high * room];
  }
  if (low === high) {
    const room = Math.abs(low) * 0.1 || 0.5;
    return [low - room, high + room];
  }
  const room = (high - low) * 0.06;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}
