/** What a table looks like as events: which column is the time, whose they are, what they are, what is measured. */
import type { ColumnType } from '../protocol/dataset';
import { proposeSeries, type TableColumn } from '../series/proposeSeries';
import { clockOf } from './eventTime';
import type { EventsLayout, LabelRule } from './eventsSchema';

export interface ProposedEvents extends EventsLayout {
  /** Whether the table is most likely meant so: it is offered. */
  isLikely: boolean;
  /** In words. */
  why: string;
}

const timeNames =
  /^(@?timestamp|time|times|date|datetime|ts|t|when|at|epoch|created|started|logged|occurred|received|event[_ ]?time|.*[_ ](time|at|date|timestamp|ts)|time[ _(].*)$/i;
const entityNames =
  /^(host|hostname|server|machine|device|sensor|node|instance|pod|container|service|user|customer|client|account|session|visitor|member|patient|subject|person|case|order|vehicle|station|card|ip|entity|item|store|shop|merchant|source|src|unit|robot|meter)([_ .]?(id|name|no|nr|ip|key))?$|^(id|uid|uuid)$|.*[_ ]id$/i;
const typeNames =
  /^(type|event|events|event[_ ]?(type|name|kind)|action|activity|kind|level|severity|status([_ ]?code)?|code|category|operation|method|verb|message[_ ]?type|name)$/i;
const labelNames =
  /^(label|labels|class|target|y|is[_ ]?.*|anomaly|anomalous|fraud|attack|incident|outage|failure|failed|fault|churn(ed)?|alert|abnormal)$/i;
const mostTypes = 50;
const mostLabels = 20;

const isText = (type: ColumnType): boolean => type === 'categorical' || type === 'text' || type === 'id';
const isNumber = (type: ColumnType): boolean => type === 'numeric' || type === 'integer';

interface Counted extends TableColumn {
  present: number;
  distinct: number;
}

export function proposeEvents(columns: readonly TableColumn[]): ProposedEvents | undefined {
  const counted = columns.map(count);
  const time = timeOf(counted);
  if (!time) return undefined;
  let rest = counted.filter(({ name }) => name !== time.column.name);
  const without = (column: Counted | undefined) => (rest = rest.filter((one) => one !== column));
  const label = rest.find(
    ({ name, type, distinct }) =>
      labelNames.test(name.trim()) && type !== 'numeric' && distinct <= mostLabels,
  );
  without(label);
  const named = rest.find(
    ({ name, type, distinct, present }) =>
      entityNames.test(name.trim()) && type !== 'numeric' && (distinct < present || present < 3),
  );
  without(named);
  const kind = typeOf(rest);
  without(kind);
  // Nobody says it by its name: a text that repeats, and of which there are more than there are kinds of events.
  const entity =
    named ??
    rest
      .filter(({ type, distinct, present }) => isText(type) && distinct > 1 && distinct * 3 <= present)
      .sort((a, b) => b.distinct - a.distinct)[0];
  without(entity);
  const values = rest.filter(({ type }) => isNumber(type));
  const isSeries = proposeSeries(columns)?.isLikely === true;
  return {
    time: time.column.name,
    clock: time.clock,
    ...(entity && { entity: entity.name }),
    ...(kind && { type: kind.name }),
    values: values.map(({ name }) => name),
    ...(label && { label: { column: label.name, rule: ruleOf(label) } }),
    isLikely: (entity !== undefined || kind !== undefined) && !isSeries,
    why: `each row has a time (“${time.column.name}”)${entity ? `, is of one “${entity.name}”` : ''}${kind ? ` and says what it is (“${kind.name}”)` : ''}`,
  };
}

/** Of two labels one is what is looked for; of more, the state at the end. */
export const ruleOf = ({ distinct }: { distinct: number }): LabelRule => (distinct <= 2 ? 'any' : 'last');

function count(column: TableColumn): Counted {
  const seen = new Set<unknown>();
  let present = 0;
  for (let i = 0; i < column.cells.length; i++) {
    const cell = column.cells[i];
    if (cell === null || Number.isNaN(cell)) continue;
    present++;
    seen.add(cell);
  }
  return { ...column, present, distinct: seen.size };
}

function timeOf(columns: readonly Counted[]): { column: Counted; clock: 'date' | 'plain' } | undefined {
  const times = columns.flatMap((column) => {
    const isNamed = timeNames.test(column.name.trim());
    if (column.type !== 'datetime' && !isNamed && !isText(column.type)) return [];
    const clock = clockOf(column.type, column.cells);
    return clock && (isNamed || clock === 'date') ? [{ column, clock, isNamed }] : [];
  });
  const weight = ({ clock, isNamed }: (typeof times)[number]) =>
    Number(clock === 'date') * 2 + Number(isNamed);
  return times.sort((a, b) => weight(b) - weight(a))[0];
}

function typeOf(columns: readonly Counted[]): Counted | undefined {
  const few = columns.filter(
    ({ type, distinct }) =>
      (type === 'categorical' || type === 'integer' || type === 'boolean') &&
      distinct >= 1 &&
      distinct <= mostTypes,
  );
  return (
    few.find(({ name }) => typeNames.test(name.trim())) ??
    few
      .filter(({ type, distinct, present }) => type === 'categorical' && distinct * 4 <= present)
      .sort((a, b) => a.distinct - b.distinct)[0]
  );
}
