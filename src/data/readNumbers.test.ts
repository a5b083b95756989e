/** Numbers as people write them, one line a case: what a file holds, and what is right for it. */
import { describe, test } from 'vitest';
import { beside, checkCase, many, type ReadCase } from './caseForTest';

// biome-ignore format: one line a case
const cases: [what: string, text: string, wanted: ReadCase][] = [
  ['versions among names prove no decimal mark', `n,v\n1.000,10.20\n${'2,10.20\n3,Lisbon\n4,10.20\n'.repeat(8)}`, { told: [/Numbers of “n” may be meant in two ways/] }],
  ['limits of a measurement', beside(many(20, (i) => (i % 5 ? `${i}.5` : '<0.05'))), { columns: { v: ['numeric', 0.05, 1.5, 2.5] }, told: [/a limit beside them.*“<0\.05” is read as 0\.05\. \[line 2, 4\]/] }],
  ['a limit above', beside(many(30, (i) => (i === 7 ? '> 90' : String(60 + i)))), { columns: { v: ['integer', 60, 61] }, told: [/“> 90” is read as 90/] }],
  ['limits with a unit and a decimal comma', beside(many(20, (i) => (i % 4 ? `${i},5 mg` : '≤ 0,5 mg')), ';'), { columns: { v: ['numeric mg', 0.5, 1.5] }, told: [/“≤ 0,5 mg” is read as 0\.5/] }],
  ['two classes written with limits', beside(many(20, (i) => (i % 3 ? '<=50K' : '>50K'))), { columns: { v: ['categorical', '>50K', '<=50K'] } }],
  ['groups of ages', beside(['<18', '18-30', '31-65', '>65', '18-30', '<18']), { columns: { v: ['categorical', '<18', '18-30'] } }],
  ['numbers that are about so', beside(many(12, (i) => (i % 2 ? `ca. ${i}.5` : `~${i}.5`))), { columns: { v: ['numeric', 0.5, 1.5] }, told: [/“~0\.5” is read as 0\.5/] }],
  ['numbers with their spread', beside(many(12, (i) => `${i}.5 ± 0.1`)), { columns: { v: ['numeric', 0.5, 1.5] }, told: [/their spread.*“0\.5 ± 0\.1” is read as 0\.5/] }],
  ['marks of footnotes', beside(many(24, (i) => (i % 8 === 3 ? `${i}*` : i % 8 === 5 ? `${i}[1]` : String(i)))), { columns: { v: ['integer', 0, 1, 2, 3, 4, 5] }, told: [/a mark beside them.*“3\*”.*\[line 5, 6\]/] }],
  ['limits among codes', beside(many(20, (i) => (i % 5 ? `${i}.5` : '<0.05')), ',', 'code'), { columns: { code: ['categorical', '<0.05', '1.5'] } }],
  ['degrees, minutes and seconds', beside([`52°31'12" N`, `48°51'24" N`, `33°52'12" S`].map((v) => `"${v.replaceAll('"', '""')}"`)), { columns: { v: ['numeric °', 52.52, 48.8566666667, -33.87] } }],
  ['latitudes with a letter', beside(['52.5N', '48.8N', '40.7S', '10.25N']), { columns: { v: ['numeric N', 52.5, 48.8, -40.7, 10.25] } }],
  ['longitudes with a letter', beside(['13.4E', '2.35E', '74.006W']), { columns: { v: ['numeric °', 13.4, 2.35, -74.006] } }],
  ['a note below is no cell', 'a,b,c\n1,2,3\n4,5,6\n7,8,9\n\nSource: bureau\n', { columns: { a: ['integer', 1, 4, 7] }, untold: [/none of its numbers/] }],
  [
    'blanks between thousands',
    beside(['1 234 567', '12 345', '987', '-1 000'], ';'),
    { columns: { v: ['integer', 1234567, 12345, 987, -1000] } },
  ],
  [
    'narrow blanks of Unicode',
    beside(['1\u202f234,5', '12\u202f345,25', '987'], ';'),
    { columns: { v: ['numeric', 1234.5, 12345.25, 987] } },
  ],
  [
    'thin blanks',
    beside(['1\u2009234', '12\u2009345', '987']),
    { columns: { v: ['integer', 1234, 12345, 987] } },
  ],
  [
    'Indian groups in quotes',
    beside(['"1,23,456"', '"12,34,567.50"', '999']),
    { columns: { v: ['numeric', 123456, 1234567.5, 999] } },
  ],
  [
    'euros before and behind',
    beside(['€ 1.234,50', '99,00 €', '€5,25'], ';'),
    { columns: { v: ['numeric €', 1234.5, 99, 5.25] } },
  ],
  [
    'parentheses of accountants',
    beside(['"(1,234.50)"', '"2,000.00"', '"(3.25)"']),
    { columns: { v: ['numeric', -1234.5, 2000, -3.25] } },
  ],
  [
    'parentheses and dollars',
    beside(['"($1,234.50)"', '$5.00', '-$2.50', '$-1.25']),
    { columns: { v: ['numeric $', -1234.5, 5, -2.5, -1.25] } },
  ],
  [
    'a minus behind',
    beside(['1.234,50-', '99,00', '0,75-'], ';'),
    { columns: { v: ['numeric', -1234.5, 99, -0.75] } },
  ],
  [
    'a unit with and without a blank',
    beside(['5kg', '5 kg', '7.5 kg', '10kg']),
    { columns: { v: ['numeric kg', 5, 5, 7.5, 10] } },
  ],
  [
    'a unit in one and many',
    beside(['1 day', '2 days', '10 days', '1 day']),
    { columns: { v: ['integer days', 1, 2, 10, 1] } },
  ],
  [
    'two units of one measure',
    beside(['5 kg', '200 g', '1.5 kg', '300 g', '2 kg']),
    { columns: { v: ['numeric kg', 5, 0.2, 1.5, 0.3, 2] }, told: [/“v” has several units; all are read in kg: “200 g” is 0.2/] },
  ],
  [
    'units of two measures in one column',
    beside(['5 kg', '200 m', '1.5 kg', '300 m']),
    {
      columns: { v: ['categorical', '5 kg', '200 m', '1.5 kg', '300 m'] },
      told: [/“v”.*(“kg”, “m”|“m”, “kg”)/],
    },
  ],
  [
    'sizes of files',
    beside(['512 MB', '2 GB', '1.5GB', '700 KB', '3 MB']),
    { columns: { v: ['numeric MB', 512, 2000, 1500, 0.7, 3] } },
  ],
  [
    'minutes and hours',
    beside(['90 min', '2 h', '45 min', '1.5 hours', '30 min']),
    { columns: { v: ['integer min', 90, 120, 45, 90, 30] } },
  ],
  [
    'shortened counts',
    beside(['1.2M', '3.4K', '500', '1.1M', '12k']),
    { columns: { v: ['integer', 1200000, 3400, 500, 1100000, 12000] }, told: [/shortened: “1.2M” is read as 1200000/] },
  ],
  [
    'money in millions',
    beside(['$1.2M', '$350K', '$2B', '$900']),
    { columns: { v: ['integer $', 1200000, 350000, 2e9, 900] } },
  ],
  [
    'euros in millions, behind',
    beside(['1,2 Mio. €', '350 Mio. €', '0,5 Mrd. €'], ';'),
    { columns: { v: ['integer €', 1.2e6, 3.5e8, 5e8] } },
  ],
  [
    'exponents of Fortran',
    beside(['1.5D-03', '2.0D+02', '-1.25d1', '0.5D0']),
    { columns: { v: ['numeric', 0.0015, 200, -12.5, 0.5] } },
  ],
  [
    'powers of ten',
    beside(['1.5 × 10^-3', '2·10²', '3x10^4', '4 × 10⁻²']),
    { columns: { v: ['numeric', 0.0015, 200, 30000, 0.04] } },
  ],
  [
    'missing values of SAS and Stata',
    beside(['1.5', '.A', '2.5', '.', '.Z', '4', '._', '5.5']),
    { columns: { v: ['numeric', 1.5, null, 2.5, null, null, 4, null, 5.5] } },
  ],
  [
    'two currencies in one column',
    beside(['$5', '€7', '$9', '€11']),
    { columns: { v: ['categorical', '$5', '€7'] }, told: [/“v”.*“\$”, “€”/] },
  ],
  [
    'percent with a decimal comma',
    beside(['12,5 %', '3 %', '0,25 %'], ';'),
    { columns: { v: ['numeric %', 0.125, 0.03, 0.0025] } },
  ],
  [
    'percent in both ways',
    beside(['12.5%', '3 %', '100%']),
    { columns: { v: ['numeric %', 0.125, 0.03, 1] } },
  ],
  [
    'French money',
    beside(['1\u00a0234,56\u00a0€', '99,00\u00a0€', '1\u202f000,00 €'], ';'),
    { columns: { v: ['numeric €', 1234.56, 99, 1000] } },
  ],
  [
    'Swiss money',
    beside(["CHF 1'234.50", 'CHF 12.00', 'CHF 1’000.05']),
    { columns: { v: ['numeric CHF', 1234.5, 12, 1000.05] } },
  ],
  [
    'rupees',
    beside(['"₹1,23,456"', '₹500', '"₹12,345"']),
    { columns: { v: ['integer ₹', 123456, 500, 12345] } },
  ],
  [
    'reais',
    beside(['R$ 1.234,50', 'R$ 99,00', 'R$ 5,25'], ';'),
    { columns: { v: ['numeric R$', 1234.5, 99, 5.25] } },
  ],
  [
    'crowns behind',
    beside(['500 kr', '1 250 kr', '75 kr'], ';'),
    { columns: { v: ['integer kr', 500, 1250, 75] } },
  ],
  [
    'exponents',
    beside(['1.5e-3', '2.0e+05', '3.1', '4E2']),
    { columns: { v: ['numeric', 0.0015, 200000, 3.1, 400] } },
  ],
  [
    'exponents behind a decimal comma',
    beside(['1,5E+03', '2,25E-01', '3,0E+00'], ';'),
    { columns: { v: ['numeric', 1500, 0.225, 3] } },
  ],
  [
    'whole numbers with a zero behind the point',
    beside(['1.0', '2.0', '30.0']),
    { columns: { v: ['integer', 1, 2, 30] } },
  ],
  [
    'points proven to stand between thousands',
    beside(['1.234', '12.345.678', '5.000'], ';'),
    { columns: { v: ['integer', 1234, 12345678, 5000] }, told: [/between thousands/] },
  ],
  [
    'a proof in the last of many rows',
    beside([...many(3000, (i) => `${(i % 9) + 1}.${100 + (i % 800)}`), '1.234,5'], ';'),
    { columns: { v: ['numeric', 1100, 2101, 3102] } },
  ],
  [
    'a proof of the point in the last of many rows',
    beside([...many(3000, (i) => `${(i % 9) + 1}.${100 + (i % 800)}`), '1.5'], ';'),
    { columns: { v: ['numeric', 1.1, 2.101, 3.102] } },
  ],
  [
    'a comma before three digits and no proof',
    beside(['"2,231"', '"5,400"', '"7,125"']),
    { columns: { v: ['integer', 2231, 5400, 7125] }, told: [/two ways/], asked: ['decimal v'] },
  ],
  [
    'a point before three zeros and no proof',
    beside(['1.000', '2.000', '3.000'], ';'),
    { told: [/two ways/], asked: ['decimal v'] },
  ],
  [
    'a decimal comma in the next column',
    'a,b\n"1,5","2,345"\n"2,5","3,125"\n"0,5","7,250"\n',
    { columns: { a: ['numeric', 1.5, 2.5, 0.5], b: ['numeric', 2.345, 3.125, 7.25] } },
  ],
  [
    'a point proven in the next column',
    'a\tb\n3.5\t2,231\n4.25\t5,400\n',
    { columns: { b: ['integer', 2231, 5400] }, told: [/2,231/] },
  ],
  [
    'both decimal marks in one column',
    beside([...many(20, (i) => `${i},5`), '7.25'], ';'),
    { told: [/decimal comma.*\[line 22/], columns: { v: ['numeric', 0.5, 1.5] } },
  ],
  [
    'limits of detection',
    beside([...many(200, (i) => `${i}.5`), '<0.1', '<0.1']),
    { columns: { v: ["numeric", 0.5] }, told: [/“v” have a limit beside them.*“<0.1” is read as 0.1. \[line 202, 2\]/] },
  ],
  [
    'ranges',
    beside(['10-20', '5-10', '20-30']),
    { columns: { v: ['categorical', '10-20', '5-10', '20-30'] } },
  ],
  ['ranges that are open', beside(['1935-', '1940-', '1945-']), { columns: { v: ['categorical', '1935-', '1940-', '1945-'] } }],
  ['fractions', beside(['1/2', '3/4', '1/3']), { columns: { v: ['categorical', '1/2', '3/4', '1/3'] } }],
  [
    'addresses of machines',
    beside(['192.168.1.10', '10.0.0.1', '192.168.1.1']),
    { columns: { v: ['categorical', '192.168.1.10', '10.0.0.1'] } },
  ],
  [
    'hexadecimal numbers',
    beside(['0x1F', '0x2A', '0x10']),
    { columns: { v: ['categorical', '0x1F', '0x2A'] } },
  ],
  ['a Unicode minus', beside(['\u22125', '3', '\u22120.5']), { columns: { v: ['numeric', -5, 3, -0.5] } }],
  ['Arabic digits', beside(['١٢٣٤', '٥٦٧', '٨٩']), { columns: { v: ['integer', 1234, 567, 89] } }],
  ['Persian digits and marks', beside(['۱۲۳۴٫۵', '۵۶۷٫۲۵', '۸۹'], ';'), { columns: { v: ['numeric', 1234.5, 567.25, 89] } }],
  ['full-width digits', beside(['１２３', '４５６', '７']), { columns: { v: ['integer', 123, 456, 7] } }],
  ['degrees', beside(['36.6℃', '37.1 ℃', '35℃']), { columns: { v: ['numeric ℃', 36.6, 37.1, 35] } }],
  [
    'units with a bar',
    beside(['10 mg/dL', '12.5 mg/dL', '9 mg/dL']),
    { columns: { v: ['numeric mg/dL', 10, 12.5, 9] } },
  ],
  ['a plus before', beside(['+5', '-3', '+0.5', '2']), { columns: { v: ['numeric', 5, -3, 0.5, 2] } }],
  [
    'no zero before the point',
    beside(['.5', '-.25', '1.', '2']),
    { columns: { v: ['numeric', 0.5, -0.25, 1, 2] } },
  ],
  [
    'a dash for nothing among money',
    beside(['"1,200.00"', '-', '"3,400.50"', '7.00']),
    { columns: { v: ['numeric', 1200, null, 3400.5, 7] }, told: [/“-” in “v” is taken for a missing value/] },
  ],
  ['quoted numbers', 'a,b\n"1","x"\n"2","y"\n"3","x"\n', { columns: { a: ['integer', 1, 2, 3] } }],
  [
    'a currency in some cells only',
    beside(['$5.00', '7.50', '$9.25', '3.10']),
    { columns: { v: ['numeric $', 5, 7.5, 9.25, 3.1] } },
  ],
  [
    'percent in some cells only',
    beside(['5%', '7', '9%', '3']),
    { columns: { v: ['categorical', '5%', '7', '9%', '3'] }, told: [/“v”.*“%”/] },
  ],
  [
    'millions and thousands by letters',
    beside(['1.5M', '200K', '3M', '50K']),
    { columns: { v: ['integer', 1_500_000, 200_000, 3_000_000, 50_000] }, told: [/shortened/] },
  ],
  ['heights in feet', beside(['5\'10""', "6'2", "5'11"]), { columns: { v: ['categorical'] } }],
  [
    'a semicolon file without names and with commas',
    '1,5;2,75;x\n2,25;3,5;y\n-0,5;1.000,5;x\n',
    { columns: { column1: ['numeric', 1.5, 2.25, -0.5], column2: ['numeric', 2.75, 3.5, 1000.5] } },
  ],
  [
    'dozens of decimals',
    beside(['0.1234567890123456789', '0.5', '0.25']),
    { columns: { v: ['numeric', 0.12345678901234568, 0.5] } },
  ],
  [
    'infinite values',
    beside([...many(30, (i) => `${i}.5`), 'inf', '-inf']),
    { columns: { v: ['numeric', 0.5] }, told: [/“inf” in “v”/, /“-inf” in “v”/] },
  ],
];

describe('numbers', () => {
  test.each(cases)('%s', (_, text, wanted) => checkCase(text, wanted));
});
