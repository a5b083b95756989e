/** The header of a WFDB record: a line about the record, then one for each signal (header(5) of the WFDB guide). */
import { TetradError } from '#/core/protocol/errors';

export interface WfdbSignal {
  file: string;
  format: number;
  samplesPerFrame: number;
  /** Bytes before the samples of its file. */
  prolog: number;
  gain: number;
  baseline: number;
  unit?: string;
  initial: number;
  name: string;
}

export interface WfdbHeader {
  rate: number;
  frames?: number;
  signals: WfdbSignal[];
}

const recordLine = /^([\w-]+)(\/\d+)?\s+(\d+)(?:\s+([\d.eE+]+)(?:\/\S+)?(?:\s+(\d+))?)?/;
const mostSignals = 4096;

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** By its first line, and the second's names of a file and a format. */
export function isWfdbHeader(text: string): boolean {
  const [first = '', second = ''] = linesOf(text);
  const found = recordLine.exec(first);
  if (!found) return false;
  return found[2] !== undefined || /^\S+\s+\d+(x\d+)?(:\d+)?(\+\d+)?(\s|$)/.test(second);
}

export function parseWfdbHeader(text: string, place: string): WfdbHeader {
  const [first = '', ...rest] = linesOf(text);
  const [, , segments, count, rate = '250', frames] = recordLine.exec(first) ?? [];
  if (count === undefined) throw refuse(place, 'Its first line is none of a record.');
  if (segments !== undefined)
    throw refuse(place, 'It is a record of several segments.', 'Drop the segments, or join them with xform.');
  const wanted = Number(count);
  if (wanted < 1) throw refuse(place, 'It has no signal.');
  if (wanted > mostSignals || rest.length < wanted)
    throw refuse(place, `It claims ${wanted} signals, but names ${rest.length}: it was cut short.`);
  const hertz = Number(rate);
  if (!(hertz > 0) || hertz > 1e9) throw refuse(place, `Its rate is ${rate}.`);
  return {
    rate: hertz,
    ...(frames !== undefined && Number(frames) > 0 && { frames: Number(frames) }),
    signals: rest.slice(0, wanted).map((line, i) => parseSignal(line, i, place)),
  };
}

function parseSignal(line: string, number: number, place: string): WfdbSignal {
  const [file = '', coding = '', gainText = '', , zeroText = '', initialText = '', , , ...name] =
    line.split(/\s+/);
  const [, format, perFrame = '1', , prolog = '0'] =
    /^(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?$/.exec(coding) ?? [];
  const samplesPerFrame = Number(perFrame);
  if (format === undefined || samplesPerFrame < 1 || samplesPerFrame > 65_536)
    throw refuse(place, `The line of its signal ${number + 1} is none: “${line.slice(0, 60)}”.`);
  const [, gain = '0', baseline, unit] = /^([-+\d.eE]+)(?:\(([-+]?\d+)\))?(?:\/(\S+))?$/.exec(gainText) ?? [];
  return {
    file,
    format: Number(format),
    samplesPerFrame,
    prolog: Number(prolog),
    // Without a gain it is not calibrated: the guide takes 200 a millivolt.
    gain: Number(gain) || 200,
    baseline: Number(baseline ?? zeroText) || 0,
    unit: unit ?? 'mV',
    initial: Number(initialText) || 0,
    name: name.join(' ') || `signal ${number + 1}`,
  };
}

const refuse = (place: string, message: string, hint = 'Download or copy the record again.'): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });
