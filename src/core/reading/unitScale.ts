/**
 * Units of one measure: 200 g beside 5 kg, 512 MB beside 2 GB, 90 min beside 2 h, 3.4K beside 1.2M. A column whose
 * units all belong to one measure is read in one of them. Units with another zero (degrees) are not among them.
 */

/** How many of the first unit of its measure one is. */
const measures: Record<string, Record<string, number>> = {
  mass: {
    kg: 1,
    g: 1e-3,
    mg: 1e-6,
    µg: 1e-9,
    μg: 1e-9,
    t: 1e3,
    lb: 0.45359237,
    lbs: 0.45359237,
    oz: 0.028349523125,
  },
  length: {
    m: 1,
    km: 1e3,
    cm: 1e-2,
    mm: 1e-3,
    µm: 1e-6,
    μm: 1e-6,
    nm: 1e-9,
    mi: 1609.344,
    miles: 1609.344,
    mile: 1609.344,
    yd: 0.9144,
    ft: 0.3048,
    in: 0.0254,
  },
  time: {
    s: 1,
    sec: 1,
    secs: 1,
    second: 1,
    seconds: 1,
    ms: 1e-3,
    µs: 1e-6,
    μs: 1e-6,
    us: 1e-6,
    ns: 1e-9,
    min: 60,
    mins: 60,
    minute: 60,
    minutes: 60,
    h: 3600,
    hr: 3600,
    hrs: 3600,
    hour: 3600,
    hours: 3600,
    d: 86_400,
    day: 86_400,
    days: 86_400,
    week: 604_800,
    weeks: 604_800,
  },
  data: {
    B: 1,
    kB: 1e3,
    KB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
    byte: 1,
    bytes: 1,
    KiB: 1024,
    MiB: 1024 ** 2,
    GiB: 1024 ** 3,
    TiB: 1024 ** 4,
  },
  volume: { l: 1, L: 1, dl: 0.1, cl: 0.01, ml: 1e-3, mL: 1e-3, 'm³': 1e3, m3: 1e3 },
  power: { W: 1, mW: 1e-3, kW: 1e3, MW: 1e6, GW: 1e9 },
  energy: { Wh: 1, kWh: 1e3, MWh: 1e6, GWh: 1e9 },
  heat: { J: 1, kJ: 1e3, MJ: 1e6, cal: 4.184, kcal: 4184 },
  frequency: { Hz: 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 },
  voltage: { V: 1, mV: 1e-3, kV: 1e3 },
  current: { A: 1, mA: 1e-3 },
  pressure: { Pa: 1, hPa: 100, kPa: 1e3, MPa: 1e6, bar: 1e5, mbar: 100 },
  area: { 'm²': 1, m2: 1, 'km²': 1e6, km2: 1e6 },
  speed: { 'm/s': 1, 'km/h': 1 / 3.6, kmh: 1 / 3.6, mph: 0.44704 },
  /** 52.5N beside 40.7S: what is written with its direction is in degrees already. */
  latitude: { N: 1, '°': 1 },
  amount: { mol: 1, mmol: 1e-3 },
  /** Of nothing but a count; a plain number belongs to it. */
  count: { '': 1, k: 1e3, K: 1e3, M: 1e6, B: 1e9, T: 1e12, mn: 1e6, bn: 1e9, Mio: 1e6, Mrd: 1e9 },
};
const isPlain = (unit: string) => unit === '';

/** The measure that all units belong to; undefined where there is none, or where one unit says everything. */
export function commonMeasure(units: readonly string[]): string | undefined {
  const named = units.filter((unit) => !isPlain(unit));
  // K alone is Kelvin, B bytes, T tesla; M, k and bn mean nothing else.
  const sure = named.length > 1 || named.some((unit) => /^(?:k|M|mn|bn|Mio|Mrd)$/.test(unit));
  if (named.length === 0 || (!sure && !(units.length > named.length && /^[KB]$/.test(named[0] ?? ''))))
    return undefined;
  return Object.keys(measures).find(
    (name) =>
      named.every((unit) => Object.hasOwn(measures[name] ?? {}, unit)) &&
      (named.length === units.length || name === 'count'),
  );
}

/** One `from` in `to`; undefined where the measure has not both. */
export function scaleBetween(measure: string, from: string, to: string): number | undefined {
  const of = measures[measure];
  if (!of || !Object.hasOwn(of, from) || !Object.hasOwn(of, to)) return undefined;
  return (of[from] as number) / (of[to] as number);
}
