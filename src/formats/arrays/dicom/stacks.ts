/**
 * Frames of a study as stacks: those of one series, size and direction, sorted by their place along the normal of the
 * slices, then by time (or by whatever else tells apart frames of one place: echoes, diffusion weightings).
 */
import type { DataIssue } from '#/core/protocol/dataset';
import { channelsOf } from './framePixels';
import type { DicomImage, FrameFacts } from './imageFacts';

export interface PlacedFrame {
  image: DicomImage;
  facts: FrameFacts;
}

/** What tells frames of one place apart. */
export interface Varying {
  name: 'time' | 'echo' | 'b-value';
  unit?: string;
  /** One for each, where they are known and the same at all places. */
  values?: number[];
}

export interface Stack {
  first: PlacedFrame;
  /** [time][place]; a frame that is missing is undefined. */
  frames: (PlacedFrame | undefined)[][];
  /** Along the normal, in mm; undefined where the files do not say. */
  places?: number[];
  varying: Varying;
  issues: DataIssue[];
}

const samePlaceMm = 0.01;

export function stacksOf(images: readonly DicomImage[]): Stack[] {
  const groups = new Map<string, PlacedFrame[]>();
  const seen = new Set<string>();
  let copies = 0;
  for (const image of images) {
    if (image.instanceUid !== '' && seen.has(image.instanceUid)) {
      copies++;
      continue;
    }
    seen.add(image.instanceUid);
    for (const facts of image.frames) {
      const key = groupKey(image, facts);
      const group = groups.get(key);
      if (group) group.push({ image, facts });
      else groups.set(key, [{ image, facts }]);
    }
  }
  const stacks = [...groups.values()].map(stackOf).sort((a, b) => valuesIn(b) - valuesIn(a));
  if (copies > 0)
    stacks[0]?.issues.push({
      severity: 'info',
      message: `${copies.toLocaleString('en')} files are copies of others and were left out.`,
      count: copies,
    });
  return stacks;
}

export const valuesIn = ({ first, frames }: Stack): number =>
  frames.length * (frames[0]?.length ?? 0) * first.image.form.rows * first.image.form.columns;

/** Directions differ by rounding only. */
function groupKey({ series, form }: DicomImage, { orientation, stack }: FrameFacts): string {
  const direction = orientation?.map((cosine) => Math.round(cosine * 1000) + 0).join(' ');
  return [series, form.rows, form.columns, channelsOf(form), direction, stack ?? ''].join('|');
}

export function normalOf(orientation: readonly number[]): [number, number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = orientation;
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

export const along = (position: readonly number[], direction: readonly number[]): number =>
  position.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);

function placeOf({ facts }: PlacedFrame): number | undefined {
  const { position, orientation, sliceLocation } = facts;
  return position && orientation ? along(position, normalOf(orientation)) : sliceLocation;
}

function stackOf(group: PlacedFrame[]): Stack {
  const first = group[0] as PlacedFrame;
  const placed = group.map((frame) => ({ frame, place: placeOf(frame) }));
  if (placed.some(({ place }) => place === undefined)) return sequence(group);
  const sorted = placed.toSorted((a, b) => (a.place as number) - (b.place as number));
  const places: number[] = [];
  const at: PlacedFrame[][] = [];
  for (const { frame, place } of sorted) {
    if (places.length === 0 || (place as number) - (places.at(-1) as number) > samePlaceMm) {
      places.push(place as number);
      at.push([]);
    }
    at.at(-1)?.push(frame);
  }
  const { varying, frames, missing } = inTime(at);
  const stack: Stack = { first, frames, places, varying, issues: [] };
  if (missing > 0)
    stack.issues.push({
      severity: 'warning',
      message: `${missing.toLocaleString('en')} of ${(frames.length * places.length).toLocaleString('en')} slices are missing: their values are missing too.`,
      count: missing,
      hint: 'Export the whole series, or take only the part of time that is complete.',
    });
  stack.issues.push(...spacingIssues(places), ...shearIssues(at));
  return stack;
}

/** Without places: one after the other, as they are numbered. */
function sequence(group: PlacedFrame[]): Stack {
  const ordered = group.toSorted(
    (a, b) => a.facts.instance - b.facts.instance || a.facts.index - b.facts.index,
  );
  const first = ordered[0] as PlacedFrame;
  const { frameMs } = first.image;
  return {
    first,
    frames: ordered.map((frame) => [frame]),
    varying: {
      name: 'time',
      ...(frameMs && { unit: 'ms', values: ordered.map((_, i) => i * frameMs) }),
    },
    issues: [],
  };
}

type Key = 'temporal' | 'echoMs' | 'bValue' | 'triggerMs' | 'takenAt';

