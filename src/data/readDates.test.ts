/** Dates, times and truth values as people write them, one line a case. */
import { describe, test } from 'vitest';
import { beside, checkCase, day, days, many, type ReadCase } from './caseForTest';

const two = (n: number) => String(n).padStart(2, '0');
const date = (...texts: string[]): ReadCase => ({ columns: { v: ['datetime', ...days(...texts)] } });
const time = (...seconds: (number | null)[]): ReadCase => ({ columns: { v: ['numeric s', ...seconds] } });

// biome-ignore format: one line a case
const cases: [what: string, text: string, wanted: ReadCase][] = [
  ['German months', beside(['3. März 2024', '15. Okt. 2023', '1. Dezember 2022']), date('2024-03-03', '2023-10-15', '2022-12-01')],
  ['French months', beside(['1er mars 2024', '3 févr. 2024', '14 juillet 2023', '2 déc. 2022']), date('2024-03-01', '2024-02-03', '2023-07-14', '2022-12-02')],
  ['Spanish months', beside(['12 de marzo de 2024', '3-dic-2023', '5 ago 2022']), date('2024-03-12', '2023-12-03', '2022-08-05')],
  ['Italian months', beside(['15 marzo 2024', '3 gen 2023', '5 lug. 2022']), date('2024-03-15', '2023-01-03', '2022-07-05')],
  ['Portuguese months', beside(['5 de março de 2024', '3 fev 2023', '7 out. 2022']), date('2024-03-05', '2023-02-03', '2022-10-07')],
  ['Russian months', beside(['5 марта 2024 г.', '13 мая 2023', '1 янв. 2022']), date('2024-03-05', '2023-05-13', '2022-01-01')],
  ['Chinese and Japanese dates', beside(['2024年3月5日', '2023年12月31日', '2024年10月1日']), date('2024-03-05', '2023-12-31', '2024-10-01')],
  ['Korean dates', beside(['2024년 3월 5일', '2023년 12월 31일']), date('2024-03-05', '2023-12-31')],
  ['Dutch and Polish months', beside(['5 mrt 2024', '3 okt 2023', '5 mei 2022']), date('2024-03-05', '2023-10-03', '2022-05-05')],
  ['Polish months', beside(['5 marca 2024', '3 paź 2023', '5 grudnia 2022']), date('2024-03-05', '2023-10-03', '2022-12-05')],
  ['Czech months', beside(['1. března 2023', '2. dubna 2023', '14. května 2023']), date('2023-03-01', '2023-04-02', '2023-05-14')],
  ['Czech months of which one begins the other', beside(['1. červen 2023', '2. červenec 2023']), date('2023-06-01', '2023-07-02')],
  ['Finnish months', beside(['1. maaliskuuta 2023', '2. marraskuuta 2023']), date('2023-03-01', '2023-11-02')],
  ['Ukrainian and Greek months', beside(['1 липня 2023', '2 Αυγούστου 2023']), date('2023-07-01', '2023-08-02')],
  ['days of the week', beside(['Montag, 5. Februar 2024', 'Di., 6. Feb. 2024', 'Mittwoch, 7. Februar 2024']).replaceAll(/(.*2024),k/g, '"$1",k'), date('2024-02-05', '2024-02-06', '2024-02-07')],
  ['ISO weeks', beside(['2024-W05', '2024-W06', '2023-W52']), date('2024-01-29', '2024-02-05', '2023-12-25')],
  ['ISO weeks with days', beside(['2024W05', '2024-W06-3', '2023W521']), date('2024-01-29', '2024-02-07', '2023-12-25')],
  ['quarters', beside(['2024Q1', '2024-Q2', 'Q3 2023', 'Q4/2023']), date('2024-01-01', '2024-04-01', '2023-07-01', '2023-10-01')],
  ['quarters, number first', beside(['1Q2024', '2Q2024', '4Q2023']), date('2024-01-01', '2024-04-01', '2023-10-01')],
  ['months alone', beside(['2024-01', '2024-02', '2023-12']), date('2024-01-01', '2024-02-01', '2023-12-01')],
  ['months before years', beside(['01/2024', '12/2023', '03/2022']), date('2024-01-01', '2023-12-01', '2022-03-01')],
  ['names of months before years', beside(['Jan 2024', 'Feb 2024', 'Dec 2023']), date('2024-01-01', '2024-02-01', '2023-12-01')],
  ['seconds since 1970', beside(['1704067200', '1704153600', '1704240000'], ',', 'time'), { columns: { time: ['integer', 1704067200] }, told: [/counted in seconds/] }],
  ['milliseconds since 1970', beside(['1704067200000', '1704153600000'], ',', 'timestamp'), { columns: { timestamp: ['integer', 1704067200000] }, told: [/counted in milliseconds/] }],
  ['mixed zones', beside(['2024-01-05T10:00:00+01:00', '2024-01-05T10:00:00-05:00', '2024-07-05T10:00:00Z']), date('2024-01-05T09:00Z', '2024-01-05T15:00Z', '2024-07-05T10:00Z')],
  ['a named zone', beside(['2024-01-05T10:00:00+01:00[Europe/Berlin]', '2024-07-05T10:00:00+02:00[Europe/Berlin]']), date('2024-01-05T09:00Z', '2024-07-05T08:00Z')],
  ['fractions of seconds', beside(['2024-01-05 10:00:00.250', '2024-01-05 10:00:01.500000']), date('2024-01-05T10:00:00.250Z', '2024-01-05T10:00:01.500Z')],
  ['halves of the day', beside(['1/5/2024 10:00 PM', '1/13/2024 12:30:15 AM']), date('2024-01-05T22:00Z', '2024-01-13T00:30:15Z')],
  ['dates of mail', beside(['"Mon, 05 Feb 2024 10:00:00 +0100"', '"Tue, 06 Feb 2024 10:00:00 GMT"']), date('2024-02-05T09:00Z', '2024-02-06T10:00Z')],
  ['dates of Unix', beside(['Mon Feb  5 10:00:00 2024', 'Tue Feb 13 10:00:00 2024']), date('2024-02-05T10:00Z', '2024-02-13T10:00Z')],
  ['dates of Unix with a zone', beside(['Wed Oct 10 20:19:24 +0000 2018', 'Thu Oct 11 20:19:24 +0000 2018']), date('2018-10-10T20:19:24Z', '2018-10-11T20:19:24Z')],
  ['dates of web servers', beside(['05/Feb/2024:10:00:00 +0100', '06/Feb/2024:10:00:00 +0000']), date('2024-02-05T09:00Z', '2024-02-06T10:00Z')],
  ['compact times', beside(['20240105T101500Z', '20240106T101500Z']), date('2024-01-05T10:15Z', '2024-01-06T10:15Z')],
  ['years first with other marks', beside(['2024/03/05', '2024.03.06', '2024-03-07']), date('2024-03-05', '2024-03-06', '2024-03-07')],
  ['short dates with dots', beside(['1.3.24', '28.2.23', '5.12.99']), { ...date('2024-03-01', '2023-02-28', '1999-12-05'), told: [/two digits/] }],
  ['no proof of the order', beside(['03-04-2024', '05-06-2024', '01-02-2024']), { told: [/two ways/], asked: ['dateOrder v'] }],
  ['a proof in the next column', 'a,b\n13/02/2024,03/04/2024\n01/03/2024,05/06/2024\n', { columns: { b: ['datetime', ...days('2024-04-03', '2024-06-05')] }, told: [/“b”.*day first/] }],
  ['two columns that prove two orders, and a third', 'a,b,c\n13/02/2024,02/13/2024,03/04/2024\n14/02/2024,02/14/2024,05/06/2024\n', { columns: { a: ['datetime', day('2024-02-13')], b: ['datetime', day('2024-02-13')] }, asked: ['dateOrder c'] }],
  ['two orders in one column', beside([...many(12, (i) => `${i + 13}/02/2024`), '02/28/2024']), { columns: { v: ['datetime', day('2024-02-13')] }, told: [/another order.*\[line 14/] }],
  ['a day that is none', beside([...many(100, (i) => `2024-01-${two((i % 28) + 1)}`), '2024-02-30']), { ...date('2024-01-01'), told: [/“2024-02-30” in “v”.*\[line 102/] }],
  ['zeros for no date', beside(many(40, (i) => (i % 10 ? `2024-01-${two((i % 28) + 1)}` : '0000-00-00'))), { columns: { v: ['datetime', null, day('2024-01-02')] }, told: [/“0000-00-00” in “v”/] }],
  ['a word for no date', beside(many(40, (i) => (i % 10 ? `2024-01-${two((i % 28) + 1)}` : 'ongoing'))), { columns: { v: ['datetime', null, day('2024-01-02')] }, told: [/“ongoing” in “v”/] }],
  ['days as Excel shortens them', beside(['1-Mar', '2-Sep', '4-Dec']), { columns: { v: ['categorical', '1-Mar', '2-Sep'] } }],
  ['a version is no date', beside(['1.12.10', '2.3.14', '1.10.12'], ',', 'version'), { columns: { version: ['categorical', '1.12.10', '2.3.14'] } }],
  ['times of day with pm', beside(['10:00 PM', '9:15 am', '12:00 AM']), time(79200, 33300, 0)],
  ['midnight at the end', beside(['24:00', '12:30', '00:00']), time(86400, 45000, 0)],
  ['thousandths of seconds', beside(['10:00:00.250', '00:00:01.5', '00:01:00']), time(36000.25, 1.5, 60)],
  ['durations in words', beside(['1h 30m', '2h 5m', '45m 10s']), time(5400, 7500, 2710)],
  ['durations of ISO', beside(['PT1H30M', 'P1DT2H', 'PT45S']), time(5400, 93600, 45)],
  ['scores of games', beside(['3:2', '2:1', '0:0']), { columns: { v: ['categorical', '3:2', '2:1'] } }],
  ['addresses of cards', beside(['00:1A:2B:3C:4D:5E', '00:1A:2B:3C:4D:5F']), { columns: { v: ['categorical', '00:1A:2B:3C:4D:5E'] } }],
  ['ja, nein', beside(['Ja', 'nein', 'JA', 'Nein']), { columns: { v: ['boolean', 1, 0, 1, 0] } }],
  ['oui, non', beside(['oui', 'non', 'Oui', 'NON']), { columns: { v: ['boolean', 1, 0, 1, 0] } }],
  ['sí, no', beside(['sí', 'no', 'Sí', 'No']), { columns: { v: ['boolean', 1, 0, 1, 0] } }],
  ['да, нет', beside(['да', 'нет', 'Да', 'НЕТ']), { columns: { v: ['boolean', 1, 0, 1, 0] } }],
  ['是, 否', beside(['是', '否', '是', '否']), { columns: { v: ['boolean', 1, 0, 1, 0] } }],
  ['yes and No', beside(['yes', 'No', 'YES', 'NA']), { columns: { v: ['boolean', 1, 0, 1, null] } }],
  ['one word of truth alone', beside(['yes', 'yes', '', 'yes']), { columns: { v: ['categorical', 'yes', 'yes', null, 'yes'] } }],
  ['Norway among countries', beside(['NO', 'SE', 'DK', 'NO']), { columns: { v: ['categorical', 'NO', 'SE', 'DK', 'NO'] } }],
  ['f and m', beside(['F', 'M', 'F', 'M']), { columns: { v: ['categorical', 'F', 'M', 'F', 'M'] } }],
];

describe('dates, times, truth', () => {
  test.each(cases)('%s', (_, text, wanted) => checkCase(text, wanted));
});
