import type { OnnxNode } from '../../graphBuilder';
import type { ArchReader } from '../archReader';
import type { Told } from '../told';

/** Says a node in layers; answers the value that it makes. Throws `notALayer` where it cannot. */
export type Operator = (reader: ArchReader, node: OnnxNode) => Told;