function inTime(at: PlacedFrame[][]): { varying: Varying; frames: Stack['frames']; missing: number } {
  const times = Math.max(...at.map((frames) => frames.length));
  if (times === 1) return { varying: { name: 'time' }, frames: [at.map(([frame]) => frame)], missing: 0 };
  const told = (['temporal', 'echoMs', 'bValue'] as const).find((key) => tellsApart(at, key, times));
  const key: Key | undefined =
    told ?? (['triggerMs', 'takenAt'] as const).find((one) => at.every((frames) => isUnique(frames, one)));
  const sorted = at.map((frames) => frames.toSorted((a, b) => compare(a, b, key)));
  const values = told ? distinct(at, told) : undefined;
  const frames = Array.from({ length: times }, (_, t) =>
    sorted.map((own) => (values && told ? own.find(({ facts }) => facts[told] === values[t]) : own[t])),
  );
  const missing = frames.flat().filter((frame) => !frame).length;
  const full = sorted.find((own) => own.length === times) ?? [];
  return { varying: varyingOf(key, values, full), frames, missing };
}

function varyingOf(key: Key | undefined, values: number[] | undefined, full: PlacedFrame[]): Varying {
  if (key === 'echoMs') return { name: 'echo', unit: 'ms', ...(values && { values }) };
  if (key === 'bValue') return { name: 'b-value', unit: 's/mm²', ...(values && { values }) };
  // Which time it is says a clock, else only that one follows the other.
  for (const [clock, unit] of [
    ['triggerMs', 'ms'],
    ['takenAt', 's'],
  ] as const) {
    const own = full.map(({ facts }) => facts[clock]);
    const [start] = own;
    if (start === undefined || !own.every((value, i) => i === 0 || (value ?? 0) > (own[i - 1] ?? 0)))
      continue;
    return {
      name: 'time',
      unit,
      values: own.map((value) => (value as number) - (clock === 'takenAt' ? start : 0)),
    };
  }
  return { name: 'time' };
}

const distinct = (at: PlacedFrame[][], key: Key): number[] =>
  [...new Set(at.flat().map(({ facts }) => facts[key] as number))].sort((a, b) => a - b);

const isUnique = (frames: PlacedFrame[], key: Key): boolean => {
  const values = frames.map(({ facts }) => facts[key]);
  return values.every((value) => value !== undefined) && new Set(values).size === values.length;
};

const tellsApart = (at: PlacedFrame[][], key: Key, times: number): boolean =>
  at.every((frames) => isUnique(frames, key)) && distinct(at, key).length === times;

function compare(a: PlacedFrame, b: PlacedFrame, key: Key | undefined): number {
  const by = key ? ((a.facts[key] as number) ?? 0) - ((b.facts[key] as number) ?? 0) : 0;
  return by || a.facts.instance - b.facts.instance || a.facts.index - b.facts.index;
}

function spacingIssues(places: readonly number[]): DataIssue[] {
  const steps = places.slice(1).map((place, i) => place - (places[i] as number));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)];
  if (usual === undefined) return [];
  const uneven = steps.flatMap((step, i) => (Math.abs(step - usual) > 0.02 * usual ? [{ step, i }] : []));
  const [first] = uneven;
  if (!first) return [];
  const gaps = uneven.filter(
    ({ step }) => step > 1.5 * usual && Math.abs(step / usual - Math.round(step / usual)) < 0.05,
  );
  const mm = (value: number) => `${Number(value.toFixed(3))} mm`;
  if (gaps.length === uneven.length) {
    const lost = gaps.reduce((sum, { step }) => sum + Math.round(step / usual) - 1, 0);
    return [
      {
        severity: 'warning',
        message: `${lost.toLocaleString('en')} ${lost === 1 ? 'slice is' : 'slices are'} missing, the first behind ${mm(places[first.i] as number)}: the slices are ${mm(usual)} apart, there ${mm(first.step)}.`,
        count: lost,
        hint: 'Export the whole series; as it is, neighbours in the stack are not always neighbours in space.',
      },
    ];
  }
  return [
    {
      severity: 'warning',
      message: `The slices are not evenly spaced: mostly ${mm(usual)} apart, behind ${mm(places[first.i] as number)} ${mm(first.step)}.`,
      count: uneven.length,
      hint: 'A network sees them as evenly spaced.',
    },
  ];
}

/** A tilted gantry shifts each slice against the one before. */
function shearIssues(at: PlacedFrame[][]): DataIssue[] {
  const [low, high] = [at[0]?.[0]?.facts, at.at(-1)?.[0]?.facts];
  if (!low?.position || !low.orientation || !high?.position || at.length < 2) return [];
  const way = high.position.map((value, i) => value - (low.position?.[i] ?? 0));
  const up = along(way, normalOf(low.orientation));
  const aside = Math.sqrt(Math.max(0, along(way, way) - up * up));
  if (aside < 0.02 * Math.abs(up)) return [];
  return [
    {
      severity: 'info',
      message: `The slices are shifted against each other by ${Number(((aside / Math.abs(up)) * 100).toFixed(1))} % of their distance (a tilted gantry): they are stacked as they are.`,
    },
  ];
}
