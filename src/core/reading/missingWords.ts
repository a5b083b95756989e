/**
 * Words people write where a value is missing, beyond those that always mean it (core/table/cellValue). They count
 * as missing only in columns whose other cells are numbers, dates or times. Compared in lower case.
 */
const words = new Set([
  ...'na n.a. n.a n/a n.a.n. nan -nan +nan nil none null (null) <null> [null] \\null <na> #n/a'.split(' '),
  ...'nd n.d. n.d n/d nv n.v. k.a. k.a n.c. s/d s.d. n.b. b/d'.split(' '),
  ...'missing unknown unk undefined void blank empty tbd tba'.split(' '),
  ...'unbekannt fehlt fehlend inconnu inconnue manquant desconocido desconocida sconosciuto'.split(' '),
  ...'desconhecido onbekend nieznany brak неизвестно 不明 無 无 缺失 未知 欠損'.split(' '),
  ...'1.#qnan -1.#qnan 1.#ind -1.#ind 1.#inf'.split(' '),
  ...'. .. ... … -- --- – — * ** : # x.x'.split(' '),
  'no data',
  'nodata',
  'no value',
  'not available',
  'not applicable',
  'not known',
  '#n/a n/a',
  'keine angabe',
  'keine daten',
  'non disponible',
  'sin datos',
  'sin dato',
  'sem dados',
  'нет данных',
]);
/** Of SAS, Stata and R: .A to .Z, ._ and NA_real_. */
const ofPrograms = /^\.[a-z_]$|^na_(?:real|integer|character)_$/;
/** Of MySQL. */
const noDate = /^(?:0000-00-00|00[./-]00[./-]0000)(?: 00:00:00)?$/;
const infinite = /^[+-]?inf(?:inity)?$|^[+-]?∞$/i;

export const mayMeanMissing = (text: string): boolean =>
  (text.length < 16 && (words.has(text.toLowerCase()) || ofPrograms.test(text.toLowerCase()))) ||
  noDate.test(text);

/** No number that can be kept, but written where numbers stand. */
export const isInfinite = (text: string): boolean => text.length < 10 && infinite.test(text);
