/** The options of a whole file as controls, one line each, in the order they are shown. */
import type { ReadOptions } from '#/core/reading/readOptions';
import type { FileOption } from '#/ui/components/reading/chosenOptions';
import { type Choice, decimalChoices, orderChoices, thousandsChoices } from './choices';

export interface FileControl {
  option: FileOption;
  /** How it is chosen; `one`: also any other sign that is typed. */
  by: 'choice' | 'one' | 'list' | 'text' | 'count' | 'places' | 'words';
  choices?: readonly Choice[];
  /** Hardly anyone needs it. */
  isRare?: true;
  /** Left to what the columns show while nobody says it. */
  isOpen?: true;
  /** Means something where the reader tells this detail. */
  detail?: string;
}

const sign = (value: string, label: string, says?: string): Choice => ({ value, label, says });
const none = sign('', 'none');

const encodings = [
  'utf-8',
  'windows-1252',
  'iso-8859-2',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'macintosh',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gbk',
  'gb18030',
  'big5',
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'utf-32be',
];

export const fileControls: readonly FileControl[] = [
  {
    option: 'delimiter',
    by: 'one',
    detail: 'delimiter',
    choices: [
      sign(',', ',', 'comma'),
      sign(';', ';', 'semicolon'),
      sign('\t', 'tab'),
      sign('|', '|', 'vertical bar'),
      sign(' ', 'blank'),
    ],
  },
  { option: 'path', by: 'text', detail: 'layout' },
  { option: 'table', by: 'count' },
  {
    option: 'headerRows',
    by: 'choice',
    choices: [sign('0', 'none'), sign('1', '1'), sign('2', '2'), sign('3', '3')],
  },
  { option: 'decimal', by: 'choice', choices: decimalChoices },
  { option: 'thousands', by: 'choice', choices: thousandsChoices, isOpen: true },
  { option: 'dateOrder', by: 'choice', choices: orderChoices, isOpen: true },
  { option: 'encoding', by: 'list', choices: encodings.map((name) => sign(name, name)) },
  { option: 'missing', by: 'words', isOpen: true },
  { option: 'skipLines', by: 'count', isRare: true },
  { option: 'columnStarts', by: 'places', detail: 'delimiter', isRare: true },
  {
    option: 'quote',
    by: 'one',
    choices: [sign('"', '"', 'double quote'), sign("'", "'", 'apostrophe'), none],
    isRare: true,
  },
  { option: 'escape', by: 'one', choices: [none, sign('\\', '\\', 'backslash')], isRare: true },
  {
    option: 'comment',
    by: 'choice',
    choices: [none, ...['#', '%', '//', '--', ';'].map((mark) => sign(mark, mark))],
    isRare: true,
  },
];

/** Those that mean something for this file: its reader says what it settled on. */
export const controlsOf = (
  used: ReadOptions,
  options: ReadOptions,
  details: Readonly<Record<string, string>> = {},
  isTyped = false,
): FileControl[] =>
  fileControls.filter(
    ({ option, isOpen, detail }) =>
      (isOpen && !isTyped) ||
      Object.hasOwn(used, option) ||
      Object.hasOwn(options, option) ||
      (detail !== undefined && Object.hasOwn(details, detail)),
  );

export const valueOf = (option: FileOption, text: string): string | number =>
  option === 'headerRows' ? Number(text) : text;
