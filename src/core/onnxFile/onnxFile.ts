/** An ONNX file as it was written by anybody: everything that is in it, its weights not yet decoded. */

/** One size of a shape: known, named, or '?' of neither. */
export type FileDim = number | string;

export interface FileType {
  kind: 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse' | 'unknown';
  /** Of a tensor: the number of its element type (elementTypes.ts). */
  element?: number;
  /** Absent: not even how many sizes there are is known. */
  shape?: FileDim[];
  /** "float [N, 3, 224, 224]", "sequence of float [?]" */
  text: string;
}

export interface FileValue {
  name: string;
  doc: string;
  type?: FileType;
}

/** Numbers as they lie in the file, in pieces: packed, or one by one. */
export interface Pieces {
  field: 'float' | 'int32' | 'int64' | 'double' | 'uint64' | 'text';
  pieces: { type: number; bytes: Uint8Array }[];
}

export interface ExternalData {
  location: string;
  offset: number;
  /** Absent: up to the end of the file. */
  length?: number;
}

export interface FileTensor {
  name: string;
  element: number;
  dims: number[];
  /** Values. */
  size: number;
  doc: string;
  data: { raw: Uint8Array } | { typed: Pieces } | { external: ExternalData } | { sparse: true };
}

export type FileAttributeValue =
  | { type: 'float'; value: number }
  | { type: 'int'; value: bigint }
  | { type: 'string'; value: Uint8Array }
  | { type: 'floats'; value: number[] }
  | { type: 'ints'; value: bigint[] }
  | { type: 'strings'; value: Uint8Array[] }
  | { type: 'tensor'; value: FileTensor }
  | { type: 'tensors'; value: FileTensor[] }
  | { type: 'graph'; value: FileGraph }
  | { type: 'graphs'; value: FileGraph[] }
  /** Of a function: the attribute of its caller. */
  | { type: 'reference'; value: string }
  | { type: 'other'; value: string };

export type FileAttribute = { name: string; doc: string } & FileAttributeValue;

export interface FileNode {
  opType: string;
  domain: string;
  name: string;
  doc: string;
  inputs: string[];
  outputs: string[];
  attributes: FileAttribute[];
}

export interface FileGraph {
  name: string;
  doc: string;
  inputs: FileValue[];
  outputs: FileValue[];
  /** What the file says of values inside. */
  values: FileValue[];
  initializers: FileTensor[];
  nodes: FileNode[];
}

export interface FileFunction {
  domain: string;
  name: string;
  doc: string;
  inputs: string[];
  outputs: string[];
  nodes: FileNode[];
}

export interface OnnxFile {
  irVersion: number;
  producer: string;
  producerVersion: string;
  domain: string;
  modelVersion: string;
  doc: string;
  /** By domain; '' is ONNX itself. */
  opsets: Map<string, number>;
  /** In the order of the file. */
  metadata: [key: string, value: string][];
  graph: FileGraph;
  functions: FileFunction[];
}
