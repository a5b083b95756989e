/** A place in a streamed JSON text: steps over brackets and commas, parses one value at a time. */
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { ByteWindow } from '../byteWindow';
import { decodeHead, encodingOf } from '../encoding';
import type { FormatSource, ReadContext } from '../formatDef';
import { parseJson } from './parseJson';
import { closesWrapping, wrappingLength } from './wrapping';
import { countNewlines, deepestJson, isSpace, valueEnd } from './scanValue';

const decoder = new TextDecoder();

export class JsonCursor {
  /** 1-based. */
  line = 1;
  readonly #window: ByteWindow;
  readonly #name: string;
  readonly #report: (issue: DataIssue) => void;
  #first = false;
  /** What is left to skip of what stands before the document; undefined where nothing stands around it. */
  #wrapping: number | undefined;

  constructor(source: FormatSource, context: ReadContext) {
    this.#name = source.name;
    this.#report = context.report;
    const encoding = encodingOf(source.head, context.options);
    this.#wrapping = wrappingLength(decodeHead(source.head, encoding)) || undefined;
    this.#window = new ByteWindow(source.stream(), source.name, encoding, context.signal, context.report);
  }

  /** The next character that is not white space, left in place. */
  async peek(): Promise<string> {
    const found = await this.peekOrEnd();
    if (found === undefined) throw this.failure('The JSON ends too early.');
    return found;
  }

  /** undefined at the end of the file. */
  async peekOrEnd(): Promise<string | undefined> {
    const window = this.#window;
    if (this.#wrapping) await this.#skipWrapping(this.#wrapping);
    for (;;) {
      for (; window.at < window.bytes.length; window.at++) {
        const c = window.bytes[window.at] as number;
        const character = String.fromCharCode(c);
        if (this.#wrapping !== undefined && closesWrapping(character)) return undefined;
        if (!isSpace(c)) return character;
        if (c === 10) this.line++;
      }
      if (window.ended) return undefined;
      await window.more(this.line);
    }
  }

  async #skipWrapping(length: number): Promise<void> {
    const window = this.#window;
    while (!window.ended && window.bytes.length - window.at < length) await window.more(this.line);
    this.line += countNewlines(window.bytes, window.at, window.at + length);
    window.at += length;
    this.#wrapping = 0;
  }

  /** Reads the rest of the file, unless that is more than `most` bytes. */
  async holdsRest(most: number): Promise<boolean> {
    const window = this.#window;
    while (!window.ended && window.bytes.length - window.at <= most) await window.more(this.line);
    return window.ended && window.bytes.length - window.at <= most;
  }

  async expect(character: string): Promise<void> {
    const found = await this.peek();
    if (found !== character) throw this.failure(`Expected ${character} but found ${found}.`);
    this.#window.at++;
    this.#first = character === '[' || character === '{';
  }

  /** Moves to the next element of the open array or object; false at (and behind) its closing bracket. */
  async nextElement(closing: string): Promise<boolean> {
    const first = this.#first;
    this.#first = false;
    const found = await this.peek();
    if (found === closing) {
      this.#window.at++;
      return false;
    }
    if (!first) await this.expect(',');
    // A comma behind the last element, as people and JavaScript write it.
    if ((await this.peek()) !== closing) return true;
    this.#window.at++;
    return false;
  }

  async key(): Promise<string> {
    const key = await this.value();
    if (typeof key !== 'string') throw this.failure('A name in double quotes was expected.');
    await this.expect(':');
    return key;
  }

  async value(): Promise<unknown> {
    await this.peek();
    const window = this.#window;
    let end = valueEnd(window.bytes, window.at, window.ended);
    while (end < 0) {
      if (end === -2) throw this.failure(`The JSON is nested more than ${deepestJson} levels deep.`);
      if (window.ended) throw this.failure('The JSON ends too early.');
      await window.more(this.line);
      end = valueEnd(window.bytes, window.at, window.ended);
    }
    window.requireShort(end - window.at, this.line);
    let value: unknown;
    const text = decoder.decode(window.bytes.subarray(window.at, end));
    if (text.includes('\ufffd')) this.#report(badBytes(this.line));
    try {
      value = parseJson(text, this.#onNoNumber);
    } catch (cause) {
      throw this.failure('This is not valid JSON.', cause);
    }
    this.line += countNewlines(window.bytes, window.at, end);
    window.at = end;
    return value;
  }

  readonly #onNoNumber = (word: string) => this.#report(noNumber(word, this.line));

  failure(message: string, cause?: unknown): TetradError {
    const detail = cause instanceof Error ? ` (${cause.message})` : '';
    return new TetradError(
      {
        code: 'badInput',
        message,
        place: `${this.#name}, line ${this.line}`,
        hint: `Expected an array of records or an object of columns${detail}.`,
      },
      { cause },
    );
  }

  close(): Promise<void> {
    return this.#window.close();
  }
}

export const badBytes = (line: number): DataIssue => ({
  severity: 'warning',
  message: 'A text holds bytes that mean nothing in its encoding; they became “\ufffd”.',
  hint: 'Save the file as UTF-8, or give its encoding in the options of the import.',
  line,
});

export const noNumber = (word: string, line: number): DataIssue => ({
  severity: 'info',
  message: `${word} is no number of JSON; it is taken for a missing value.`,
  line,
});
