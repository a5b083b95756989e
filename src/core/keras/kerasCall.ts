/** A layer of Keras where it is called: what it is told, what it reads, and what it is said in. */
import type { ArchMaker } from './archMaker';
import type { KerasConfig } from './kerasConfig';

export interface KerasCall {
  name: string;
  config: KerasConfig;
  inputs: string[];
  make: ArchMaker;
  /** Of the layer's weights, by the last part of their name; of a wrapper's, those of one direction. */
  array(key: string, part?: 'forward' | 'backward'): Float32Array;
}

/** Answers the value it says. */
export type KerasLayer = (call: KerasCall) => string;

export const first = ({ inputs, config }: KerasCall): string => {
  const [value, ...more] = inputs;
  if (value === undefined || more.length > 0) throw config.wrong('inbound_nodes', 'one input');
  return value;
};
