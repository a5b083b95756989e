/** Options that the file contradicts, and files that contradict themselves: told with the place and the fix. */
import { describe, test } from 'vitest';
import { beside, checkCase, many, type ReadCase } from './caseForTest';

const table = 'a,b\n1,2\n3,4\n';

// biome-ignore format: one line a case
const cases: [what: string, text: string, wanted: ReadCase][] = [
  ['a delimiter that is not there', table, { options: { delimiter: ';' }, refused: /“;”.*line 1.*comma/ }],
  ['a delimiter that is not there, in one column', 'name\nAnn\nBob\n', { options: { delimiter: ';' }, rows: 2 }],
  ['a column that is not there', table, { options: { columns: { A: { as: 'text' } } }, refused: /“A”.*“a”/ }],
  ['two columns that are not there', table, { options: { columns: { x: { as: 'text' }, y: { as: 'text' } } }, refused: /“x”, “y”/ }],
  ['more lines to skip than there are', table, { options: { skipLines: 9 }, refused: /9/ }],
  ['more rows of names than there are', table, { options: { headerRows: 4 }, refused: /4/ }],
  ['a second table that is not there', table, { options: { table: 2 }, refused: /2/ }],
  ['places that do not rise', table, { options: { columnStarts: [0, 3, 2] }, refused: /columnStarts/ }],
  ['a decimal comma against points', beside(['1.5', '2.25', '3,5'], ';'), { options: { decimal: ',' }, columns: { v: ['numeric', 1.5, 2.25, 3.5] }, told: [/decimal point.*\[line 2/] }],
  ['an order of dates against a date', beside(['01/02/2024', '13/02/2024', '03/02/2024']), { options: { dateOrder: 'mdy' }, told: [/another order.*\[line 3/] }],
  ['numbers where there are texts', beside(['red', '5', 'green', '7']), { options: { columns: { v: { as: 'number' } } }, columns: { v: ['integer', null, 5, null, 7] }, told: [/“red” in “v”.*\[line 2/] }],
  ['dates where there are none', beside(['red', 'blue', 'green']), { options: { columns: { v: { as: 'date' } } }, told: [/“red” in “v”/] }],
  ['numbers of two locales', beside([...many(30, (i) => `${i},5`), '1.25', '7.75'], ';'), { told: [/decimal.*\[line 32, 2\]/] }],
  ['dates of two orders', beside([...many(12, (i) => `${13 + i}/01/2024`), '01/14/2024', '01/15/2024']), { told: [/another order.*\[line 14, 2\]/] }],
];

describe('contradictions', () => {
  test.each(cases)('%s', (_, text, wanted) => checkCase(text, wanted));
});
