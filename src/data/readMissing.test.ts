/** Words for missing, and texts that look like numbers, one line a case. */
import { describe, test } from 'vitest';
import { beside, checkCase, many, type ReadCase } from './caseForTest';

// biome-ignore format: one line a case
const missing: [what: string, text: string, wanted: ReadCase][] = [
  ['continents', beside(['NA', 'SA', 'EU', 'NA', 'AS'], ',', 'continent'), { columns: { continent: ['categorical', 'NA', 'SA', 'EU', 'NA'] }, told: [/“NA”.*kept/], asked: ['missing continent'] }],
  ['NA among words', beside(['red', 'NA', 'green', 'blue']), { columns: { v: ['categorical', 'red', null, 'green'] }, told: [/“NA”.*missing/], asked: ['missing v'] }],
  ['NA in quotes among bare words', beside(['red', '"NA"', 'green', 'NA']), { columns: { v: ['categorical', 'red', 'NA', 'green'] }, told: [/“NA”/] }],
  ['points of SAS', beside(['1.5', '.', '2.5', '.', '.', '.', '3', '4']), { columns: { v: ['numeric', 1.5, null, 2.5, null] }, told: [/“\.” in “v”/] }],
  ['two points of the World Bank', beside(many(40, (i) => (i % 2 ? '..' : `${i}.25`))), { columns: { v: ['numeric', 0.25, null, 2.25] }, told: [/“\.\.” in “v”.*20/] }],
  ['words of several hands', beside(many(60, (i) => (i % 6 === 0 ? 'n.a.' : i % 6 === 1 ? 'missing' : `${i}.5`))), { columns: { v: ['numeric', null, null, 2.5] }, told: [/“n\.a\.” in “v”/, /“missing” in “v”/] }],
  ['German words', beside(many(30, (i) => (i % 5 ? `${i},5` : 'k.A.')), ';'), { columns: { v: ['numeric', null, 1.5] }, told: [/“k\.A\.” in “v”.*6/] }],
  ['not a number in C', beside(['1.5', '-nan', '2.5', '-1.#IND', '1.#QNAN', '3.5']), { columns: { v: ['numeric', 1.5, null, 2.5, null, null, 3.5] } }],
  ['null in brackets', beside(['1', '(null)', '3', '<null>', '5']), { columns: { v: ['integer', 1, null, 3, null, 5] }, told: [/“\(null\)”/] }],
  ['small letters', beside(['1', 'na', '3', 'none', '5', 'Null']), { columns: { v: ['integer', 1, null, 3, null, 5, null] }, told: [/“na”/, /“none”/] }],
  ['999 in ages', beside(many(60, (i) => (i % 20 ? String(20 + (i % 50)) : '999'))), { columns: { v: ['integer', null, 21] }, told: [/999 in “v” is taken/], asked: ['missing v'] }],
  ['999 among amounts', beside(many(60, (i) => (i % 20 ? String(i * 40) : '999'))), { columns: { v: ['integer', 999, 40] } }],
  ['the mark of well logs', beside(['-999.25', '12.5', '13.1', '12.9', '-999.25', '13.3']), { columns: { v: ['numeric', null, 12.5] }, told: [/-999\.25/] }],
  ['days that mean no day', beside(many(60, (i) => (i % 9 ? `2024-01-${String(1 + (i % 28)).padStart(2, '0')}` : '1900-01-01'))), { columns: { v: ['datetime', null, Date.UTC(2024, 0, 2)] }, told: [/1900-01-01 in “v” is taken for a missing date.*\[line 2, 7\]/], asked: ['missing v'] }],
  ['the end of time', beside(many(20, (i) => (i % 5 ? `${10 + i}/03/2023 00:00` : '31/12/9999 00:00'))), { columns: { v: ['datetime', null, Date.UTC(2023, 2, 11)] }, told: [/31\/12\/9999 00:00/], asked: ['missing v'] }],
  ['birthdays around 1900', beside(many(60, (i) => `${1870 + i}-01-01`)), { columns: { v: ['datetime', Date.UTC(1870, 0, 1)] }, untold: [/missing date/] }],
  ['the choice that it is a date', beside(many(20, (i) => (i % 5 ? `2023-03-${10 + i}` : '1900-01-01'))), { options: { columns: { v: { missing: [] } } }, columns: { v: ['datetime', Date.UTC(1900, 0, 1)] } }],
  ['-1 as a code is kept', beside(['-1', '0', '5', '-1', '3']), { columns: { v: ['integer', -1, 0, 5] } }],
  ['unknown among words stays', beside(['red', 'unknown', 'green', 'unknown']), { columns: { v: ['categorical', 'red', 'unknown', 'green'] }, told: [/“unknown”/] }],
  ['a question mark', beside(['Private', '?', 'State-gov', '?']), { columns: { v: ['categorical', 'Private', null, 'State-gov'] }, told: [/“\?”/], asked: ['missing v'] }],
  ['empty in quotes', 'a,b\n"","x"\n"1","y"\n"2","z"\n', { columns: { a: ['integer', null, 1, 2] } }],
  ['None as the one level', beside(['None', 'Driver', 'None', 'Both']), { columns: { v: ['categorical', 'None', 'Driver'] }, told: [/“None”/], asked: ['missing v'] }],
  ['failed formulas', beside(['1.5', '#DIV/0!', '#N/A', '2.5', '#REF!']), { columns: { v: ['numeric', 1.5, null, null, 2.5, null] }, told: [/#DIV/] }],
  ['ten thousand words', beside([...many(12_000, (i) => `${i}.5`), ...many(10_000, (i) => `missing${i}`)]), { told: [/“v” is kept as texts: 12,000 of 22,000.*\[line 12002/], columns: { v: ['id', '0.5', '1.5'] } }],
  ['the choice is given', beside(['1', '-5', '3', 'x', '5']), { options: { columns: { v: { missing: ['-5', 'x'] } } }, columns: { v: ['integer', 1, null, 3, null, 5] } }],
];

// biome-ignore format: one line a case
const identity: [what: string, text: string, wanted: ReadCase][] = [
  ['a zero in front in a late row', beside([...many(5000, (i) => String(10_000 + i * 7)), '01234'], ',', 'zip'), { columns: { zip: ['id', '10000', '10007'] } }],
  ['telephones with a plus', beside(['+49 30 123456', '+49 30 654321', '+1 212 555 0100']), { columns: { v: ['categorical', '+49 30 123456'] } }],
  ['telephones without blanks', beside(['+493012345678', '+493012345679', '+12125550100'], ',', 'phone'), { columns: { phone: ['categorical', '+493012345678'] } }],
  ['telephones with marks', beside(['(030) 123456', '030/123456', '030-654321']), { columns: { v: ['categorical', '(030) 123456', '030/123456'] } }],
  ['genes', beside(['1e5', '2E2', 'abc', '7e3']), { columns: { v: ['categorical', '1e5', '2E2', 'abc'] } }],
  ['genes beside thousands of others', beside([...many(300, (i) => `Rik${i}E07`), '2310009E13', '1E5']), { columns: { v: ['id', 'Rik0E07'] } }],
  ['short hashes', beside(['1234567', '7e10000', '12e4567', '9f3c001', '0012345'], ',', 'commit'), { columns: { commit: ['categorical', '1234567', '7e10000', '12e4567'] } }],
  ['short hashes that all look like numbers', beside(['1234567', '7e10', '12e45', '300000'], ',', 'sha'), { columns: { sha: ['categorical', '1234567', '7e10', '12e45'] } }],
  ['UUIDs', beside(['550e8400-e29b-41d4-a716-446655440000', '12345678-1234-1234-1234-123456789012']), { columns: { v: ['categorical', '550e8400-e29b-41d4-a716-446655440000'] } }],
  ['ids of tweets', beside(['1234567890123456789', '1234567890123456790', '1234567890123456788'], ',', 'tweet_id'), { columns: { tweet_id: ['categorical', '1234567890123456789', '1234567890123456790'] } }],
  ['long ids in a late row', beside([...many(300, (i) => String(1000 + i)), '9007199254740993', '9007199254740992'], ',', 'order'), { columns: { order: ['id', '1000', '1001'] } }],
  ['versions', beside(['1.10', '1.1', '1.2', '1.10'], ',', 'version'), { columns: { version: ['categorical', '1.10', '1.1', '1.2'] } }],
  ['versions without a name', beside(['1.10', '1.1', '1.2', '1.10'], ',', 'x'), { told: [/more than one way/] }],
  ['industry codes', beside(['10.20', '10.2', '10.11', '1.0'], ',', 'nace_code'), { columns: { nace_code: ['categorical', '10.20', '10.2', '10.11', '1.0'] } }],
  ['barcodes', beside(['4006381333931', '0012345678905', '9780306406157'], ',', 'ean'), { columns: { ean: ['categorical', '4006381333931', '0012345678905'] } }],
  ['ISBN with X', beside(['0306406152', '097522980X', '0451450523']), { columns: { v: ['categorical', '0306406152', '097522980X'] } }],
  ['social security numbers', beside(['123-45-6789', '987-65-4321']), { columns: { v: ['categorical', '123-45-6789'] } }],
  ['numbers of parts', beside(['12-3456', '12-3457', '13-0001']), { columns: { v: ['categorical', '12-3456'] } }],
  ['formulas around text', beside(['"=""00123"""', '"=""00456"""']), { columns: { v: ['categorical', '00123', '00456'] } }],
  ['zeros in front of fractions', beside(['007.5', '012.25', '100.5']), { columns: { v: ['categorical', '007.5', '012.25', '100.5'] } }],
  ['card numbers in groups', beside(['4111 1111 1111 1111', '5500 0000 0000 0004']), { columns: { v: ['categorical', '4111 1111 1111 1111'] } }],
  ['text with blanks inside quotes', 'a,b\n" x ",1\n"x",2\n"y",3\n', { columns: { a: ['categorical', ' x ', 'x', 'y'] } }],
  ['true beside other words', beside(['true', 'false', 'maybe', 'TRUE']), { columns: { v: ['categorical', 'true', 'false', 'maybe', 'TRUE'] } }],
  ['exponents among whole numbers under a code', beside(['100', '2E2', '300', '4E1'], ',', 'code'), { columns: { code: ['categorical', '100', '2E2', '300', '4E1'] } }],
  ['exponents among whole numbers', beside(['100', '2E2', '300', '4E1'], ',', 'x'), { told: [/more than one way/] }],
];

describe('missing', () => {
  test.each(missing)('%s', (_, text, wanted) => checkCase(text, wanted));
});
describe('identity', () => {
  test.each(identity)('%s', (_, text, wanted) => checkCase(text, wanted));
});
