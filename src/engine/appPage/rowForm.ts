/** The form of a model on rows of a table: a field for each column, begun with a real row. */
import { feedsOfRows } from '#/core/leaving/feedsOfRows';
import type { LeavingModel } from '#/core/leaving/leavingModel';
import type { Feed } from '#/core/onnx/feeds';
import type { Column } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';
import { element } from './element';

export function rowForm(
  model: LeavingModel,
  changed: (feeds: Feed[], warnings: string[]) => void,
): HTMLElement {
  const read = new Map<string, () => string>();
  const form = element('form', { className: 'fields' });
  form.onsubmit = (event) => event.preventDefault();
  const send = () => {
    const row: RawRow = Object.fromEntries([...read].map(([name, value]) => [name, value() || null]));
    const { feeds, warnings } = feedsOfRows(model, [row]);
    changed(feeds, warnings);
  };
  const fill = (row: RawRow) => {
    read.clear();
    form.replaceChildren(
      ...model.columns.map((column) => {
        const control = controlOf(column, model.known[column.name], row[column.name]);
        read.set(column.name, () => control.value);
        control.oninput = send;
        const unit = column.unit ? ` (${column.unit})` : '';
        return element('label', {}, element('span', {}, column.name + unit), control);
      }),
    );
    send();
  };
  const examples = element('div', { className: 'examples' });
  for (const [i, row] of model.rows.entries()) {
    const button = element('button', { type: 'button', className: 'second' }, `Example ${i + 1}`);
    button.onclick = () => fill(row);
    examples.append(button);
  }
  fill(model.rows[0] ?? {});
  return element('div', {}, ...(model.rows.length > 0 ? [examples] : []), form);
}

function controlOf(
  { name, type }: Column,
  known: readonly string[] | undefined,
  given: RawRow[string] | undefined,
): HTMLInputElement | HTMLSelectElement {
  const value = given == null ? '' : String(given);
  if (known) {
    const all = ['', ...new Set([...known, ...(value ? [value] : [])])];
    const select = element(
      'select',
      { name },
      ...all.map((one) => element('option', { value: one }, one || 'missing')),
    );
    select.value = value;
    return select;
  }
  const isNumber = type === 'numeric' || type === 'integer';
  return element('input', {
    name,
    value,
    autocomplete: 'off',
    inputMode: isNumber ? 'decimal' : 'text',
    placeholder: 'missing',
  });
}
