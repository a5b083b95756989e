/**
 * Flatbuffers of Arrow, as far as they must be looked at: where the fields of a table lie, and whether its lists are as long
 * as they say. The library that reads them believes any length.
 */

/** A flatbuffer: a table says where its fields lie by offsets in front of it. 0: it has no such field. */
export function fieldAt(view: DataView, table: number, index: number): number {
  const vtable = table - view.getInt32(table, true);
  const at = 4 + 2 * index;
  const offset = at < view.getUint16(vtable, true) ? view.getUint16(vtable + at, true) : 0;
  return offset === 0 ? 0 : table + offset;
}

/** A list of two numbers of 64 bits each. */
export function pairsAt(view: DataView, table: number, index: number): [number, number][] {
  const at = fieldAt(view, table, index);
  if (!at) return [];
  const start = requireList(view, at, 16);
  const count = view.getUint32(start, true);
  return Array.from({ length: count }, (_, i) => [
    Number(view.getBigInt64(start + 4 + 16 * i, true)),
    Number(view.getBigInt64(start + 12 + 16 * i, true)),
  ]);
}

/** Where its length stands; entries follow. `at`: the field that points to it. */
export function requireList(view: DataView, at: number, entryBytes: number): number {
  const start = at + view.getUint32(at, true);
  if (view.getUint32(start, true) > (view.byteLength - start) / entryBytes)
    throw new Error('a list in it is longer than the message');
  return start;
}

const mostFields = 100_000;
const union = 14;

export function requireSchemaAt(view: DataView, schema: number): void {
  let fields = 0;
  const checkFields = (at: number, depth: number) => {
    if (depth > 64) throw new Error('columns are nested more than 64 deep');
    const start = requireList(view, at, 4);
    for (let i = 0; i < view.getUint32(start, true); i++) {
      const entry = start + 4 + 4 * i;
      checkField(entry + view.getUint32(entry, true), depth);
    }
  };
  const checkField = (field: number, depth: number) => {
    if (++fields > mostFields) throw new Error('the schema has more than 100,000 columns');
    const at = (index: number) => fieldAt(view, field, index);
    if (at(0)) requireList(view, at(0), 1);
    if (at(6)) checkPairs(at(6));
    if (at(2) && view.getUint8(at(2)) === union && at(3)) {
      const types = fieldAt(view, at(3) + view.getUint32(at(3), true), 1);
      if (types) requireList(view, types, 4);
    }
    if (at(5)) checkFields(at(5), depth + 1);
  };
  /** Keys and values that programs add. */
  const checkPairs = (at: number) => {
    const start = requireList(view, at, 4);
    for (let i = 0; i < view.getUint32(start, true); i++) {
      const entry = start + 4 + 4 * i;
      const pair = entry + view.getUint32(entry, true);
      for (const index of [0, 1]) {
        const text = fieldAt(view, pair, index);
        if (text) requireList(view, text, 1);
      }
    }
  };
  const own = fieldAt(view, schema, 1);
  const more = fieldAt(view, schema, 2);
  if (own) checkFields(own, 0);
  if (more) checkPairs(more);
}
