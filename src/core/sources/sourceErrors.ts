/** What goes wrong between here and a host, in words and with what to do. */
import { bytesText } from '../bytesText';
import { TetradError } from '../protocol/errors';

export interface AskedPlace {
  host: string;
  /** What was asked for, without keys. */
  what: string;
  pageOrigin?: string;
  letPagesRead?: string;
}

/** The browser says no more than that it failed: it hides from a page whether it was refused or not reached. */
export function notReadable({ host, what, pageOrigin, letPagesRead }: AskedPlace): TetradError {
  const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
  if (offline)
    return new TetradError({
      code: 'offline',
      message: `${host} cannot be asked: this machine has no network.`,
      place: what,
      hint: 'Go online and try again.',
    });
  return new TetradError({
    code: 'badInput',
    message: `The browser did not let this page read from ${host}: either the host does not allow pages of other addresses to read it (CORS), or it could not be reached. Which of the two, browsers do not tell.`,
    place: what,
    hint: `Open the address in a new tab: if it works there, download the file and drop it here${
      letPagesRead
        ? `, or, if the place is yours: ${letPagesRead}`
        : `, or, if the host is yours, let it answer with the header Access-Control-Allow-Origin: ${pageOrigin ?? '*'}`
    }.`,
  });
}

/** Whether it is that, of this host. */
export const isNotReadable = (thrown: unknown, host: string): boolean =>
  thrown instanceof Error && thrown.message === notReadable({ host, what: '' }).message;

const loginHint =
  'Look at the key, the token or the signature: it is wrong, has run out, or may not read this. Some places also answer so where there is no such file.';

export function refusedBy({ host, what }: AskedPlace, status: number, firstWords: string): TetradError {
  const said = firstWords ? `: “${firstWords}”` : '';
  const hints: Record<number, string> = {
    400: loginHint,
    401: loginHint,
    403: loginHint,
    404: 'Look at the address: there is nothing there under that name.',
    410: 'It was taken away.',
    429: 'Too many requests: wait a while, then try again.',
  };
  return new TetradError({
    code: status === 404 || status === 410 ? 'notFound' : 'badInput',
    message: `${host} answered ${status} instead of the file${said}.`,
    place: what,
    hint: hints[status] ?? (status >= 500 ? 'Its fault: try again later.' : 'Look at the address.'),
  });
}

export const noData = ({ host, what }: AskedPlace, firstWords: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `${host} answered with a web page instead of data: “${firstWords}”.`,
    place: what,
    hint: 'Copy the address of the file itself (the download link), not of the page about it. Some hosts answer so where one has to log in: download the file there and drop it here.',
  });

export const tooLarge = ({ what }: AskedPlace, bytes: number, room: number): TetradError =>
  new TetradError({
    code: 'quota',
    message: `The file has ${bytesText(bytes)}, and there is room for ${bytesText(room)}.`,
    place: what,
    hint: 'Free some space in the settings (fetched files can be forgotten), or take a part of the data.',
  });

export const brokeOff = ({ host, what }: AskedPlace, received: number, total?: number): TetradError =>
  new TetradError({
    code: 'badInput',
    message: `The connection to ${host} broke off again and again, the last time after ${bytesText(received)}${
      total === undefined ? '' : ` of ${bytesText(total)}`
    }.`,
    place: what,
    hint: 'What came is kept: “Try again” goes on from there.',
  });

export const keptChanging = ({ what }: AskedPlace): TetradError =>
  new TetradError({
    code: 'badInput',
    message: 'The file changed there while it was being fetched, more than once.',
    place: what,
    hint: 'Wait until it is written, then try again.',
  });

export const otherBytes = ({ host, what }: AskedPlace): TetradError =>
  new TetradError({
    code: 'corrupt',
    message: `What came is not what ${host} lists: its SHA-256 is another.`,
    place: what,
    hint: 'Try again; if it stays so, the place hands out a wrong file.',
  });

/** The beginning of an answer as a person would read it: no markup, one line. */
export function firstWordsOf(text: string): string {
  const words = text
    .replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > 160 ? `${words.slice(0, 160)}…` : words;
}

export const looksLikePage = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(
    text.replace(/^\uFEFF/, ''),
  );
