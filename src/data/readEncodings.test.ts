/** Encodings without a mark: each text comes back as it was, or the encoding is asked for with a reading that is right. */
import { describe, expect, test } from 'vitest';
import { readForTest } from '#/formats/readForTest';
import { checkCase, type ReadCase } from './caseForTest';
import { encodeForTest } from './encodeForTest';

const polish = 'miasto;wartość\nŁódź;1\nKraków;2\nGdańsk;3\nPoznań;4\nŚwięta;5\n';
const czech = 'město,počet\nPlzeň,1\nBřeclav,2\nČeské Budějovice,3\nžluťoučký kůň,4\n';
const hungarian = 'város;érték\nGyőr;1\nPécs;2\nSzékesfehérvár;3\nHódmezővásárhely;4\nfűtő;5\n';
const russian = 'город,значение\nМосква,1\nСанкт-Петербург,2\nНижний Новгород,3\nКазань,4\n';
const russianUpper = 'ГОРОД;ЗНАЧЕНИЕ\nМОСКВА;1\nКАЗАНЬ;2\nСАМАРА;3\n';
const ukrainian = 'місто,значення\nКиїв,1\nЛьвів,2\nЧернігів,3\nЗапоріжжя,4\n';
const greek = 'πόλη;τιμή\nΑθήνα;1\nΘεσσαλονίκη;2\nΠάτρα;3\nΗράκλειο;4\n';
const turkish = 'şehir;değer\nİstanbul;1\nIğdır;2\nMuğla;3\nŞanlıurfa;4\nÇorum;5\n';
const hebrew = 'עיר,ערך\nירושלים,1\nתל אביב,2\nחיפה,3\nבאר שבע,4\n';
const arabic = 'مدينة,قيمة\nالقاهرة,1\nدمشق,2\nبغداد,3\nالرياض,4\n';
const latvian = 'pilsēta,vērtība\nRīga,1\nJūrmala,2\nLiepāja,3\nRēzekne,4\nCēsis ģimene,5\nšķēres,6\n';
const lithuanian = 'miestas,reikšmė\nVilnius ąžuolas,1\nŠiauliai,2\nPanevėžys,3\nMarijampolė,4\n';
const french = 'prénom;âge\nHélène;31\nFrançois;45\nZoé;28\nJérôme;39\n';
const german = 'Straße;Größe\nMüllerstraße;1,5\nKönigsallee;2,5\nÄußere Gasse;3,5\n';
const japanese = '名前,住所\n山田太郎,東京都新宿区\n佐藤花子,大阪府大阪市\nスズキ,神奈川県横浜市\n';
const kanji = '都市,人口\n東京,1\n大阪,2\n名古屋,3\n札幌,4\n';
const chinese = '城市,人口\n北京,1\n上海,2\n广州,3\n深圳,4\n成都,5\n';
const taiwanese = '城市,人口\n臺北市,1\n高雄市,2\n臺中市,3\n新竹縣,4\n';
const korean = '도시,인구\n서울,1\n부산,2\n인천,3\n대구,4\n';
const plain = 'name,n\nAnn,1\nBob,2\nCy,3\n';

const cases: [encoding: string, text: string][] = [
  ['windows-1250', polish],
  ['iso-8859-2', polish],
  ['windows-1250', czech],
  ['windows-1250', hungarian],
  ['windows-1251', russian],
  ['windows-1251', russianUpper],
  ['windows-1251', ukrainian],
  ['koi8-r', russian],
  ['koi8-r', russianUpper],
  ['ibm866', russian],
  ['windows-1253', greek],
  ['windows-1254', turkish],
  ['windows-1255', hebrew],
  ['windows-1256', arabic],
  ['windows-1257', latvian],
  ['windows-1257', lithuanian],
  ['windows-1252', french],
  ['windows-1252', german],
  ['shift_jis', japanese],
  ['shift_jis', kanji],
  ['euc-jp', japanese],
  ['euc-jp', kanji],
  ['gbk', chinese],
  ['big5', taiwanese],
  ['euc-kr', korean],
  ['utf-16le', german],
  ['utf-16be', plain],
  ['utf-16le', russian],
  ['utf-16le', chinese],
  ['utf-16be', japanese],
  ['utf-32le', french],
  ['utf-32be', chinese],
];

const cellsOf = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/[,;]/)[0] as string);

describe('encodings', () => {
  test.each(cases)('%s: %s', async (encoding, text) => {
    const bytes = encodeForTest(encoding, text);
    const { names, rows, reading } = await readForTest('e.csv', bytes);
    const read = [names[0], ...rows.map(([cell]) => cell)];
    if (JSON.stringify(read) === JSON.stringify(cellsOf(text))) return;
    // Not right: then it must be asked, and the right one must be among the answers.
    const asked = reading.ambiguities.find(({ option }) => option === 'encoding');
    expect(asked?.readings.map(({ value }) => value)).toContain(encoding);
    const again = await readForTest('e.csv', bytes, { read: { encoding } });
    expect([again.names[0], ...again.rows.map(([cell]) => cell)]).toEqual(cellsOf(text));
  });
});

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (c) => c.charCodeAt(0));

test('signs of Windows-1252 among English letters are no East Asian characters', async () => {
  const text = 'line,n\nI don\x92t know,1\nit\x92s \x93The end\x94 of it,2\nthey\x92re here,3\n';
  const { details } = await readForTest('e.csv', bytes(text));
  expect(details.encoding).toBe('windows-1252');
});

// biome-ignore format: one line a case
const broken: [what: string, content: Uint8Array<ArrayBuffer>, wanted: ReadCase][] = [
  ['UTF-8 with a byte that is none', bytes(`a,b\n${'M\xc3\xbcller,1\n'.repeat(30)}M\xfcller,2\n`), { rows: 31, columns: { a: ['categorical', 'Müller'] }, told: [/UTF-8.*\[line 32/] }],
  ['UTF-8 with a cut character', bytes(`a,b\n${'M\xc3\xbcller,1\n'.repeat(30)}M\xc3,2\n`), { rows: 31, told: [/UTF-8.*\[line 32/] }],
  ['an encoding that is given and fails', bytes(`a,b\n${'\xe9t\xe9,1\n'.repeat(30)}`), { options: { encoding: 'utf-8' }, refused: /utf-8.*line 2/i }],
  ['a wide encoding that is given and fails', bytes('a,b\nx\x80\xff,1\ny,2\n'), { options: { encoding: 'shift_jis' }, refused: /shift_jis.*line 2/i }],
  ['an encoding that nobody knows', bytes('a,b\nx,1\n'), { options: { encoding: 'latin-99' }, refused: /latin-99/ }],
];

describe('encodings that break', () => {
  test.each(broken)('%s', (_, content, wanted) => checkCase(content, wanted));
});
