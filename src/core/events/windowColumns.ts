/**
 * The columns of the table of windows, and what of a window stands in each: the same for all events that are read and cut
 * alike, so that a model on some answers others.
 */
import type { Column } from '../protocol/dataset';
import { day, durationText, hour, minute, second, week } from './duration';
import {
  type EventsLayout,
  type EventsWindowing,
  nextCount,
  nextPrefix,
  oneEntity,
  startColumn,
} from './eventsSchema';
import type { FinishedWindow, ValueTally } from './eventWindows';

export interface WindowColumn {
  column: Column;
  part: 'entity' | 'start' | 'feature' | 'label' | 'next';
  /** NaN: missing. Of labels their number, of entities theirs. */
  value(window: FinishedWindow): number;
}

export interface WindowLayout {
  layout: EventsLayout;
  windowing: EventsWindowing;
  types: readonly string[];
}

export function windowColumns({ layout, windowing, types }: WindowLayout): WindowColumn[] {
  const { entity = oneEntity, clock, values, label, type } = layout;
  const { length, horizon } = windowing;
  const taken = new Set<string>();
  const named = (name: string): string => {
    let free = name;
    for (let i = 2; taken.has(free); i++) free = `${name} ${i}`;
    taken.add(free);
    return free;
  };
  const made: WindowColumn[] = [];
  const add = (
    part: WindowColumn['part'],
    column: Omit<Column, 'role'> & Partial<Column>,
    value: WindowColumn['value'],
  ) => {
    const name = part === 'start' ? column.name : named(column.name);
    made.push({ part, value, column: { role: 'feature', ...column, name } });
  };
  const number = (part: WindowColumn['part'], name: string, value: WindowColumn['value'], unit?: string) =>
    add(part, { name, type: 'numeric', ...(unit && { unit }) }, value);

  taken.add(startColumn);
  // What is forecast is judged by what comes later, of everyone; labels by those that were never seen.
  const isDivided = layout.entity !== undefined && horizon === 0;
  add(
    'entity',
    { name: entity, type: 'categorical', role: isDivided ? 'group' : 'ignored' },
    (w) => w.entity,
  );
  add(
    'start',
    {
      name: startColumn,
      type: clock === 'date' ? 'datetime' : 'numeric',
      role: 'time',
      ...(clock === 'plain' && { unit: 's' }),
    },
    ({ start }) => (clock === 'date' ? start : start / second),
  );
  number('feature', 'count', ({ count }) => count);
  const [unit, word] = rateUnit(length);
  number('feature', `rate per ${word}`, ({ count }) => (count * unit) / length);
  if (type !== undefined) {
    const other = ({ count, types: own }: FinishedWindow) => count - own.reduce((sum, n) => sum + n, 0);
    types.forEach((name, i) => number('feature', `count ${name}`, (w) => w.types[i] as number));
    number('feature', 'count other', other);
    types.forEach((name, i) =>
      number('feature', `share ${name}`, (w) =>
        w.count > 0 ? (w.types[i] as number) / w.count : Number.NaN,
      ),
    );
  }
  values.forEach((name, i) => {
    const of = (read: (tally: ValueTally) => number) => (w: FinishedWindow) => {
      const tally = w.values[i] as ValueTally;
      return tally.n > 0 ? read(tally) : Number.NaN;
    };
    number(
      'feature',
      `mean ${name}`,
      of(({ mean }) => mean),
    );
    number(
      'feature',
      `deviation ${name}`,
      of(({ n, squares }) => (n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN)),
    );
    number(
      'feature',
      `min ${name}`,
      of(({ min }) => min),
    );
    number(
      'feature',
      `max ${name}`,
      of(({ max }) => max),
    );
  });
  number('feature', 'since last', ({ end, last }) => (end - last) / second, 's');
  if (clock === 'date') {
    if (windowing.stride % day !== 0) addCycle('hour', (at) => (((at % day) + day) % day) / day);
    if (windowing.stride % week !== 0) addCycle('weekday', weekdayTurn);
  }
  if (label) add('label', { name: label.column, type: 'categorical' }, (w) => w.label);
  if (horizon > 0) {
    number('next', nextCount, ({ next }) => next?.count ?? Number.NaN);
    values.forEach((name, i) =>
      number('next', `${nextPrefix}mean ${name}`, ({ next }) => {
        const tally = next?.values[i];
        return tally && tally.n > 0 ? tally.mean : Number.NaN;
      }),
    );
  }
  return made;

  function addCycle(name: string, turn: (at: number) => number): void {
    number('feature', `${name} sine`, ({ start }) => Math.sin(2 * Math.PI * turn(start)));
    number('feature', `${name} cosine`, ({ start }) => Math.cos(2 * Math.PI * turn(start)));
  }
}

/** 1970 began on a Thursday; Monday is 0. */
const weekdayTurn = (at: number): number => ((((Math.floor(at / day) + 3) % 7) + 7) % 7) / 7;

function rateUnit(length: number): [ms: number, word: string] {
  if (length < 2 * minute) return [second, 'second'];
  if (length < 2 * hour) return [minute, 'minute'];
  return length < 2 * day ? [hour, 'hour'] : [day, 'day'];
}

/** "15 min", "1 h every 15 min, 1 h ahead" */
export function windowingText({ length, stride, horizon }: EventsWindowing): string {
  const every = stride === length ? '' : ` every ${durationText(stride)}`;
  return `${durationText(length)}${every}${horizon > 0 ? `, ${durationText(horizon)} ahead` : ''}`;
}
